// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Crypto
import FHIR
import Identity
import JSON

@testable import Web

/// A provider that signs in whomever the code names: `role.organisation.person.nonce`.
struct StubProvider: ProviderConnection {
    static let issuer = "https://id.example"
    /// 2026-01-31T09:30:00Z, as the fixed clock has it.
    static let now = FixedClock().utc.earliestSecond
    private let key = P256.Signing.PrivateKey()

    /// Everything that the gateway needs for people to sign in with this provider.
    func signIn(
        limits: SessionLimits = SessionLimits(), configure: (inout ViewerSignIn) -> Void = { _ in }
    ) -> ViewerSignIn {
        let party = RelyingParty(
            SignInConfiguration(issuer: Self.issuer, clientID: "gateway", clientSecret: Confidential("s")),
            connection: self, now: { Self.now }, randomBytes: { (0..<$0).map { _ in UInt8.random(in: 0...255) } })
        var signIn = ViewerSignIn(party)
        signIn.limits = limits
        configure(&signIn)
        return signIn
    }

    func send(_ request: ProviderRequest) async throws(SignInFailure) -> ProviderAnswer {
        switch request.address {
        case Self.issuer + "/.well-known/openid-configuration":
            answer([
                "issuer": .string(Self.issuer), "authorization_endpoint": .string(Self.issuer + "/authorize"),
                "token_endpoint": .string(Self.issuer + "/token"), "jwks_uri": .string(Self.issuer + "/keys"),
                "end_session_endpoint": .string(Self.issuer + "/end"),
            ])
        case Self.issuer + "/keys":
            answer(["keys": .array([.object(jwk)])])
        case Self.issuer + "/token":
            try token(RequestTarget.parameters(request.form ?? "")?.first { $0.name == "code" }?.value ?? "")
        default: throw .providerUnavailable
        }
    }

    private var jwk: JSONObject {
        let point = Array(key.publicKey.rawRepresentation)
        return JSONObject([
            "kty": "EC", "crv": "P-256", "alg": "ES256", "kid": "k",
            "x": .string(Base64URL.encode(Array(point.prefix(32)))),
            "y": .string(Base64URL.encode(Array(point.suffix(32)))),
        ])
    }

    private func token(_ code: String) throws(SignInFailure) -> ProviderAnswer {
        let parts = code.split(separator: ".").map(String.init)
        guard parts.count == 4 else { return ProviderAnswer(status: 400, body: []) }
        let claims = JSONObject([
            "iss": .string(Self.issuer), "sub": .string(parts[2]), "aud": "gateway", "nonce": .string(parts[3]),
            "iat": .number(String(Self.now)), "exp": .number(String(Self.now + 300)),
            "name": .string("Name \(parts[2])"),
            "role": .string(parts[0]), "organisation": .string(parts[1]), "acr": "aal3",
        ])
        let header = JSONObject(["alg": "ES256", "kid": "k"])
        let signed = [header, claims].map { Base64URL.encode(JSONTree.object($0).bytes) }.joined(separator: ".")
        guard let signature = try? key.signature(for: Array(signed.utf8)) else { throw .providerUnavailable }
        let token = signed + "." + Base64URL.encode(Array(signature.rawRepresentation))
        return answer(["id_token": .string(token), "access_token": "a", "token_type": "Bearer"])
    }

    private func answer(_ members: KeyValuePairs<String, JSONTree>) -> ProviderAnswer {
        ProviderAnswer(status: 200, body: JSONTree.object(JSONObject(members)).bytes)
    }
}
