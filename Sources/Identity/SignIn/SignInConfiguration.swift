// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import Sharing

/// How people sign in to the pages: with which OpenID provider, and how its claims become role, organisation and strength.
public struct SignInConfiguration: Sendable {
    /// The names of the claims that are read besides those that OpenID Connect itself names.
    public struct ClaimNames: Sendable, Hashable {
        /// A list of roles as CIS2 has it (`nhsid_nrbac_roles`), each with `person_roleid`, `role_code` and `org_code`; where it is
        /// named, the role and the organisation are those of one of its elements, and the two claims below are not read.
        public var roles: String?
        /// Which element of that list the person signs in with, by its `person_roleid`.
        public var selectedRole = "selected_roleid"
        /// What people call the person.
        public var name = "name"
        /// The code of the role.
        public var role = "role"
        /// The ODS code of the organisation.
        public var organisation = "organisation"
        /// The NHS number of a patient who signs in.
        public var nhsNumber = "nhs_number"
        /// What the ID token says of the strength of the sign-in.
        public var strength = "acr"

        public init() {}
    }

    /// The issuer exactly as the provider writes it; its metadata and every token must name the same.
    public let issuer: String
    public let clientID: String
    /// Sent as HTTP Basic authentication (`client_secret_basic`).
    public let clientSecret: Confidential<String>
    public var scopes = ["openid", "profile"]
    public var claims = ClaimNames()
    /// Whether the provider's userinfo endpoint is asked for the claims that its ID tokens lack.
    public var asksUserInfo = false
    /// The provider's codes of roles; a code that is not here is read as the gateway's own code.
    public var roles: [String: Role] = [:]
    /// What each strength that the provider names stands for; one that is not here proves nothing.
    public var strengths: [String: AuthenticationStrength] = [
        "AAL1_USERPASS": .low, "AAL2_OR_AAL3_ANY": .substantial, "AAL3_ANY": .high, "aal1": .low, "aal2": .substantial,
        "aal3": .high,
    ]
    /// The `acr_values` that are asked for, the one wished most first.
    public var wantedStrengths: [String] = []
    /// What the pages are called in agreements and audit: the system through which people who sign in ask.
    public var system = "viewer"
    /// How far the provider's clock may be from this one, in seconds.
    public var clockDifference = 30

    public init(issuer: String, clientID: String, clientSecret: Confidential<String>) {
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
    }
}
