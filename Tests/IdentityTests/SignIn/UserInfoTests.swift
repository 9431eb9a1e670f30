// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import JSON
import Sharing
import Testing

@testable import Identity

/// A provider as CIS2 is one: its ID tokens say who signed in and how surely, its userinfo endpoint the rest.
@Suite struct `Signing in with a provider that says more by userinfo` {
    private typealias Script = ScriptedProvider.Script

    private static func role(_ id: String, _ code: String, at organisation: String) -> JSONTree {
        [
            "person_orgid": "555", "person_roleid": .string(id), "role_code": .string(code),
            "org_code": .string(organisation), "role_name": "\"Clinical\":\"Clinical Provision\":\"Some Access Role\"",
        ]
    }

    private static let nurse = role("r-1", "S8000:G8000:R8001", at: "ZZ9C1")
    private static let doctor = role("r-2", "S8000:G8000:R8000", at: "ZZ9A1")

    /// A doctor and nurse who has chosen to be a doctor.
    private static func script(_ change: (inout Script) -> Void = { _ in }) -> Script {
        var script = Script()
        for claim in ["name", "role", "organisation"] { script.claims[claim] = nil }
        script.claims["selected_roleid"] = "r-2"
        script.claims["acr"] = "AAL3_ANY"
        script.metadata["userinfo_endpoint"] = "https://id.example/userinfo"
        script.configure = { configuration in
            configuration.asksUserInfo = true
            configuration.claims.roles = "nhsid_nrbac_roles"
            configuration.roles = ["R8000": .doctor, "R8001": .nurse]
        }
        script.userInfo.claims["name"] = "Dr Ben Okafor"
        script.userInfo.claims["nhsid_nrbac_roles"] = [nurse, doctor]
        change(&script)
        return script
    }

    private static func signedIn(_ change: (inout Script) -> Void = { _ in }) async throws -> SignedInPerson {
        try await ScriptedProvider(script(change)).signIn()
    }

    @Test func `is who the ID token names, in the role that was chosen, for its organisation`() async throws {
        let provider = ScriptedProvider(Self.script())
        let person = try await provider.signIn()
        let requester = provider.party().requester(for: person)
        #expect(requester.person == "p-1" && requester.name == "Dr Ben Okafor")
        #expect(requester.role == .doctor && requester.organisation == "ZZ9A1" && requester.strength == .high)
        let asked = try #require(provider.asked.last)
        #expect(asked.address == "https://id.example/userinfo" && asked.form == nil)
        #expect(asked.authorization == "Bearer at-1")
        let nurse = try await Self.signedIn { $0.claims["selected_roleid"] = "r-1" }
        #expect(nurse.role == "R8001" && nurse.organisation == "ZZ9C1")
    }

    @Test func `asks for nothing where it is not told to`() async throws {
        let provider = ScriptedProvider()
        _ = try await provider.signIn()
        #expect(provider.asked.count == 3)
    }

    @Test func `reads plain claims from either, and a patient's own number`() async throws {
        let person = try await Self.signedIn { script in
            script.configure = { $0.asksUserInfo = true }
            script.claims["role"] = "patient"
            script.userInfo.claims = [
                "sub": "p-1", "role": ["patient"], "organisation": "PATIENT", "nhs_number": "9991001018",
            ]
        }
        #expect(person.role == "patient" && person.organisation == "PATIENT" && person.nhsNumber == "9991001018")
        #expect(person.name == "p-1")
    }

