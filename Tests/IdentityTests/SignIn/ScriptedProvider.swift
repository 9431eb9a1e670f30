// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Crypto
import JSON
import Synchronization

@testable import Identity

/// A provider that answers as a test tells it to. A class, because what it was asked is remembered.
final class ScriptedProvider: ProviderConnection {
    /// What the ID token says, and how it is signed; a test spoils one thing at a time.
    struct Script: Sendable {
        var header: [String: JSONTree] = ["alg": "ES256", "kid": "k1"]
        var claims: [String: JSONTree] = [
            "iss": "https://id.example", "sub": "p-1", "aud": "gateway", "iat": 1000, "exp": 1300, "name": "Dr A",
            "role": "doctor", "organisation": "ZZ9A1", "acr": "aal3",
        ]
        /// Left out of the claims, though the sign-in has one.
        var omitsNonce = false
        var nonce: String?
        var signsWithAnotherKey = false
        var spoil: @Sendable (String) -> String = { $0 }
        var tokenStatus = 200
        var metadata: [String: JSONTree] = [
            "issuer": "https://id.example", "authorization_endpoint": "https://id.example/authorize",
            "token_endpoint": "https://id.example/token", "jwks_uri": "https://id.example/keys",
        ]
        var keyAlgorithm: JSONTree? = "ES256"
        /// What else the party under test is told; by default as little as can be.
        var configure: @Sendable (inout SignInConfiguration) -> Void = { _ in }
        var accessToken: JSONTree? = "at-1"
        var userInfo = UserInfo()

        /// How the userinfo endpoint answers.
        struct UserInfo: Sendable {
            var status = 200
            var contentType: String? = "application/json; charset=utf-8"
            var claims: [String: JSONTree] = ["sub": "p-1"]
            /// The answer as it is sent, where it is no JSON of the claims.
            var body: String?
            /// The header of a signed answer; `nil` for one in the clear.
            var header: [String: JSONTree]?
            var signsWithAnotherKey = false
        }
    }

    static let issuer = "https://id.example"
    private let key = P256.Signing.PrivateKey()
    private let another = P256.Signing.PrivateKey()
    private let script: Script
    private let state = Mutex<(asked: [ProviderRequest], nonce: String)>(([], ""))

    init(_ script: Script = Script()) { self.script = script }

    var asked: [ProviderRequest] { state.withLock { $0.asked } }

    /// The party under test; its clock stands at 1000.
    func party(now: Int = 1000) -> RelyingParty {
        let random = Mutex(UInt8(0))
        var configuration = SignInConfiguration(
            issuer: Self.issuer, clientID: "gateway", clientSecret: Confidential("s3cret"))
        script.configure(&configuration)
        return RelyingParty(
            configuration, connection: self, now: { now },
            randomBytes: { count in
                let value = random.withLock { value in
                    value += 1
                    return value
                }
                return [UInt8](repeating: value, count: count)
            })
    }

    /// Signs somebody in with this script.
    func signIn() async throws -> SignedInPerson {
        let party = party()
        let attempt = try await party.begin(redirectAddress: "https://mig.example/signin/callback")
        state.withLock { $0.nonce = attempt.nonce }
        return try await party.finish(attempt, answer: [("code", "c-1"), ("state", attempt.state)])
    }

    func expects(nonce: String) { state.withLock { $0.nonce = nonce } }

    func send(_ request: ProviderRequest) async throws(SignInFailure) -> ProviderAnswer {
        let nonce = state.withLock { state in
            state.asked.append(request)
            return state.nonce
        }
        switch request.address {
        case Self.issuer + "/.well-known/openid-configuration": return Self.answer(script.metadata)
        case Self.issuer + "/keys": return Self.answer(["keys": .array([.object(jwk)])])
        case Self.issuer + "/token":
            var tokens = ["id_token": JSONTree.string(token(nonce))]
            tokens["access_token"] = script.accessToken
            return Self.answer(tokens, status: script.tokenStatus)
        case Self.issuer + "/userinfo":
            let info = script.userInfo
            return ProviderAnswer(status: info.status, body: userInfo(info), contentType: info.contentType)
        default: throw .providerUnavailable
        }
    }

    private var jwk: JSONObject {
        let point = Array(key.publicKey.rawRepresentation)
        var jwk = JSONObject([
            "kty": "EC", "crv": "P-256", "use": "sig", "kid": "k1",
            "x": .string(URLSafeBase64.encode(Array(point.prefix(32)))),
            "y": .string(URLSafeBase64.encode(Array(point.suffix(32)))),
        ])
        if let algorithm = script.keyAlgorithm { jwk["alg"] = algorithm }
        return jwk
    }

    private func token(_ nonce: String) -> String {
        var claims = script.claims
        if !script.omitsNonce { claims["nonce"] = .string(script.nonce ?? nonce) }
        return script.spoil(signed(script.header, claims, by: script.signsWithAnotherKey ? another : key))
    }

    private func signed(
        _ header: [String: JSONTree], _ claims: [String: JSONTree], by signer: P256.Signing.PrivateKey
    ) -> String {
        let signed = [header, claims].map { URLSafeBase64.encode(Self.bytes($0)) }.joined(separator: ".")
        let signature = (try? signer.signature(for: Array(signed.utf8)).rawRepresentation).map { Array($0) } ?? []
        return signed + "." + URLSafeBase64.encode(signature)
    }

    private func userInfo(_ info: Script.UserInfo) -> [UInt8] {
        if let body = info.body { return Array(body.utf8) }
        guard let header = info.header else { return Self.bytes(info.claims) }
        return Array(signed(header, info.claims, by: info.signsWithAnotherKey ? another : key).utf8)
    }

    private static func answer(_ members: [String: JSONTree], status: Int = 200) -> ProviderAnswer {
        ProviderAnswer(status: status, body: bytes(members))
    }

    private static func bytes(_ members: [String: JSONTree]) -> [UInt8] {
        var object = JSONObject()
        for (name, value) in members.sorted(by: { $0.key < $1.key }) { object[name] = value }
        return JSONTree.object(object).bytes
    }
}
