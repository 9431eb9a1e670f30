// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import GRDB
import Sharing
import Storage
import Testing

@Suite struct `Permissions and preferences in the register` {
    @Test func `an answer holds in its consultation, for who asked, for twelve hours`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            #expect(try await fixture.denial(fixture.question()) == .permissionNotAsked)
            #expect(try await fixture.opens(fixture.question(statement: .given)))
            #expect(try await fixture.opens(fixture.question(), after: 60))
            #expect(try await fixture.opens(fixture.question(), with: try fixture.another(), after: 60))
            let colleague = RegisterFixture.requester("doctor-2")
            #expect(try await fixture.denial(fixture.question(colleague), after: 60) == .permissionNotAsked)
            let elsewhere = RegisterFixture.requester(organisation: "RX2")
            #expect(try await !fixture.opens(fixture.question(elsewhere), after: 60))
            let later = fixture.question(consultation: "consultation-2", traceID: "trace-2")
            #expect(try await fixture.denial(later, after: 60) == .permissionNotAsked)
            let none = fixture.question(consultation: nil, traceID: "trace-3")
            #expect(try await fixture.denial(none, after: 60) == .permissionNotAsked)
            #expect(try await fixture.opens(fixture.question(), after: 12 * 3600 - 1))
            #expect(try await fixture.denial(fixture.question(), after: 12 * 3600) == .permissionNotAsked)
        }
    }

    @Test func `an answer without a consultation holds for its own request alone`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            #expect(try await fixture.opens(fixture.question(consultation: nil, statement: .given)))
            #expect(try await fixture.opens(fixture.question(consultation: nil)))
            let next = fixture.question(consultation: nil, traceID: "trace-2")
            #expect(try await fixture.denial(next) == .permissionNotAsked)
            #expect(try await fixture.denial(fixture.question()) == .permissionNotAsked)
        }
    }

    @Test
    func `an answer for the episode comes back as one for the organisation, and asks again where each time is asked`()
        async throws
    {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            #expect(try await fixture.opens(fixture.question(statement: .given, extent: .episode)))
            let colleague = fixture.question(
                RegisterFixture.requester("doctor-2"), consultation: "consultation-2", traceID: "trace-2")
            #expect(try await fixture.denial(colleague, after: 60) == .permissionNotAsked)
            let text = RegisterFixture.agreement(version: 2)
                .replacing("[risks, medication]", with: "[risks, medication]\n    permission: episode")
            try await fixture.publish(text)
            #expect(try await fixture.opens(colleague, after: 60))
            #expect(try await fixture.opens(colleague, after: 28 * 86_400 - 1))
            #expect(try await !fixture.opens(colleague, after: 28 * 86_400))
        }
    }

    @Test func `a later refusal beats an earlier permission of the same consultation, also that for the episode`()
        async throws
    {
        try await RegisterFixture.with { fixture in
            try await fixture.publish(
                RegisterFixture.agreement()
                    .replacing("[risks, medication]", with: "[risks, medication]\n    permission: episode"))
            #expect(try await fixture.opens(fixture.question(statement: .given, extent: .episode)))
            let colleague = fixture.question(
                RegisterFixture.requester("doctor-2"), consultation: "consultation-2", traceID: "trace-2")
            #expect(try await fixture.opens(colleague, after: 60))
            #expect(try await fixture.denial(fixture.question(statement: .refused), after: 60) == .permissionRefused)
            #expect(try await fixture.denial(fixture.question(), after: 120) == .permissionRefused)
            #expect(try await fixture.denial(colleague, after: 120) == .permissionNotAsked)
            // The refusal has run out; what was given before it does not come back.
            #expect(try await !fixture.opens(fixture.question(), after: 13 * 3600))
            #expect(try await fixture.opens(fixture.question(statement: .given), after: 14 * 3600))
        }
    }

    @Test func `could not be asked opens without any alert`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            #expect(try await fixture.opens(fixture.question(statement: .couldNotBeAsked(.notPresent))))
            #expect(try fixture.count("privacyAlert") == 0)
        }
    }

    @Test func `who asks for themself states no permission`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            let patient = RegisterFixture.requester(role: .patient, purpose: .patientRequest)
            await #expect(throws: SharingFailure.self) {
                try await fixture.register.facts(for: fixture.question(patient, statement: .given), at: fixture.now)
            }
            #expect(try fixture.count("permission") == 0)
        }
    }

    @Test func `a dissent is obeyed at once, and the latest wish about each controller holds`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            let question = fixture.question(statement: .given)
            #expect(try await fixture.opens(question))
            let other = try fixture.another()
            func wish(_ wish: SharingPreference.Wish, _ controller: String? = nil) async throws {
                try await other.record(
                    SharingPreference(wish, controller: controller), of: fixture.number, by: "clerk", at: fixture.now)
            }
            try await wish(.dissent, "B12345")
            #expect(try await fixture.opens(question))
            try await wish(.dissent, "A12345")
            #expect(try await fixture.denial(question) == .preferenceDissents)
            try await wish(.share, "A12345")
            #expect(try await fixture.opens(question))
            try await wish(.dissent)
            #expect(try await fixture.denial(question) == .preferenceDissents)
            try await wish(.share)
            #expect(try await fixture.opens(question))
            #expect(throws: DatabaseError.self) { try fixture.raw("DELETE FROM preference") }
            #expect(throws: DatabaseError.self) { try fixture.raw("UPDATE permission SET answer = 'given'") }
        }
    }

    @Test func `a relationship is known where the person is registered, and never by its being stated`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            func relationship(_ practice: String, _ stated: SharingFacts.Relationship?) async throws
                -> SharingFacts.Relationship?
            {
                try await fixture.register.facts(
                    for: fixture.question(relationship: stated, registeredAt: practice), at: fixture.now
                ).relationship
            }
            #expect(try await relationship("RX1", nil) == .registeredPractice)
            #expect(try await relationship("A12345", nil) == nil)
            #expect(try await relationship("A12345", .registeredPractice) == nil)
            #expect(try await relationship("A12345", .statedBySystem) == .statedBySystem)
            #expect(try await relationship("A12345", .selfClaimed) == nil)
        }
    }

    @Test func `a system that is not registered to state relationships is not believed`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            let visitor = RegisterFixture.requester(statesRelationships: false)
            let question = fixture.question(visitor, statement: .given)
            #expect(try await fixture.denial(question) == .noRelationship)
            let registered = fixture.question(statement: .given)
            #expect(try await fixture.opens(registered))
            let emergency = visitor.asking(for: .breakGlass)
            #expect(!emergency.statesRelationships)
        }
    }
}
