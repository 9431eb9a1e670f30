// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The pure steps of the way of a request, as values: what reads a source's answer, and what puts the record together.
struct PipelineSteps: Sendable {
    /// The steps *check*, *normalise* and *assemble*.
    var read: @Sendable (AnswerReading, SourceAnswer, CourseQuestion, FHIRDateTime) -> LedgerLine
    /// The steps *withhold* and *merge*.
    var compose: @Sendable (RecordDraft) -> DetailedCareRecord

    /// The steps as they are. Others are for tests, which plant faults to see them found.
    static let standard = PipelineSteps(
        read: { reading, answer, question, utc in reading.line(of: answer, to: question, at: utc) },
        compose: { $0.record() })
}
