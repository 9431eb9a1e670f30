// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import Sharing

/// How far a record is that is handed on while its sources answer.
public enum RecordStage: Sendable, Hashable {
    /// A source has answered or been given up (the latest, where several were at once); others are still being asked, and stand
    /// in the ledger as `awaited`.
    case source(SourceProgress)
    /// All sources have answered or been given up: nothing is `awaited` any more.
    case whole
}

/// What there is of a record at one stage, rendered; its disclosure is durable.
public struct RecordUpdate: Sendable {
    public let stage: RecordStage
    public let released: ReleasedRecord
    /// The sources that are done since the update before, in the order in which they were; several may share one update.
    public let progress: [SourceProgress]

    package init(stage: RecordStage, released: ReleasedRecord, progress: [SourceProgress] = []) {
        self.stage = stage
        self.released = released
        self.progress = progress
    }
}

/// A way to show a record that is still being put together. It is a pure function; what it returns is what is audited and what
/// leaves, byte for byte.
public struct RecordUpdateRenderer: Sendable {
    public let render: @Sendable (DetailedCareRecord, RecordStage) -> [UInt8]
    public init(_ render: @escaping @Sendable (DetailedCareRecord, RecordStage) -> [UInt8]) { self.render = render }
}

/// How the following of a record ended.
public enum RecordFollowingEnd: Sendable {
    /// Everything was handed on that there was.
    case done
    /// Unknown, restricted: the same words for both (invariant 9).
    case noRecordCanBeShown
    /// Nothing of any source may be shown to this requester.
    case notPermitted(AccessOutlook)
    /// Nothing more is released because a part that must answer cannot (invariant 4).
    case closed(RecordAnswer.ClosedReason)
}
