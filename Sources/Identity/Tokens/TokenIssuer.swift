// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The one authorization server whose tokens are accepted, as the operator configured it.
public struct TokenIssuer: Hashable, Sendable {
    /// The `iss` of its tokens, compared byte by byte.
    public let issuer: String
    /// The `aud` that its tokens for this gateway have.
    public let audience: String
    /// Where its keys are published.
    public let keySetAddress: String
    /// The algorithm of RSA keys that name none.
    public let rsaAlgorithm: TokenAlgorithm
    /// Where programs get tokens, for whoever asks how to authenticate.
    public let tokenEndpoint: String?
    /// Where people sign in, likewise.
    public let authorizationEndpoint: String?

    public init(
        issuer: String, audience: String, keySetAddress: String, rsaAlgorithm: TokenAlgorithm = .rs256,
        tokenEndpoint: String? = nil, authorizationEndpoint: String? = nil
    ) {
        self.issuer = issuer
        self.audience = audience
        self.keySetAddress = keySetAddress
        self.rsaAlgorithm = rsaAlgorithm
        self.tokenEndpoint = tokenEndpoint
        self.authorizationEndpoint = authorizationEndpoint
    }
}

/// The algorithms by which tokens may be signed (RFC 7518 §3). Each needs a public key: no secret is shared with anybody.
public enum TokenAlgorithm: String, Hashable, Sendable, CaseIterable {
    case rs256 = "RS256"
    case rs384 = "RS384"
    case ps256 = "PS256"
    case es256 = "ES256"
    case es384 = "ES384"
}