    /// Each spoils one thing of a sign-in that succeeds without it.
    private static let spoiled: [(String, SignInFailure, @Sendable (inout Script) -> Void)] = [
        ("about somebody else", .userInfoUnfit(.subject), { $0.userInfo.claims["sub"] = "p-2" }),
        ("about nobody", .userInfoUnfit(.subject), { $0.userInfo.claims["sub"] = nil }),
        ("about the same in other letters", .userInfoUnfit(.subject), { $0.userInfo.claims["sub"] = "P-1" }),
        ("a subject that is a list", .userInfoUnfit(.subject), { $0.userInfo.claims["sub"] = ["p-1"] }),
        ("no JSON", .userInfoUnfit(.malformed), { $0.userInfo.body = "Welcome" }),
        ("cut JSON", .userInfoUnfit(.malformed), { $0.userInfo.body = #"{"sub":"p-1""# }),
        ("a key twice", .userInfoUnfit(.malformed), { $0.userInfo.body = #"{"sub":"p-1","sub":"p-1"}"# }),
        ("a list", .userInfoUnfit(.subject), { $0.userInfo.body = #"[{"sub":"p-1"}]"# }),
        ("a page", .userInfoUnfit(.malformed), { $0.userInfo.contentType = "text/html" }),
        ("in the clear, called signed", .userInfoUnfit(.malformed), { $0.userInfo.contentType = "application/jwt" }),
        ("a redirect", .userInfoRefused, { $0.userInfo.status = 302 }),
        ("a token that is not taken", .userInfoRefused, { $0.userInfo.status = 401 }),
        ("a fault of the provider", .providerUnavailable, { $0.userInfo.status = 503 }),
        ("no access token", .userInfoRefused, { $0.accessToken = nil }),
        ("an access token that breaks the header", .userInfoRefused, { $0.accessToken = "a\r\nX: y" }),
        ("no endpoint", .metadataUnfit("userinfo_endpoint"), { $0.metadata["userinfo_endpoint"] = nil }),
        (
            "an endpoint in the clear", .metadataUnfit("userinfo_endpoint"),
            { $0.metadata["userinfo_endpoint"] = "http://id.example/userinfo" }
        ),
        ("no roles", .claimMissing("nhsid_nrbac_roles"), { $0.userInfo.claims["nhsid_nrbac_roles"] = nil }),
        ("an empty list", .claimMissing("nhsid_nrbac_roles"), { $0.userInfo.claims["nhsid_nrbac_roles"] = [] }),
        (
            "roles that are no list", .claimMissing("nhsid_nrbac_roles"),
            { $0.userInfo.claims["nhsid_nrbac_roles"] = "x" }
        ),
        ("a choice that is none of them", .roleNotChosen, { $0.claims["selected_roleid"] = "r-9" }),
        ("a choice without a value", .roleNotChosen, { $0.claims["selected_roleid"] = "" }),
        ("two choices", .roleNotChosen, { $0.claims["selected_roleid"] = ["r-1", "r-2"] }),
        ("several roles and no choice", .roleNotChosen, { $0.claims["selected_roleid"] = nil }),
        (
            "a choice that is two of them", .roleNotChosen,
            { $0.userInfo.claims["nhsid_nrbac_roles"] = [doctor, role("r-2", "S8000:G8000:R8001", at: "ZZ9C1")] }
        ),
        (
            "another choice in the token than outside", .claimsDisagree("selected_roleid"),
            { $0.userInfo.claims["selected_roleid"] = "r-1" }
        ),
        (
            "another role in the token than outside", .claimsDisagree("nhsid_nrbac_roles"),
            { $0.claims["nhsid_nrbac_roles"] = [role("r-2", "S8000:G8000:R8000", at: "ZZ9B1")] }
        ),
        (
            "a role without a code", .claimMissing("nhsid_nrbac_roles.role_code"),
            { $0.userInfo.claims["nhsid_nrbac_roles"] = [["person_roleid": "r-2", "org_code": "ZZ9A1"]] }
        ),
        (
            "a role without an organisation", .claimMissing("nhsid_nrbac_roles.org_code"),
            { $0.userInfo.claims["nhsid_nrbac_roles"] = [["person_roleid": "r-2", "role_code": "R8000"]] }
        ),
        (
            "another number in the token than outside", .claimsDisagree("nhs_number"),
            {
                $0.claims["nhs_number"] = "9991001018"
                $0.userInfo.claims["nhs_number"] = "9991002022"
            }
        ),
    ]

    @Test func `refuses what has any one thing wrong, and takes it without`() async throws {
        _ = try await Self.signedIn()
        for (name, failure, spoil) in Self.spoiled {
            await #expect(throws: failure, "\(name)") { _ = try await Self.signedIn(spoil) }
        }
    }

    @Test func `takes the only role there is without a choice, and knows a role by its whole code first`() async throws
    {
        let only = try await Self.signedIn { script in
            script.claims["selected_roleid"] = nil
            script.userInfo.claims["nhsid_nrbac_roles"] = [Self.doctor]
        }
        #expect(only.role == "R8000" && only.organisation == "ZZ9A1")
        let whole = try await Self.signedIn { script in
            let configure = script.configure
            script.configure = {
                configure(&$0)
                $0.roles["S8000:G8000:R8000"] = .pharmacist
            }
        }
        #expect(whole.role == "S8000:G8000:R8000")
    }

    @Test func `knows no role that is not configured, whatever it is called`() async throws {
        for code in ["S8000:G8000:R8003", "S8000:G8000:king", "R80001", ":R800", "S8000:G8000:R8000:"] {
            let provider = ScriptedProvider(
                Self.script { $0.userInfo.claims["nhsid_nrbac_roles"] = [Self.role("r-2", code, at: "ZZ9A1")] })
            let requester = provider.party().requester(for: try await provider.signIn())
            #expect(requester.role == .unrecognised, "\(code)")
        }
    }

    /// A signed answer as it must be.
    private static func signedScript(_ change: (inout Script) -> Void = { _ in }) -> Script {
        script { script in
            script.userInfo.contentType = "application/jwt"
            script.userInfo.header = ["alg": "ES256", "kid": "k1"]
            script.userInfo.claims["iss"] = "https://id.example"
            script.userInfo.claims["aud"] = "gateway"
            change(&script)
        }
    }

    private static let spoiledSigned: [(String, SignInFailure.TokenFault, @Sendable (inout Script) -> Void)] = [
        ("signed with another key", .signature, { $0.userInfo.signsWithAnotherKey = true }),
        ("alg none", .algorithm, { $0.userInfo.header?["alg"] = "none" }),
        ("alg of another kind", .algorithm, { $0.userInfo.header?["alg"] = "HS256" }),
        ("a header that is critical", .critical, { $0.userInfo.header?["crit"] = ["exp"] }),
        ("a key that is not known", .key, { $0.userInfo.header?["kid"] = "k2" }),
        ("another issuer", .issuer, { $0.userInfo.claims["iss"] = "https://other.example" }),
        ("no issuer", .issuer, { $0.userInfo.claims["iss"] = nil }),
        ("for another client", .audience, { $0.userInfo.claims["aud"] = "another" }),
        ("for nobody", .audience, { $0.userInfo.claims["aud"] = nil }),
        ("expired", .expired, { $0.userInfo.claims["exp"] = 900 }),
        ("not yet valid", .notYetValid, { $0.userInfo.claims["nbf"] = 1200 }),
        ("about somebody else", .subject, { $0.userInfo.claims["sub"] = "p-2" }),
        ("encrypted", .malformed, { $0.userInfo.body = "a.b.c.d.e" }),
        (
            "signed, called JSON", .malformed,
            { $0.userInfo.contentType = "application/json" }
        ),
    ]

    @Test func `verifies an answer that is signed as it does the ID token`() async throws {
        #expect(try await ScriptedProvider(Self.signedScript()).signIn().organisation == "ZZ9A1")
        for (name, fault, spoil) in Self.spoiledSigned {
            await #expect(throws: SignInFailure.userInfoUnfit(fault), "\(name)") {
                _ = try await ScriptedProvider(Self.signedScript(spoil)).signIn()
            }
        }
    }

    @Test func `tells somebody with several roles what to do, and the log no value of a claim`() async throws {
        #expect(SignInFailure.roleNotChosen.words.contains("choose one"))
        for (_, failure, _) in Self.spoiled {
            for value in ["p-1", "p-2", "ZZ9", "R80", "999100", "r-9", "at-1"] {
                #expect(!failure.code.contains(value) && !failure.words.contains(value))
            }
        }
    }
}
