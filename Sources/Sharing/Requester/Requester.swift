// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord

/// Who asks, from where, in what role and for what purpose, and how each of these was established. It is made in one place, where
/// somebody is authenticated; every decision takes it as an argument.
public struct Requester: Hashable, Sendable {
    /// The person's identifier at whoever vouches for them; never a name.
    public let person: String
    /// What people call them, for pages.
    public let name: String
    public let role: Role
    /// The ODS code of the organisation for which they act.
    public let organisation: String
    /// The registered system through which they ask.
    public let system: String
    public let purpose: PurposeOfUse
    public let strength: AuthenticationStrength
    public let establishment: Establishment
    /// The NHS numbers of the people whose own request this is: the person, or those for whom they may act; empty for professionals.
    public let ownNumbers: Set<NHSNumber>
    /// What the requester's token leaves of the datasets; `nil` where it says nothing of them. It only ever narrows.
    public let scope: Set<Dataset>?
    /// Whether the system through which they ask is registered to state that a person is being cared for there.
    public let statesRelationships: Bool

    public init(
        person: String, name: String = "", role: Role, organisation: String, system: String, purpose: PurposeOfUse,
        strength: AuthenticationStrength, establishment: Establishment, ownNumbers: Set<NHSNumber> = [],
        scope: Set<Dataset>? = nil, statesRelationships: Bool = false
    ) {
        self.person = person
        self.name = name
        self.role = role
        self.organisation = organisation
        self.system = system
        self.purpose = purpose
        self.strength = strength
        self.establishment = establishment
        self.ownNumbers = ownNumbers
        self.scope = scope
        self.statesRelationships = statesRelationships
    }

    /// The requester of a gateway that runs without authentication.
    public static let unauthenticatedDemonstration = Requester(
        person: "unauthenticated demonstration", name: "Unauthenticated demonstration", role: .demonstration,
        organisation: "DEMO", system: "mig", purpose: .treatment, strength: .none, establishment: .none)

    /// The same requester, who now asks for another purpose: breaking the glass is a purpose of its own.
    public func asking(for purpose: PurposeOfUse) -> Requester {
        Requester(
            person: person, name: name, role: role, organisation: organisation, system: system, purpose: purpose,
            strength: strength, establishment: establishment, ownNumbers: ownNumbers, scope: scope,
            statesRelationships: statesRelationships)
    }
}
