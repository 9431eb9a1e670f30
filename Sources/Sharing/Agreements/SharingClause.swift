// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord

/// One clause of an agreement: what it shares, with whom, and under which conditions, or what it forbids. An empty set names
/// nothing, and so permits nothing.
public struct SharingClause: Hashable, Sendable {
    public enum Effect: String, Hashable, Sendable, CaseIterable {
        case permit
        /// What it names is denied, whatever other clauses permit.
        case deny
    }

    /// Who may ask: an organisation by its ODS code, all of a group, or all of a network.
    public enum Consumer: Hashable, Sendable {
        case organisation(String)
        case group(String)
        case network(String)
    }

    /// Whether the person has to be asked.
    public enum PermissionCondition: String, Hashable, Sendable, CaseIterable, Comparable {
        /// No question is put; a refusal is obeyed all the same.
        case implied
        /// Asked once for an episode of care.
        case episode
        /// Asked in each consultation.
        case eachTime = "each-time"

        private var strictness: Int { self == .implied ? 0 : self == .episode ? 1 : 2 }
        public static func < (left: Self, right: Self) -> Bool { left.strictness < right.strictness }
    }

    public let id: String
    public let effect: Effect
    public let consumers: Set<Consumer>
    public let roles: Set<Role>
    public let purposes: Set<PurposeOfUse>
    public let datasets: Set<Dataset>
    /// For each dataset named here, how many months back from today entries are shown; allergies and alerts, and what is current, are never
    /// cut by it.
    public let windows: [Dataset: Int]
    public let permission: PermissionCondition
    /// Whether a legitimate relationship to the person must be known.
    public let needsRelationship: Bool
    public let leastStrength: AuthenticationStrength
    /// Whether the free text of the journal is included.
    public let includesJournal: Bool
    /// Whether items of confidentiality `R` (restricted) are included. Those of `V` (very restricted) never are.
    public let includesRestricted: Bool

    public init(
        id: String, effect: Effect = .permit, consumers: Set<Consumer>, roles: Set<Role>, purposes: Set<PurposeOfUse>,
        datasets: Set<Dataset>, windows: [Dataset: Int] = [:], permission: PermissionCondition = .eachTime,
        needsRelationship: Bool = true, leastStrength: AuthenticationStrength = .substantial,
        includesJournal: Bool = false, includesRestricted: Bool = false
    ) {
        self.id = id
        self.effect = effect
        self.consumers = consumers
        self.roles = roles
        self.purposes = purposes
        self.datasets = datasets
        self.windows = windows
        self.permission = permission
        self.needsRelationship = needsRelationship
        self.leastStrength = leastStrength
        self.includesJournal = includesJournal
        self.includesRestricted = includesRestricted
    }
}

extension SharingClause {
    /// Whether every role and purpose that it names is known. What is not wholly understood permits nothing.
    var isUnderstood: Bool { !roles.contains(.unrecognised) && !purposes.contains(.unsupported) }
}
