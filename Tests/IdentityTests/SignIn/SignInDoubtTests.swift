// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Crypto
import JSON
import TestSupport
import Testing

@testable import Identity

@Suite struct `What a sign-in does not believe` {
    @Test func `is a code that comes with an error`() async throws {
        let provider = ScriptedProvider()
        let party = provider.party()
        let attempt = try await party.begin(redirectAddress: "https://mig.example/signin/callback")
        provider.expects(nonce: attempt.nonce)
        let answer = [("state", attempt.state), ("code", "c-1")]
        await #expect(throws: SignInFailure.refusedByProvider) {
            try await party.finish(attempt, answer: answer + [("error", "access_denied")])
        }
        _ = try await party.finish(attempt, answer: answer)
    }

    @Test func `is a token in an answer that says no`() async {
        var script = ScriptedProvider.Script()
        script.tokenStatus = 400
        let provider = ScriptedProvider(script)
        await #expect(throws: SignInFailure.codeNotTaken) { try await provider.signIn() }
    }

    @Test func `is an issuer in the clear, which is not even asked`() async {
        let provider = ScriptedProvider()
        let party = RelyingParty(
            SignInConfiguration(issuer: "http://id.example", clientID: "gateway", clientSecret: Confidential("s")),
            connection: provider, now: { 1000 }, randomBytes: { [UInt8](repeating: 1, count: $0) })
        await #expect(throws: SignInFailure.metadataUnfit("the issuer is not https")) {
            try await party.begin(redirectAddress: "https://mig.example/signin/callback")
        }
        #expect(provider.asked.isEmpty)
    }

    @Test func `makes it ask for the keys no more often than now and then`() async {
        var script = ScriptedProvider.Script()
        script.header["kid"] = "k2"
        let provider = ScriptedProvider(script)
        await #expect(throws: SignInFailure.tokenUnfit(.key)) { try await provider.signIn() }
        #expect(provider.asked.filter { $0.address.hasSuffix("/keys") }.count == 1)
    }

    @Test func `is a name of this machine in front of another`() {
        let issuer = "http://127.0.0.1:9000"
        #expect(ProviderMetadata.isSafe("http://127.0.0.1:9000/keys", for: issuer))
        for address in ["http://127.0.0.1:9000@evil.example/keys", "http://localhost@evil.example/keys"] {
            #expect(!ProviderMetadata.isSafe(address, for: issuer))
        }
    }

    @Test func `is a key for something else, a weak one, or one of two that cannot be told apart`() throws {
        func key(_ id: String, _ others: String = "") -> String {
            TestKeys.curveKey(id, "P-256", TestKeys.p256.publicKey.rawRepresentation, others: others)
        }
        let one = try ProviderKeys(TestKeys.set(key("k")))
        #expect(one.key("k") != nil && one.key(nil) != nil && one.key("other") == nil)
        let weak = TestKeys.rsaKey("k", modulus: [UInt8](repeating: 0xFF, count: 128))
        for useless in [key("k", #","use":"enc""#), weak] {
            #expect(throws: SignInFailure.metadataUnfit("jwks")) { try ProviderKeys(TestKeys.set(useless)) }
        }
        #expect(try ProviderKeys(TestKeys.set(key("k"), key("k"))).key("k") == nil)
        #expect(try ProviderKeys(TestKeys.set(key("k"), key("l"))).key(nil) == nil)
    }
}
