// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Why a decision came out as it did: every condition that was looked at, in order.
public struct Explanation: Hashable, Sendable {
    /// One condition.
    public struct Step: Hashable, Sendable {
        /// What was looked at.
        public enum Condition: String, Hashable, Sendable, CaseIterable {
            case purpose, role, ownRecord = "own-record", tokenScope = "token-scope", preference
            case refusal = "permission-refusal", agreement, prohibition, consumer, dataset
            case strength = "authentication-strength", relationship, emergency, permission
            /// Allergies and alerts, without which no medicines are shown.
            case allergies
        }

        /// What a clause asks for, where there is a choice.
        public enum Need: Hashable, Sendable {
            case strength(AuthenticationStrength)
            case permission(SharingClause.PermissionCondition)
        }

        public let condition: Condition
        public let isMet: Bool
        /// The agreement, its version and the clause that were looked at, where it was one.
        public let clause: ClauseReference?
        /// What that clause asks for.
        public let need: Need?

        public init(_ condition: Condition, isMet: Bool, clause: ClauseReference? = nil, need: Need? = nil) {
            self.condition = condition
            self.isMet = isMet
            self.clause = clause
            self.need = need
        }
    }

    public private(set) var steps: [Step] = []
    /// The clause that permits or forbids; `nil` where none does.
    public var clause: ClauseReference?
    /// The version of the policy that was in force.
    public let policyVersion: Int

    public init(policyVersion: Int) { self.policyVersion = policyVersion }

    mutating func note(
        _ condition: Step.Condition, _ isMet: Bool, clause: ClauseReference? = nil, needs need: Step.Need? = nil
    ) {
        steps.append(Step(condition, isMet: isMet, clause: clause, need: need))
    }
}

/// A clause by the agreement and version in which it stands.
public struct ClauseReference: Hashable, Sendable {
    public let agreement: String
    public let version: Int
    public let clause: String

    public init(agreement: String, version: Int, clause: String) {
        self.agreement = agreement
        self.version = version
        self.clause = clause
    }

    /// `anytown-surgery 3, clause emergency-department`.
    public var words: String { "\(agreement) \(version), clause \(clause)" }
}
