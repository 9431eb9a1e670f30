// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Crypto
import JSON
import Sharing
import Testing

@testable import Identity

@Suite struct `Signing in with an OpenID provider` {
    private typealias Script = ScriptedProvider.Script

    @Test func `makes a requester of somebody whose token is as it must be`() async throws {
        let provider = ScriptedProvider()
        let person = try await provider.signIn()
        let requester = provider.party().requester(for: person)
        #expect(requester.person == "p-1" && requester.role == .doctor && requester.organisation == "ZZ9A1")
        #expect(requester.strength == .high && requester.purpose == .treatment)
        #expect(requester.establishment.person == .signIn && requester.ownNumbers.isEmpty)
    }

    @Test func `asks with PKCE, state and nonce, and authenticates itself`() async throws {
        let provider = ScriptedProvider()
        let party = provider.party()
        let attempt = try await party.begin(redirectAddress: "https://mig.example/signin/callback")
        let challenge = URLSafeBase64.encode(Array(SHA256.hash(data: Array(attempt.verifier.utf8))))
        #expect(attempt.address.contains("code_challenge=\(challenge)&code_challenge_method=S256"))
        #expect(
            attempt.address.contains("state=\(attempt.state)") && attempt.address.contains("nonce=\(attempt.nonce)"))
        #expect(Set([attempt.state, attempt.nonce, attempt.verifier]).count == 3 && attempt.verifier.count == 43)
        provider.expects(nonce: attempt.nonce)
        _ = try await party.finish(attempt, answer: [("state", attempt.state), ("code", "c-1")])
        let exchange = try #require(provider.asked.last { $0.form != nil })
        #expect(exchange.form?.contains("code_verifier=\(attempt.verifier)") == true)
        #expect(exchange.authorization == "Basic " + FormText.base64(Array("gateway:s3cret".utf8)))
    }

    /// Each spoils one thing of a sign-in that succeeds without it.
    private static let spoiled: [(String, SignInFailure.TokenFault, @Sendable (inout Script) -> Void)] = [
        ("another issuer", .issuer, { $0.claims["iss"] = "https://other.example" }),
        ("no issuer", .issuer, { $0.claims["iss"] = nil }),
        ("the token of another client", .audience, { $0.claims["aud"] = "another" }),
        ("no audience", .audience, { $0.claims["aud"] = nil }),
        ("an empty audience", .audience, { $0.claims["aud"] = [] }),
        ("several audiences and no party", .authorizedParty, { $0.claims["aud"] = ["gateway", "another"] }),
        ("another party", .authorizedParty, { $0.claims["azp"] = "another" }),
        ("expired", .expired, { $0.claims["exp"] = 900 }),
        ("no end", .expired, { $0.claims["exp"] = nil }),
        ("an end that is a text", .expired, { $0.claims["exp"] = "1300" }),
        ("issued later", .issuedAt, { $0.claims["iat"] = 1100 }),
        ("issued long ago", .issuedAt, { $0.claims["iat"] = 100 }),
        ("no issue", .issuedAt, { $0.claims["iat"] = nil }),
        ("not yet valid", .notYetValid, { $0.claims["nbf"] = 1200 }),
        ("another nonce", .nonce, { $0.nonce = "another" }),
        ("no nonce", .nonce, { $0.omitsNonce = true }),
        ("no subject", .subject, { $0.claims["sub"] = nil }),
        (
            "a subject that is too long", .subject,
            { $0.claims["sub"] = .string(String(repeating: "x", count: 256)) }
        ),
        (
            "a token that is too long", .malformed,
            { $0.claims["x"] = .string(String(repeating: "x", count: 16 << 10)) }
        ),
        ("the hash of another access token", .accessTokenHash, { $0.claims["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA" }),
        ("signed with another key", .signature, { $0.signsWithAnotherKey = true }),
        (
            "no signature", .signature,
            { $0.spoil = { $0.split(separator: ".").prefix(2).joined(separator: ".") + "." } }
        ),
        ("four parts", .malformed, { $0.spoil = { $0 + ".x" } }),
        ("a part that is no base64", .malformed, { $0.spoil = { "!" + $0.dropFirst() } }),
        ("alg none", .algorithm, { $0.header["alg"] = "none" }),
        ("alg of a shared secret", .algorithm, { $0.header["alg"] = "HS256" }),
        ("alg of another kind", .algorithm, { $0.header["alg"] = "ES384" }),
        ("no alg", .algorithm, { $0.header["alg"] = nil }),
        ("a header that is critical", .critical, { $0.header["crit"] = ["exp"] }),
        ("a key that is not known", .key, { $0.header["kid"] = "k2" }),
    ]

    @Test func `refuses a token with any one thing wrong, and takes it without`() async throws {
        _ = try await ScriptedProvider().signIn()
        for (name, fault, spoil) in Self.spoiled {
            var script = Script()
            spoil(&script)
            await #expect(throws: SignInFailure.tokenUnfit(fault), "\(name)") {
                _ = try await ScriptedProvider(script).signIn()
            }
        }
    }

    @Test func `takes several audiences with the party named, and the right hash of the access token`() async throws {
        var script = Script()
        script.claims["aud"] = ["gateway", "another"]
        script.claims["azp"] = "gateway"
        script.claims["at_hash"] = .string(
            URLSafeBase64.encode(Array(Array(SHA256.hash(data: Array("at-1".utf8))).prefix(16))))
        #expect(try await ScriptedProvider(script).signIn().subject == "p-1")
    }

    @Test func `refuses an answer that is not to the sign-in that was begun`() async throws {
        let provider = ScriptedProvider()
        let party = provider.party()
        let attempt = try await party.begin(redirectAddress: "https://mig.example/signin/callback")
        provider.expects(nonce: attempt.nonce)
        let answers: [[(name: String, value: String)]] = [
            [("code", "c-1")], [("code", "c-1"), ("state", "x")],
            [("code", "c-1"), ("state", attempt.state), ("state", attempt.state)],
            [("code", "c-1"), ("state", attempt.state + "A")],
        ]
        for answer in answers {
            await #expect(throws: SignInFailure.notBegunHere) { _ = try await party.finish(attempt, answer: answer) }
        }
        await #expect(throws: SignInFailure.tokenUnfit(.issuer)) {
            _ = try await party.finish(
                attempt, answer: [("code", "c-1"), ("state", attempt.state), ("iss", "https://other.example")])
        }
        await #expect(throws: SignInFailure.refusedByProvider) {
            _ = try await party.finish(attempt, answer: [("error", "access_denied"), ("state", attempt.state)])
        }
        _ = try await party.finish(
            attempt, answer: [("code", "c-1"), ("state", attempt.state), ("iss", ScriptedProvider.issuer)])
    }

    @Test func `believes no metadata for another issuer, and none that leads to plain http elsewhere`() async throws {
        let unfit: [@Sendable (inout Script) -> Void] = [
            { $0.metadata["issuer"] = "https://id.example/" }, { $0.metadata["issuer"] = nil },
            { $0.metadata["token_endpoint"] = "http://id.example/token" },
            { $0.metadata["token_endpoint"] = "http://127.0.0.1/token" }, { $0.metadata["jwks_uri"] = nil },
            { $0.metadata["authorization_endpoint"] = "javascript:alert(1)" },
            { $0.metadata["code_challenge_methods_supported"] = ["plain"] },
        ]
        for spoil in unfit {
            var script = Script()
            spoil(&script)
            let party = ScriptedProvider(script).party()
            do {
                _ = try await party.begin(redirectAddress: "https://mig.example/signin/callback")
                Issue.record("A sign-in was begun with metadata that is unfit.")
            } catch {
                guard case .metadataUnfit = error else {
                    Issue.record("It failed for another reason: \(error.code)")
                    continue
                }
            }
        }
    }

    @Test func `needs a role and an organisation, of which one alone is named`() async throws {
        for (claim, value) in [("role", nil), ("organisation", nil), ("role", ["doctor", "nurse"] as JSONTree?)] {
            var script = Script()
            script.claims[claim] = value
            await #expect(throws: SignInFailure.claimMissing(claim)) { _ = try await ScriptedProvider(script).signIn() }
        }
    }

    @Test
    func `gives no strength that is not known, no role that no agreement may name, and patients their own number`()
        async throws
    {
        let party = ScriptedProvider().party()
        func requester(_ role: String, acr: String?, number: String? = nil) -> Requester {
            party.requester(
                for: SignedInPerson(
                    subject: "s", name: "n", role: role, organisation: "o", nhsNumber: number, strength: acr, token: "")
            )
        }
        #expect(
            requester("doctor", acr: "whatever").strength == .none && requester("doctor", acr: nil).strength == .none)
        #expect(requester("doctor", acr: "AAL3_ANY").strength == .high)
        #expect(requester("demonstration", acr: "aal3").role == .unrecognised)
        #expect(requester("king", acr: "aal3").role == .unrecognised)
        let patient = requester("patient", acr: "aal2", number: "9991001018")
        #expect(patient.purpose == .patientRequest && patient.ownNumbers.count == 1)
        #expect(requester("doctor", acr: "aal3", number: "9991001018").ownNumbers.isEmpty)
    }
}
