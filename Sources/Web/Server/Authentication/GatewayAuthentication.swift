// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import HTTPTypes
public import Identity
public import NIOCore
public import Sharing

/// How it is established who asks.
public enum GatewayAuthentication: Sendable {
    /// It is not: every request is from this requester. For a demonstration on a loopback address alone.
    case none(Requester)
    /// By a bearer token on the API, and by the certificate of the connection where there is one.
    case required(BearerAuthentication, certificates: any PeerCertificates)
}

/// Knows which certificate the other end of a connection has shown.
public protocol PeerCertificates: Sendable {
    /// The verified certificate; `nil` where none was shown.
    func certificate(of channel: any Channel) async -> PeerCertificate?
}

/// The certificates of the gateway's own port; none where it does not speak TLS.
public struct ConnectionCertificates: PeerCertificates {
    public init() {}
    public func certificate(of channel: any Channel) async -> PeerCertificate? { await channel.peerCertificate }
}

extension GatewayAuthentication {
    /// Who asks, told from the head of the request alone.
    /// - Throws: ``TokenFault``.
    func requester(of request: GatewayRequest) async throws(TokenFault) -> Requester {
        switch self {
        case .none(let requester): return requester
        case .required(let authentication, let certificates):
            let token = try Self.bearerToken(request.head.headerFields[values: .authorization])
            return try await authentication.requester(
                bearing: token, certificate: await certificates.certificate(of: request.channel))
        }
    }

    /// Whether everybody is let in.
    var isOpen: Bool { if case .none = self { true } else { false } }

    /// Whose tokens are accepted; `nil` where none are asked for.
    var issuer: TokenIssuer? {
        switch self {
        case .none: nil
        case .required(let authentication, _): authentication.issuer
        }
    }

    /// The one token of the one header `Authorization` (RFC 6750 §2.1). Tokens in addresses and bodies are not looked for.
    private static func bearerToken(_ headers: [String]) throws(TokenFault) -> String {
        guard let header = headers.first else { throw TokenFault(.missing) }
        guard headers.count == 1 else { throw TokenFault(.severalTokens) }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw TokenFault(.missing) }
        return String(parts[1])
    }
}

extension RequestFault {
    /// The same for every token that is refused, whatever is wrong with it; another where nothing is wrong with the token.
    init(_ fault: TokenFault) {
        self = fault.isPassing ? .cannotAuthenticate : .notAuthenticated
    }

    private static let notAuthenticated = RequestFault(
        status: .unauthorized, issue: .login,
        diagnostics:
            "The request has no bearer token that is accepted here. Get a new one from the authorization server that metadata names.",
        challenge: #"Bearer error="invalid_token""#)

    private static let cannotAuthenticate = RequestFault(
        status: .serviceUnavailable, issue: .transient,
        diagnostics: "It cannot be checked who asks. Nothing was released.", isPassing: true, retryAfterSeconds: 30)

    /// What a page is answered with while nobody can sign in.
    static let noSignIn = RequestFault(
        status: .forbidden, issue: .forbidden, diagnostics: "Nobody can sign in to the pages of this gateway.")
}
