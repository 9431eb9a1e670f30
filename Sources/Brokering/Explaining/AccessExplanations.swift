// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR
public import Sharing

/// Tells why something was shown or not.
public protocol AccessExplanations: Sendable {
    func explain(_ question: AccessQuestion) async -> AccessExplanation
}

/// What somebody wants explained.
public struct AccessQuestion: Sendable {
    public enum Subject: Sendable {
        /// What was asked for under a trace id.
        case past(traceID: String)
        /// What would be, if somebody of this organisation asked in this role, for this purpose, signed in as strongly as can be, with a
        /// relationship that their system states and without having asked the person.
        case hypothetical(NHSNumber, organisation: String, role: Role, purpose: PurposeOfUse)
    }

    public let asker: Requester
    public let subject: Subject
    /// The trace id under which it is asked now.
    public let traceID: String

    public init(asker: Requester, subject: Subject, traceID: String) {
        self.asker = asker
        self.subject = subject
        self.traceID = traceID
    }
}

/// What is told.
public enum AccessExplanation: Sendable {
    case explained([ExplainedAccess])
    /// There is nothing that the asker may be told: the same for what never was, for what is others', and for whoever is unknown or
    /// restricted.
    case nothingToExplain
    case closed(RecordAnswer.ClosedReason)
}

/// Why one request was answered as it was, in what the asker may be told of it.
public struct ExplainedAccess: Hashable, Sendable {
    /// What it was explained from.
    public enum Basis: String, Hashable, Sendable, CaseIterable {
        /// The agreements that were in force when it was asked.
        case policyThen = "policy-then"
        /// The clauses that the audit recorded, as the agreements or facts of that moment are not all known any more.
        case recordedClauses = "recorded-clauses"
        /// The agreements that are in force now.
        case policyNow = "policy-now"

        /// The words for people.
        public var words: String {
            switch self {
            case .policyThen: "decided again under the agreements that were in force then"
            case .recordedClauses: "from the clauses that the audit recorded; what was in force then is not all known"
            case .policyNow: "decided under the agreements that are in force now"
            }
        }
    }

    public let at: FHIRDateTime
    public let role: Role
    public let purpose: PurposeOfUse
    /// The ODS code of the organisation that asked.
    public let organisation: String
    public let basis: Basis
    /// For each controller and dataset that the asker may be told of.
    public let decisions: [ExplainedDecision]
    /// Where the request was refused as a whole: the denial that came nearest to a permission.
    public let denial: Denial?
    /// The clauses that the audit recorded, as far as the asker may be told.
    public let clauses: [ClauseReference]

    public init(
        at: FHIRDateTime, role: Role, purpose: PurposeOfUse, organisation: String, basis: Basis,
        decisions: [ExplainedDecision] = [], denial: Denial? = nil, clauses: [ClauseReference] = []
    ) {
        self.at = at
        self.role = role
        self.purpose = purpose
        self.organisation = organisation
        self.basis = basis
        self.decisions = decisions
        self.denial = denial
        self.clauses = clauses
    }

    /// The explanation as lines for a terminal.
    public var lines: [String] {
        var lines = ["\(at.text), \(role.words) of \(organisation), for \(purpose.words)", basis.words]
        lines += decisions.flatMap(\.lines)
        if let denial {
            lines.append("not shown: \(denial.words)")
            if let remedy = denial.remedy { lines.append("  what would have to be so: \(remedy)") }
        }
        if decisions.isEmpty, denial == nil, clauses.isEmpty { lines.append("no clause permitted anything") }
        return lines + clauses.map { "permitted by \($0.words)" }
    }
}
