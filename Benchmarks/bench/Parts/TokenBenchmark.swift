// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Crypto
import CryptoExtras
import Foundation
import Identity

/// What it costs to tell who asks: a bound token, verified and made a requester, with the keys at hand and with the keys read anew.
enum TokenBenchmark {
    static func table() async throws -> Table {
        var table = Table("A bearer token, verified and made a requester")
        for (kind, key, sign) in try signers() {
            let token = try token(algorithm: kind, sign)
            let kept = authentication(key)
            let certificate = certificate
            table.add([
                .cost(
                    "\(kind), keys at hand", count: 500,
                    try await measure(500) {
                        _ = try await kept.requester(bearing: token, certificate: certificate)
                    }),
                .cost(
                    "\(kind), keys read anew for each", count: 100,
                    try await measure(100) {
                        _ = try await authentication(key).requester(bearing: token, certificate: certificate)
                    }),
            ])
        }
        return table
    }

    private static func measure(_ count: Int, _ work: () async throws -> Void) async throws -> Measurement {
        let clock = ContinuousClock()
        var rounds: [Double] = []
        for _ in 0..<12 {
            let start = clock.now
            for _ in 0..<count { try await work() }
            rounds.append(start.duration(to: clock.now) / .seconds(1))
        }
        return Measurement(rounds: rounds.dropFirst().sorted())
    }

    private struct Keys: KeySetFetcher {
        let set: [UInt8]
        func fetch() async throws -> [UInt8] { set }
    }

    private static let certificate = PeerCertificate(
        thumbprint: [UInt8](repeating: 7, count: 32), dnsNames: ["ward.example"])

    private static func authentication(_ key: String) -> BearerAuthentication {
        let now: @Sendable () -> Int = { 1_000_000 }
        let keys = KeySetCache(fetcher: Keys(set: Array("{\"keys\":[\(key)]}".utf8)), now: now)
        let issuer = TokenIssuer(issuer: "i", audience: "a", keySetAddress: "https://auth.example/keys")
        let consumer = RegisteredConsumer(
            id: "ward", name: "Ward", organisation: "RXX01", certificateNames: ["ward.example"], clientID: "ward")
        return BearerAuthentication(
            verifier: BearerTokenVerifier(issuer: issuer, keys: keys, now: now),
            maker: RequesterMaker(consumers: (try? ConsumerDirectory([consumer])) ?? .nobody),
            replays: ReplayMemory(now: now))
    }

    private typealias Sign = (Data) throws -> Data

    private static func signers() throws -> [(kind: String, key: String, sign: Sign)] {
        let curve = P256.Signing.PrivateKey()
        let raw = curve.publicKey.rawRepresentation
        let rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let modulus = text(try rsa.publicKey.getKeyPrimitives().modulus)
        let rsaKey = { (name: String) in #"{"kty":"RSA","kid":"k","alg":"\#(name)","n":"\#(modulus)","e":"AQAB"}"# }
        return [
            (
                "ES256",
                #"{"kty":"EC","kid":"k","crv":"P-256","x":"\#(text(raw.prefix(32)))","y":"\#(text(raw.suffix(32)))"}"#,
                { try curve.signature(for: $0).rawRepresentation }
            ),
            (
                "RS256", rsaKey("RS256"),
                { try rsa.signature(for: SHA256.hash(data: $0), padding: .insecurePKCS1v1_5).rawRepresentation }
            ),
            (
                "PS256", rsaKey("PS256"),
                { try rsa.signature(for: SHA256.hash(data: $0), padding: .PSS).rawRepresentation }
            ),
        ]
    }

    private static func token(algorithm: String, _ sign: Sign) throws -> String {
        let header = #"{"alg":"\#(algorithm)","typ":"at+jwt","kid":"k"}"#
        let claims =
            #"{"iss":"i","aud":"a","iat":1000000,"exp":1000300,"jti":"t","sub":"person","name":"Ada Test","client_id":"ward","role":"doctor","organisation":"RXX01","purpose_of_use":"TREAT","acr":"aal3","scope":"openid user/*.rs","cnf":{"x5t#S256":"\#(text(Data(certificate.thumbprint)))"}}"#
        let signed = text(Data(header.utf8)) + "." + text(Data(claims.utf8))
        return signed + "." + text(try sign(Data(signed.utf8)))
    }

    private static func text(_ bytes: Data) -> String {
        bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
