// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Verifies bearer tokens of one issuer: their form, signature and standard claims.
public struct BearerTokenVerifier: Sendable {
    public let issuer: TokenIssuer
    private let keys: KeySetCache
    private let now: @Sendable () -> Int

    /// - Parameters:
    ///   - now: seconds since 1970.
    public init(issuer: TokenIssuer, keys: KeySetCache, now: @escaping @Sendable () -> Int) {
        self.issuer = issuer
        self.keys = keys
        self.now = now
    }

    public func verify(_ text: String) async throws(TokenFault) -> VerifiedToken {
        let token = try CompactToken(text)
        let header = try TokenHeader(token.header)
        let key = try await keys.key(header.keyID)
        // The key decides by which algorithm it is used; a header that says otherwise lies.
        guard header.algorithm == key.algorithm.rawValue else { throw TokenFault(.wrongAlgorithm) }
        guard key.verifies(token.signature, of: token.signed) else { throw TokenFault(.wrongSignature) }
        return try TokenClaims(claims: token.claims, issuer: issuer, now: now()).verified()
    }
}
