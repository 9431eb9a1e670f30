// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// All that the controllers have published, at one moment. Its version grows with every change, so that one number tells whether a copy
/// is still what holds.
public struct SharingPolicy: Hashable, Sendable {
    /// An agreement as it stands: in force, or stopped.
    public struct Standing: Hashable, Sendable {
        public let agreement: SharingAgreement
        /// Whether the controller has stopped sharing for now.
        public let isSuspended: Bool

        public init(_ agreement: SharingAgreement, isSuspended: Bool = false) {
            self.agreement = agreement
            self.isSuspended = isSuspended
        }
    }

    public let version: Int
    public let agreements: [Standing]
    /// The groups and networks to which organisations belong, by ODS code.
    public let memberships: [String: Set<SharingClause.Consumer>]

    public init(version: Int, agreements: [Standing], memberships: [String: Set<SharingClause.Consumer>] = [:]) {
        self.version = version
        self.agreements = agreements
        self.memberships = memberships
    }

    /// A policy under which nothing is shared.
    public static let nothing = SharingPolicy(version: 0, agreements: [])

    /// By which names a clause may name an organisation.
    public func names(of organisation: String) -> Set<SharingClause.Consumer> {
        (memberships[organisation] ?? []).union([.organisation(organisation)])
    }
}

extension Collection where Element == SharingPolicy.Standing {
    /// Those of which no later version is among them.
    var withoutSuperseded: [SharingPolicy.Standing] {
        filter { one in
            !contains { $0.agreement.id == one.agreement.id && $0.agreement.version > one.agreement.version }
        }
    }
}
