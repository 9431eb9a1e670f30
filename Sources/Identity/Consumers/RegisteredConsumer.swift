// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A system that may ask this gateway, as its operator registered it. Who is not registered is nobody.
public struct RegisteredConsumer: Hashable, Sendable {
    /// What the system is called in agreements, audit and logs.
    public let id: String
    public let name: String
    /// The ODS code of the organisation for which the system acts.
    public let organisation: String
    /// The ODS codes of other organisations for which it may act, such as the practices of a group.
    public let otherOrganisations: Set<String>
    /// The names by which its certificate may call it (DNS names of the subject alternative name); empty where it has none.
    public let certificateNames: Set<String>
    /// The identifier under which the authorization server knows it; `nil` where it brings no tokens.
    public let clientID: String?
    /// Whether its tokens are good on the connection alone whose certificate they name (RFC 8705 §3).
    public let needsBoundTokens: Bool
    /// Whether it may state that a person is being cared for by its organisation: that it knows of a referral, an appointment or an admission.
    public let statesRelationships: Bool

    public init(
        id: String, name: String, organisation: String, certificateNames: Set<String> = [], clientID: String? = nil,
        needsBoundTokens: Bool = true, otherOrganisations: Set<String> = [], statesRelationships: Bool = false
    ) {
        self.id = id
        self.name = name
        self.organisation = organisation
        self.certificateNames = certificateNames
        self.clientID = clientID
        self.needsBoundTokens = needsBoundTokens
        self.otherOrganisations = otherOrganisations
        self.statesRelationships = statesRelationships
    }
}
