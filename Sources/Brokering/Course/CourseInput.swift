// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import Sharing

/// What a course is told. It has no other way to learn anything.
enum CourseInput: Sendable {
    case traced(Result<TraceResult, TraceFailure>)
    case located(Result<Set<String>, LocateFailure>)
    case consulted(Result<SharingFacts, SharingFailure>)
    /// The entry that was to be audited is durable, or cannot be written.
    case audited(Result<Void, AuditFailure>)
    /// A source's answer has been read.
    case answered(Asking, LedgerLine)
    /// A source was not done in time, nor has it been since a moment, where it failed before.
    case timeIsUp(Asking, since: FHIRDateTime? = nil)
    case rendered(RenderedRecord)
    case delivered
    /// Whoever asked wants the missing sources asked once more.
    case again
    /// Whoever asked will not want so any more.
    case noMoreAgain
    /// Whoever asked has gone.
    case clientLeft
}

/// One asking of one source; a late answer to an earlier one is told from the answer that is awaited.
struct Asking: Hashable, Sendable {
    /// The place of the question among those of the course.
    let question: Int
    /// 1 for the first time that sources are asked, one more each time they are asked again.
    let round: Int
}

/// When something happened, on both clocks.
struct CourseMoment: Sendable {
    let now: ContinuousClock.Instant
    let utc: FHIRDateTime
}
