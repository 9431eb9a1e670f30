// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// The claims that every token must have, each checked against what the gateway expects.
struct TokenClaims {
    let claims: JSONValue
    let issuer: TokenIssuer
    /// Seconds since 1970.
    let now: Int

    /// By how many seconds clocks may differ.
    static let leeway = 10
    /// How long a token may live at most, in seconds.
    static let longestLife = 300

    func verified() throws(TokenFault) -> VerifiedToken {
        guard try claims.identifierClaim("iss") == issuer.issuer else { throw TokenFault(.wrongIssuer) }
        guard isForThisGateway else { throw TokenFault(.wrongAudience) }
        let expiry = try checkedExpiry()
        guard let tokenID = try claims.identifierClaim("jti") else { throw TokenFault(.missingIdentifier) }
        guard let subject = try claims.identifierClaim("sub") else { throw TokenFault(.missingSubject) }
        return VerifiedToken(
            subject: subject, tokenID: tokenID, expiry: expiry, boundThumbprint: try boundThumbprint(), claims: claims)
    }

    /// This gateway and nobody besides: a token that is good elsewhere too could be used here by whoever gets it there.
    private var isForThisGateway: Bool {
        guard let audience = claims["aud"] else { return false }
        if let one = audience.string { return one == issuer.audience }
        return audience.count == 1 && audience[0]?.string == issuer.audience
    }

    private func checkedExpiry() throws(TokenFault) -> Int {
        guard let expiry = try seconds("exp"), let issued = try seconds("iat") else { throw TokenFault(.missingTime) }
        guard expiry > now - Self.leeway else { throw TokenFault(.expired) }
        guard issued <= now + Self.leeway else { throw TokenFault(.notYet) }
        if let start = try seconds("nbf"), start > now + Self.leeway { throw TokenFault(.notYet) }
        guard expiry > issued, expiry - issued <= Self.longestLife else { throw TokenFault(.livesTooLong) }
        return expiry
    }

    /// A moment in whole seconds since 1970: digits alone, so that no exponent, fraction or sign can mean something else here than
    /// where the token was made.
    private func seconds(_ name: String) throws(TokenFault) -> Int? {
        guard let value = claims[name] else { return nil }
        guard let digits = value.numberLexeme, digits.utf8.count <= 11,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let seconds = Int(digits)
        else { throw TokenFault(.malformedClaim) }
        return seconds
    }

    private func boundThumbprint() throws(TokenFault) -> [UInt8]? {
        guard let confirmation = claims["cnf"] else { return nil }
        // Any other way of binding cannot be checked here, so a token that needs it is not taken.
        guard confirmation.kind == .object, confirmation.count == 1,
            let thumbprint = confirmation["x5t#S256"]?.string.flatMap({ Base64URL.decode($0) }), thumbprint.count == 32
        else { throw TokenFault(.unsupportedConfirmation) }
        return thumbprint
    }
}
