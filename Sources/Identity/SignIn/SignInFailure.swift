// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Why somebody is not signed in. It never holds a token, a code or a claim's value.
public enum SignInFailure: Error, Sendable, Hashable {
    /// The provider cannot be reached, or answers what cannot be read.
    case providerUnavailable
    /// The provider's metadata is for another issuer, or lacks what is needed.
    case metadataUnfit(String)
    /// The provider said no; the code is one of OAuth's own.
    case refusedByProvider
    /// The answer does not belong to a sign-in that this browser began.
    case notBegunHere
    /// The provider did not take the code.
    case codeNotTaken
    /// The ID token is not what it must be.
    case tokenUnfit(TokenFault)
    /// The userinfo endpoint did not answer for the access token.
    case userInfoRefused
    /// What the userinfo endpoint answered is not what it must be.
    case userInfoUnfit(TokenFault)
    /// A claim that the gateway needs is missing.
    case claimMissing(String)
    /// The ID token and the userinfo response say different things.
    case claimsDisagree(String)
    /// The person has several roles, and none of them was chosen.
    case roleNotChosen

    /// What is wrong with an ID token, or with a userinfo response.
    public enum TokenFault: String, Sendable, Hashable, CaseIterable {
        case malformed, algorithm, key, signature, issuer, audience, authorizedParty = "authorized-party", expired
        case issuedAt = "issued-at", notYetValid = "not-yet-valid", nonce, accessTokenHash = "access-token-hash"
        case subject, critical = "critical-header"
    }

    /// For the log: what failed, without anything about a person.
    public var code: String {
        switch self {
        case .providerUnavailable: "provider-unavailable"
        case .metadataUnfit: "metadata-unfit"
        case .refusedByProvider: "refused-by-provider"
        case .notBegunHere: "not-begun-here"
        case .codeNotTaken: "code-not-taken"
        case .tokenUnfit(let fault): "token-unfit: \(fault.rawValue)"
        case .userInfoRefused: "userinfo-refused"
        case .userInfoUnfit(let fault): "userinfo-unfit: \(fault.rawValue)"
        case .claimMissing(let claim): "claim-missing: \(claim)"
        case .claimsDisagree(let claim): "claims-disagree: \(claim)"
        case .roleNotChosen: "role-not-chosen"
        }
    }

    /// For the person at the screen. What is wrong with a token they are not told: it is the same for all that is.
    public var words: String {
        switch self {
        case .providerUnavailable, .metadataUnfit:
            "The sign-in service cannot be used now. Try again in a moment; if it stays so, tell your service desk."
        case .refusedByProvider: "The sign-in service did not sign you in. Try again."
        case .notBegunHere:
            "This sign-in was not begun in this browser, has been used already, or took more than ten minutes. Begin again."
        case .codeNotTaken, .tokenUnfit, .userInfoRefused, .userInfoUnfit:
            "The sign-in could not be confirmed. Begin again."
        case .claimMissing:
            "The sign-in service did not say in which role and for which organisation you sign in. Tell your service desk."
        case .claimsDisagree:
            "The sign-in service said two different things about who you are. Tell your service desk."
        case .roleNotChosen:
            """
            You have several roles, and the sign-in service did not say in which of them you sign in. Begin again and choose one; \
            if you are not asked, tell your service desk.
            """
        }
    }
}
