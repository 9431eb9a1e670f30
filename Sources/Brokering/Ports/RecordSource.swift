// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR
public import Sharing

/// A system that holds records, reached through a connector. Implementations are used by many tasks at once, never throw,
/// stop at the deadline or when cancelled, and hold no more than their configured limits.
public protocol RecordSource: Sendable {
    var description: SourceDescription { get }
    /// How long this source is given, within the whole deadline.
    var timeLimit: Duration { get }

    /// Asks for the record of one person.
    func record(for query: SourceQuery, until deadline: ContinuousClock.Instant) async -> SourceAnswer

    /// Asks whether the source can be reached, without asking about anyone.
    func health(until deadline: ContinuousClock.Instant) async -> SourceHealth
}

/// What a source is asked.
public struct SourceQuery: Sendable {
    /// The numbers under which the source may know the person, the one in use first.
    public let numbers: [NHSNumber]
    /// The datasets that are permitted and wanted.
    public let datasets: Set<Dataset>
    /// Who asks; GP Connect passes it on, so that the practice's own audit says it.
    public let asker: Asker
    /// The trace id of the request, passed on so that both sides' logs can be joined.
    public let traceID: String
    /// Where a source tells of the bytes that it reads, as it reads them; without it nobody counts them.
    public var inProgress: (any BytesInProgress)?

    public init(numbers: [NHSNumber], datasets: Set<Dataset>, asker: Asker, traceID: String) {
        self.numbers = numbers
        self.datasets = datasets
        self.asker = asker
        self.traceID = traceID
    }

    /// The person who asks, as a source is told of them.
    public struct Asker: Sendable {
        /// Their identifier at whoever vouches for them.
        public let identifier: String
        /// What people call them; empty where it is not known.
        public let name: String
        /// The code of their role, and the words for it.
        public let role: (code: String, words: String)
        /// The ODS code of the organisation for which they act.
        public let organisation: String

        public init(identifier: String, name: String, role: (code: String, words: String), organisation: String) {
            self.identifier = identifier
            self.name = name
            self.role = role
            self.organisation = organisation
        }

        /// The requester, as sources are told of them.
        public init(_ requester: Requester) {
            self.init(
                identifier: requester.person, name: requester.name,
                role: (requester.role.rawValue, requester.role.words), organisation: requester.organisation)
        }
    }
}

/// The bytes that one request holds, of those that all requests in progress may hold together.
public protocol BytesInProgress: Sendable {
    /// Takes so many bytes until the request ends; `false` when so many are not left, and nothing more may be read.
    func take(_ bytes: Int) -> Bool
}

/// How a source answered, before anything has been checked.
public enum SourceAnswer: Sendable {
    /// A GP Connect structured record, in FHIR STU3. One answer for each number under which the source knows the person.
    case structuredRecord([Bundle<STU3>], faults: [PartialFault])
    /// The pages of one or more searches, in FHIR R4.
    case searchPages([Bundle<R4>], faults: [PartialFault])
    /// The source knows nobody by these numbers.
    case personNotKnown
    case refused(SourceOutcome.Reason)
    case notAvailable(SourceOutcome.Reason)
}

/// A part of a source's answer that failed while the rest was given: those datasets are not available.
public struct PartialFault: Sendable, Hashable {
    public let datasets: Set<Dataset>
    public let reason: SourceOutcome.Reason
    public init(datasets: Set<Dataset>, reason: SourceOutcome.Reason) {
        self.datasets = datasets
        self.reason = reason
    }
}

/// Whether a source can be reached.
public enum SourceHealth: Sendable, Hashable {
    case healthy(detail: String)
    case unhealthy(SourceOutcome.Reason)
}
