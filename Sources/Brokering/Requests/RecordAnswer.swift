// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import Sharing

/// What the broker answers. A record leaves it only inside ``ReleasedRecord``, after the disclosure is audited.
public enum RecordAnswer: Sendable {
    case record(ReleasedRecord)
    /// Unknown, restricted: the same words for both (invariant 9).
    case noRecordCanBeShown
    /// Nothing of any source may be shown to this requester.
    case notPermitted(AccessOutlook)
    /// Nothing is released because a part that must answer cannot (invariant 4).
    case closed(ClosedReason)

    /// Which part cannot answer.
    public enum ClosedReason: Sendable, Hashable {
        case auditUnavailable
        /// What the controllers and the person have said cannot be read.
        case sharingUnavailable
        case demographicsUnavailable(SourceOutcome.Reason)
        case unknownSource(String)
        /// Whoever asked has gone: nothing was put together, and no disclosure is in the audit.
        case abandoned
        /// More is in progress than the gateway can do in time; it may help to come again after so long.
        case overloaded(retryAfter: Duration)
    }

    /// The words for a person of whom no record can be shown (invariant 9), whoever they are.
    public static let noRecordWords = """
        No record can be shown through this service for this NHS number. \(safetyWords)
        """

    /// What every refusal of a person's record says, whatever its reason.
    public static let safetyWords =
        "This does not mean there is no record, allergy, medicine or risk. Ask the patient; use local procedures."
}

/// What was rendered of a record. Only the broker makes one, and it leaves the broker after its disclosure has become durable.
public struct ReleasedRecord: Sendable {
    /// The rendered bytes, ready to be sent.
    public let body: [UInt8]
    /// The outcomes, for a log line or a status.
    public let ledger: SourceLedger
    /// What a later request can go on from, where asking those that did not answer could bring what is missing.
    public internal(set) var kept: KeptRecord?

    package init(body: [UInt8], ledger: SourceLedger, kept: KeptRecord? = nil) {
        self.body = body
        self.ledger = ledger
        self.kept = kept
    }
}

/// A way to show a record: FHIR, a page, plain text. A renderer is a pure function; what it returns is what is audited and
/// what leaves, byte for byte.
public struct RecordRenderer: Sendable {
    public let render: @Sendable (DetailedCareRecord) -> [UInt8]
    public init(_ render: @escaping @Sendable (DetailedCareRecord) -> [UInt8]) { self.render = render }
}
