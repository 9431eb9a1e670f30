// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Sharing

/// From a bearer token and the certificate of the connection to the ``Requester``.
public struct BearerAuthentication: Sendable {
    private let verifier: BearerTokenVerifier
    private let maker: RequesterMaker
    private let replays: ReplayMemory

    public init(verifier: BearerTokenVerifier, maker: RequesterMaker, replays: ReplayMemory) {
        self.verifier = verifier
        self.maker = maker
        self.replays = replays
    }

    /// Whose tokens are accepted.
    public var issuer: TokenIssuer { verifier.issuer }

    /// A token that is bound to the connection's certificate is good for all its life; one that is not, once: whoever copied it comes
    /// too late, or shows by it that it was copied.
    public func requester(
        bearing token: String, certificate: PeerCertificate?
    ) async throws(TokenFault) -> Requester {
        let verified = try await verifier.verify(token)
        let requester = try maker.requester(from: verified, certificate: certificate)
        if verified.boundThumbprint == nil {
            try replays.admit(
                verified.tokenID, of: requester.system, until: verified.expiry + TokenClaims.leeway)
        }
        return requester
    }
}
