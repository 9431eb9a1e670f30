// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import Sharing

/// The broker as those see it who put questions to it: the FHIR API and the pages.
public protocol RecordService: Sendable {
    /// Puts a person's record together and renders it; what is returned has been audited.
    /// - Parameter progress: is told of each source as it answers or is given up, with no word of what it said.
    func record(
        _ request: RecordRequest, rendering renderer: RecordRenderer,
        progress: @escaping @Sendable (SourceProgress) async -> Void
    ) async -> RecordAnswer

    /// Follows a person's record: hands on what there is each time a source has answered or been given up, then the whole, and,
    /// while sources are missing, asks those alone once more for each element of `again`. Each update has been audited. Sources
    /// that are done while an update is on its way share the next one.
    /// - Returns: how it ended, once asking again could bring nothing that is missing or `again` has finished.
    func follow(
        _ request: RecordRequest, rendering renderer: RecordUpdateRenderer, again: AsyncStream<Void>,
        deliver: @escaping @Sendable (RecordUpdate) async -> Void
    ) async -> RecordFollowingEnd

    /// Tells which sources know the person and which datasets they offer, without asking for content.
    func locate(_ request: RecordRequest) async -> LocateAnswer

    /// Records what the request states of the person's permission, and tells what stands between the requester and the record,
    /// without asking for content.
    func outlook(_ request: RecordRequest) async -> OutlookAnswer

    /// The sources that are configured, in order.
    var sources: [SourceDescription] { get }

    /// Whether a request could be answered now: the audit can be written and the demographic service be reached.
    func readiness() async -> [ReadinessCheck]
}

extension RecordService {
    /// Puts a person's record together and renders it, telling nobody of its progress.
    public func record(_ request: RecordRequest, rendering renderer: RecordRenderer) async -> RecordAnswer {
        await record(request, rendering: renderer, progress: { _ in })
    }
}

/// A source has answered or has been given up.
public struct SourceProgress: Sendable, Hashable {
    public let source: SourceDescription
    public let hasAnswered: Bool
    /// Time since the request began.
    public let elapsed: Duration
    /// How many sources there are, and how many are done, this one included.
    public let done: Int
    public let total: Int

    public init(source: SourceDescription, hasAnswered: Bool, elapsed: Duration, done: Int, total: Int) {
        self.source = source
        self.hasAnswered = hasAnswered
        self.elapsed = elapsed
        self.done = done
        self.total = total
    }
}

/// Where a person's record is held.
public enum LocateAnswer: Sendable {
    case located([LocatedSource])
    case noRecordCanBeShown
    /// Nothing of any source may be shown to this requester.
    case notPermitted(AccessOutlook)
    case closed(RecordAnswer.ClosedReason)
}

/// What stands between a requester and a person's record.
public enum OutlookAnswer: Sendable {
    case outlook(AccessOutlook)
    case noRecordCanBeShown
    case closed(RecordAnswer.ClosedReason)
}

/// A source that would be asked, and why.
public struct LocatedSource: Sendable, Hashable {
    /// Why a source is asked.
    public enum Ground: String, Sendable, Hashable {
        case registeredPractice = "registered-practice", pointer, alwaysAsked = "always-asked"
    }

    public let source: SourceDescription
    public let grounds: [Ground]
    /// The datasets that it holds and that the requester may see.
    public let datasets: [Dataset]

    public init(source: SourceDescription, grounds: [Ground], datasets: [Dataset]) {
        self.source = source
        self.grounds = grounds
        self.datasets = datasets
    }
}

/// One thing that must work for the gateway to answer.
public struct ReadinessCheck: Sendable, Hashable {
    public let name: String
    public let isReady: Bool
    public let detail: String

    public init(name: String, isReady: Bool, detail: String) {
        self.name = name
        self.isReady = isReady
        self.detail = detail
    }
}
