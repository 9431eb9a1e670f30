// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Sharing
import TestSupport
import Testing

@testable import Identity

@Suite struct `The requester that a token makes` {
    @Test func `has what the token says, and how it was established`() async throws {
        let requester = try await TestTrust().requester(draft())
        #expect(requester.person == "person-1")
        #expect(requester.name == "Dr Ada Test")
        #expect(requester.role == .doctor)
        #expect(requester.organisation == "RXX01")
        #expect(requester.system == "ward")
        #expect(requester.purpose == .treatment)
        #expect(requester.strength == .high)
        #expect(requester.ownNumbers.isEmpty)
        #expect(requester.scope == Set(Dataset.allCases))
        #expect(requester.statesRelationships)
        #expect(
            requester.establishment
                == Establishment(person: .token, organisation: .token, system: .certificate, purpose: .token))
    }

    @Test func `is no proxy whose token names nobody for whom it was given`() async {
        let proxy = draft { draft in
            draft.claim("role", #""proxy""#)
            draft.claim("nhs_number", #""9434765919""#)
            draft.claim("patient", nil)
        }
        #expect(await TestTrust().reason(proxy) == .wrongPatient)
    }

    @Test func `has no certificate where the connection has none`() async throws {
        let requester = try await TestTrust().requester(unbound("a"))
        #expect(requester.system == "kiosk")
        #expect(!requester.statesRelationships)
        #expect(requester.establishment.system == .token)
    }

    @Test(arguments: [nil, #""wizard""#, #""Doctor""#, #""demonstration""#, #""unrecognised""#])
    func `has no role that is not known`(role: String?) async throws {
        let requester = try await TestTrust().requester(draft { $0.claim("role", role) })
        #expect(requester.role == .unrecognised)
        #expect(requester.scope == [])
    }

    @Test(arguments: [nil, #""HRESCH""#, #""treat""#, #""unsupported""#])
    func `has no purpose that is not known`(purpose: String?) async throws {
        let requester = try await TestTrust().requester(draft { $0.claim("purpose_of_use", purpose) })
        #expect(requester.purpose == .unsupported)
    }

    static let contexts: [(String?, AuthenticationStrength)] = [
        (#""aal1""#, .low), (#""AAL2""#, .substantial), (#""aal3""#, .high), (nil, .none), (#""aal4""#, .none),
    ]

    @Test(arguments: contexts)
    func `is as strongly established as the token says`(context: String?, strength: AuthenticationStrength) async throws
    {
        #expect(try await TestTrust().requester(draft { $0.claim("acr", context) }).strength == strength)
    }

    @Test func `is in no role where a program asks for itself`() async throws {
        let program = draft { draft in
            draft.claim("sub", #""ward-app""#)
            draft.claim("scope", #""system/*.rs user/*.rs""#)
        }
        let requester = try await TestTrust().requester(program)
        #expect(requester.role == .unrecognised)
        #expect(requester.scope == [])
    }

    @Test func `owns the patient's number, or that for which a proxy's token was given`() async throws {
        let patient = draft { draft in
            draft.claim("role", #""patient""#)
            draft.claim("nhs_number", #""9990000018""#)
            draft.claim("scope", #""patient/*.rs""#)
        }
        let own = try await TestTrust().requester(patient)
        #expect(own.ownNumbers == [try NHSNumber("9990000018")])
        #expect(own.scope == Set(Dataset.allCases))
        let proxy = draft { draft in
            draft.claim("role", #""proxy""#)
            draft.claim("nhs_number", #""9990000018""#)
            draft.claim("patient", #""9990000026""#)
        }
        #expect(try await TestTrust().requester(proxy).ownNumbers == [try NHSNumber("9990000026")])
        let doctor = draft { $0.claim("nhs_number", #""9990000018""#) }
        #expect(try await TestTrust().requester(doctor).ownNumbers.isEmpty)
    }

    static let kinds: [(String, String?, Bool)] = [
        (#""doctor""#, #""user/*.rs""#, true), (#""doctor""#, #""patient/*.rs""#, false),
        (#""doctor""#, #""system/*.rs""#, false), (#""patient""#, #""patient/*.rs""#, true),
        (#""patient""#, #""user/*.rs""#, false), (#""patient""#, #""system/*.rs""#, false),
        (#""doctor""#, nil, false), (#""doctor""#, #""openid""#, false), (#""doctor""#, #""""#, false),
    ]

    @Test(arguments: kinds)
    func `has the scopes of its own kind alone`(role: String, scope: String?, opens: Bool) async throws {
        let token = draft { draft in
            draft.claim("role", role)
            draft.claim("nhs_number", #""9990000018""#)
            draft.claim("scope", scope)
        }
        #expect(try await TestTrust().requester(token).scope == (opens ? Set(Dataset.allCases) : []))
    }
}
