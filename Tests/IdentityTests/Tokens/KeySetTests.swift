// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import Crypto
import TestSupport
import Testing

@testable import Identity

@Suite struct `Keys of the authorization server` {
    static let foreignKey = TestKeys.curveKey("new", "P-256", TestKeys.foreign.publicKey.rawRepresentation)

    static func byNewKey(_ seconds: Int) -> TokenDraft {
        draft { draft in
            draft.sign(.foreignES256, key: "new", algorithm: "ES256")
            draft.claim("iat", "\(TokenDraft.now + seconds)")
            draft.claim("exp", "\(TokenDraft.now + seconds + 300)")
        }
    }

    @Test func `are got once for many tokens`() async {
        let trust = TestTrust()
        for _ in 0..<5 { #expect(await trust.reason(draft()) == nil) }
        #expect(trust.keySet.fetches == 1)
    }

    @Test func `are got once for all who ask at the same time`() async {
        let trust = TestTrust()
        await withTaskGroup(of: TokenFault.Reason?.self) { group in
            for _ in 0..<50 { group.addTask { await trust.reason(draft()) } }
            for await reason in group { #expect(reason == nil) }
        }
        #expect(trust.keySet.fetches == 1)
    }

    @Test func `are looked for anew when a token names a new one, once in an interval`() async {
        let trust = TestTrust()
        #expect(await trust.reason(Self.byNewKey(0)) == .unknownKey)
        trust.keySet.publish(TestKeys.set(TestKeys.p256Key, Self.foreignKey))
        for _ in 0..<5 { #expect(await trust.reason(Self.byNewKey(0)) == .unknownKey) }
        #expect(trust.keySet.fetches == 1)
        trust.seconds.advance(by: 30)
        #expect(await trust.reason(Self.byNewKey(30)) == nil)
        #expect(trust.keySet.fetches == 2)
    }

    @Test func `are not used any more once they are withdrawn`() async {
        let trust = TestTrust()
        #expect(await trust.reason(draft()) == nil)
        trust.keySet.publish(TestKeys.set(Self.foreignKey))
        trust.seconds.advance(by: 300)
        #expect(await trust.reason(Self.byNewKey(300)) == nil)
        #expect(await trust.reason(draft()) == .unknownKey)
    }

    @Test func `are got anew after a while though no token names a new one`() async {
        let trust = TestTrust()
        #expect(await trust.reason(draft()) == nil)
        trust.keySet.publish(TestKeys.set(Self.foreignKey))
        trust.seconds.advance(by: 299)
        #expect(await trust.reason(draft()) == nil)
        trust.seconds.advance(by: 1)
        #expect(await trust.reason(draft()) == .unknownKey)
    }

    @Test func `are kept for a while when nobody answers, and then nobody is let in`() async {
        let trust = TestTrust()
        func now(_ seconds: Int) -> TokenDraft {
            draft { draft in
                draft.claim("iat", "\(TokenDraft.now + seconds)")
                draft.claim("exp", "\(TokenDraft.now + seconds + 300)")
            }
        }
        #expect(await trust.reason(now(0)) == nil)
        trust.keySet.publish(nil)
        trust.seconds.advance(by: 3_599)
        #expect(await trust.reason(now(3_599)) == nil)
        trust.seconds.advance(by: 1)
        #expect(await trust.reason(now(3_600)) == .keysUnavailable)
        trust.keySet.publish(TestKeys.published)
        trust.seconds.advance(by: 30)
        #expect(await trust.reason(now(3_630)) == nil)
    }

    @Test func `that were never got let nobody in`() async {
        let trust = TestTrust()
        trust.keySet.publish(nil)
        #expect(await trust.reason(draft()) == .keysUnavailable)
        #expect(await trust.reason(draft()) == .keysUnavailable)
        #expect(trust.keySet.fetches == 1)
    }

    @Test(arguments: [
        TestKeys.rsaKey("k", modulus: [0x7F] + [UInt8](repeating: 0xFF, count: 255)),
        TestKeys.rsaKey("k", modulus: [0xFF] + [UInt8](repeating: 0xFF, count: 127)),
        TestKeys.rsaKey("k", modulus: [0x01] + [UInt8](repeating: 0xFF, count: 1024)),
        TestKeys.rsaKey("k").replacing("AQAB", with: "Aw"),
        TestKeys.rsaKey("k", others: #","alg":"RS512""#),
        TestKeys.rsaKey("k", others: #","alg":"ES256""#),
        TestKeys.rsaKey("k", others: #","use":"enc""#),
        TestKeys.rsaKey("k", others: #","key_ops":["encrypt"]"#),
        TestKeys.rsaKey("k", others: #","d":"AQAB""#),
        TestKeys.rsaKey("k", others: #","crv":"P-256""#),
        #"{"kty":"oct","kid":"k","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"}"#,
        TestKeys.p256Key.replacing("P-256", with: "secp256k1"),
        TestKeys.p256Key.replacing("P-256", with: "P-384"),
        TestKeys.curveKey("k", "P-256", TestKeys.p256.publicKey.rawRepresentation, others: #","alg":"RS256""#),
        #"{"kty":"EC","kid":"k","crv":"P-256","x":"\#(TestKeys.base64URL([UInt8](repeating: 1, count: 32)))","y":"\#(TestKeys.base64URL([UInt8](repeating: 1, count: 32)))"}"#,
        #"{"kty":"EC","crv":"P-256"}"#,
    ])
    func `are passed over where they are weak, private, or of a kind that is not used`(key: String) async throws {
        await #expect(throws: (any Error).self) {
            _ = try await TokenKeySet(TestKeys.set(key), rsaAlgorithm: .rs256)
        }
        let set = try await TokenKeySet(TestKeys.set(key, TestKeys.rsaKey("good")), rsaAlgorithm: .rs256)
        #expect(Array(set.keys.keys) == ["good"])
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"keys":{}}"#, #"{"keys":[]}"#, #"{"keys":[],"keys":[]}"#,
        String(decoding: TestKeys.set(TestKeys.p256Key, TestKeys.p256Key), as: UTF8.self),
        #"{"keys":["# + (1...33).map { TestKeys.rsaKey("k\($0)") }.joined(separator: ",") + "]}",
        String(decoding: TestKeys.set(TestKeys.p256Key), as: UTF8.self) + String(repeating: " ", count: 128 << 10),
    ])
    func `are no set where they cannot be read`(text: String) async {
        await #expect(throws: (any Error).self) {
            _ = try await TokenKeySet(Array(text.utf8), rsaAlgorithm: .rs256)
        }
    }

    @Test(arguments: [
        "https://auth.example.evil/keys", "https://auth.example@evil.example/keys", "http://auth.example/keys",
        "https://auth.example:8443/keys", "https://auth.example./keys", "https://evil.example/https://auth.example",
        "https://auth.example\\@evil.example/", "//auth.example/keys", "file:///etc/passwd", "",
    ])
    func `come from the configured origin alone`(address: String) throws {
        let client = HTTPClient.shared
        #expect(throws: HTTPKeySetFetcher.Fault.foreignAddress) {
            _ = try HTTPKeySetFetcher(address: address, origin: "https://auth.example", client: client)
        }
        for own in ["https://auth.example/keys", "https://AUTH.example:443/keys"] {
            _ = try HTTPKeySetFetcher(address: own, origin: "https://auth.example", client: client)
        }
    }

    @Test func `come over TLS, or from this machine`() throws {
        let client = HTTPClient.shared
        #expect(throws: HTTPKeySetFetcher.Fault.foreignAddress) {
            _ = try HTTPKeySetFetcher(address: "http://auth.example/k", origin: "http://auth.example", client: client)
        }
        _ = try HTTPKeySetFetcher(address: "http://127.0.0.1:99/k", origin: "http://127.0.0.1:99", client: client)
    }
}
