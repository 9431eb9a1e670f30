// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import Sharing

/// The durable, append-only account of who asked for what and what was shown. When `append` returns, the entry is on disk;
/// when it throws, nothing may be released.
public protocol AuditJournal: Sendable {
    /// Appends an entry and waits until it is durable.
    /// - Throws: ``AuditFailure``.
    func append(_ entry: AuditEntry) async throws(AuditFailure)
    /// Whether an entry could be written now.
    func isWritable() async -> Bool
}

/// The audit could not be written: nothing may be released.
public struct AuditFailure: Error, Sendable, Hashable {
    /// What failed, without anything about a person.
    public let detail: String
    public init(_ detail: String) { self.detail = detail }
}

/// One act to be accounted for. It names the person by number, as an account of disclosure must, and holds nothing clinical.
public struct AuditEntry: Sendable {
    /// What happened.
    public enum Event: String, Sendable, CaseIterable {
        /// Sources are about to be asked.
        case intent
        /// A record is about to leave.
        case disclosure
        /// Nothing was released: unknown, restricted, or not permitted.
        case refusal
        /// The person's answer at the point of care was recorded, or it was found out whether one is needed.
        case permission
        /// A person was looked for among the sources without content being asked for.
        case location
        /// Somebody had a decision explained, or asked to.
        case explanation
        /// A standing wish was recorded or read, or somebody asked to.
        case preference
    }

    public let event: Event
    public let traceID: String
    /// In UTC.
    public let at: String
    public let requester: Requester
    public let nhsNumber: NHSNumber
    public let datasets: [Dataset]
    /// For an intent: the sources to be asked. For a disclosure: each source with its outcome per dataset and counts.
    public let sources: [SourceLine]
    /// The state of the person's permission (`given`, `could-not-be-asked: not-present` …), or what came of an explanation or a wish; `nil`
    /// where nothing was stated.
    public let permission: String?
    /// How a legitimate relationship to the person was known.
    public let relationship: RecordedRelationship
    /// The clauses of sharing agreements under which something is shown or asked for, each once.
    public let clauses: [ClauseReference]
    /// For a disclosure, the SHA-256 of what left, in hexadecimal; with the manifest it shows later what was seen.
    public let digest: String?

    /// What an entry says of one source.
    public struct SourceLine: Sendable, Hashable {
        public let source: SourceID
        /// Dataset code and outcome code, with the count where there is one (`medication=answered:12`).
        public let outcomes: [String]
        public init(source: SourceID, outcomes: [String]) {
            self.source = source
            self.outcomes = outcomes
        }
    }

    public init(
        event: Event, traceID: String, at: String, requester: Requester, nhsNumber: NHSNumber, datasets: [Dataset],
        sources: [SourceLine], permission: String? = nil, relationship: RecordedRelationship = .notRecorded,
        clauses: [ClauseReference] = [], digest: String? = nil
    ) {
        self.event = event
        self.traceID = traceID
        self.at = at
        self.requester = requester
        self.nhsNumber = nhsNumber
        self.datasets = datasets
        self.sources = sources
        self.permission = permission
        self.relationship = relationship
        self.clauses = clauses
        self.digest = digest
    }
}
