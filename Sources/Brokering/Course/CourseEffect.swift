// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Sharing

/// What a course wants done. Every effect but `report`, `tell`, `foresee` and `finish` is answered by one input.
enum CourseEffect: Sendable {
    case trace(NHSNumber, until: ContinuousClock.Instant)
    case locate([NHSNumber], until: ContinuousClock.Instant)
    /// Read what the controllers and the person have said, and record what the question states.
    case consult(SharingQuestion, until: ContinuousClock.Instant)
    case audit(AuditEntry)
    /// Ask a source, and read its answer; it is given up at the time limit.
    case ask(AskedQuestion)
    /// Tell of a source that is done.
    case report(SourceProgress)
    case render(RecordDraft, RecordStage)
    case deliver(RecordUpdate)
    /// Wait until whoever asked wants the missing sources asked once more, or will not want so any more.
    case awaitAgain
    /// Tell where the record is held.
    case tell([LocatedSource])
    /// Tell what stands between the requester and the record.
    case foresee(AccessOutlook)
    /// The course is at its end: nothing more is wanted, and what is still under way is to be stopped.
    case finish(RecordFollowingEnd)
}

/// A question on its way to its source.
struct AskedQuestion: Sendable {
    let asking: Asking
    let question: CourseQuestion
    let query: SourceQuery
    let person: TracedPerson
    /// Whether somebody wished that the source be asked once more.
    let isAskedAgain: Bool
    let deadline: ContinuousClock.Instant
}

/// What was rendered and is not released yet.
struct RenderedRecord: Sendable {
    let body: [UInt8]
    /// The SHA-256 of the body, in hexadecimal.
    let digest: String
    let ledger: SourceLedger
}
