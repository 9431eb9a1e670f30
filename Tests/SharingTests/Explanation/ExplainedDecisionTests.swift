// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Foundation
import Sharing
import Testing

@Suite struct `The explanation of a decision` {
    private let sample: SharingSample

    init() throws { sample = try SharingSample() }

    private func explained(
        to audience: Explanation.Audience, _ change: (inout SharingSample) -> Void
    ) -> ExplainedDecision? {
        sample.decision(change).explained(to: audience, controller: "A12345", dataset: .risks)
    }

    @Test func `tells a controller every condition, by which clause, and what it asks for`() throws {
        let told = try #require(explained(to: .controller(odsCode: "A12345")) { $0.strength = .low })
        #expect(told.denial == "authentication-too-weak")
        #expect(told.clause == "one 2, clause emergency")
        #expect(told.policyVersion == 7)
        #expect(told.conditions.last?.words == "the sign-in is strong enough: at least substantial")
        #expect(told.conditions.last?.clause == "one 2, clause emergency")
        #expect(told.conditions.last?.isMet == false)
        #expect(told.conditions.dropLast().allSatisfy { $0.isMet })
        #expect(
            told.lines == [
                "A12345, risks: not shown: the sign-in is not strong enough", "  by one 2, clause emergency",
                "  met: the purpose is individual care or the person's own request", "  met: the role is known",
                "  met: an agreement of the controller is in force", "  met: no clause forbids it",
                "  met: a clause names the organisation", "  met: the role is known",
                "  met: the purpose is individual care or the person's own request",
                "  met: a clause names the dataset",
                "  not met: the sign-in is strong enough: at least substantial (one 2, clause emergency)",
                "  what would have to be so: A sign-in with a stronger means, such as a smartcard.",
                "  policy version 7",
            ])
    }

    @Test func `tells a controller nothing of another's data`() {
        #expect(explained(to: .controller(odsCode: "B99999")) { _ in } == nil)
    }

    @Test func `tells a requester the condition that failed, and nothing of the agreement`() throws {
        let told = try #require(explained(to: .requester) { $0.permissions = [] })
        #expect(told.conditions.map(\.code) == ["permission"])
        #expect(told.remedy == "Ask the person, or say why they could not be asked.")
        #expect(told.clause == nil)
        #expect(told.policyVersion == nil)
    }

    @Test func `tells a requester by which clause something is permitted, and its limits`() throws {
        let told = try #require(
            explained(to: .requester) { $0.clauses = [$0.clause("one", windows: [.risks: 12])] })
        #expect(told.isPermitted)
        #expect(told.clause == "one 2, clause one")
        #expect(told.conditions.isEmpty)
        #expect(told.words == "permitted, the last 12 months, without journal text, without restricted items")
    }

    /// Whatever a requester is denied for, no word of the agreement, of its other parties, or of what the person wishes besides is told.
    @Test func `tells a requester who is denied no name out of an agreement`() throws {
        let canaries = ["secret-agreement", "secret-clause", "ZZSECRET", "secret-group", "secret-network"]
        let changes: [(Denial, (inout SharingSample) -> Void)] = [
            (.consumerNotNamed, { $0.organisation = "RX9" }), (.roleNotNamed, { $0.role = .nurse }),
            (.purposeNotNamed, { $0.purpose = .emergencyTreatment }), (.authenticationTooWeak, { $0.strength = .low }),
            (.noRelationship, { $0.relationship = nil }), (.permissionNotAsked, { $0.permissions = [] }),
            (.preferenceDissents, { $0.preferences = [.init(.share, controller: "ZZSECRET"), .init(.dissent)] }),
            (.outsideTokenScope, { $0.scope = [] }), (.datasetNotShared, { $0.dataset = .events }),
            (.permissionRefused, { $0.permissions = [$0.answer(.refused)] }),
        ]
        for (denial, change) in changes {
            var planted = sample
            planted.agreements = [
                planted.standing(
                    "secret-agreement",
                    [
                        planted.clause(
                            "secret-clause",
                            consumers: [
                                .organisation("RX1"), .organisation("ZZSECRET"), .group("secret-group"),
                                .network("secret-network"),
                            ])
                    ])
            ]
            let decision = planted.decision(change)
            #expect(decision.denial == denial)
            let told = try #require(decision.explained(to: .requester, controller: "A12345", dataset: .risks))
            let text = try String(decoding: JSONEncoder().encode(told), as: UTF8.self) + told.lines.joined()
            for canary in canaries { #expect(!text.contains(canary), "\(denial)") }
            #expect(told.conditions.allSatisfy { !$0.isMet })
        }
        // The scan finds what is there: the controller itself is told.
        let planted = sample.decision {
            $0.agreements = [$0.standing("secret-agreement", [$0.clause("secret-clause")])]
            $0.permissions = []
        }
        let told = try #require(
            planted.explained(to: .controller(odsCode: "A12345"), controller: "A12345", dataset: .risks))
        #expect(told.lines.joined().contains("secret-agreement 1, clause secret-clause"))
    }

    @Test func `has words for every condition and every denial`() {
        for condition in Explanation.Step.Condition.allCases { #expect(!condition.words.isEmpty) }
        for denial in Denial.allCases { #expect(!denial.words.isEmpty) }
        // Nothing would do against these; everything else can be mended by somebody.
        let final = Denial.allCases.filter { $0.remedy == nil }
        #expect(final == [.purposeNotCare, .roleNotRecognised, .notOwnRecord, .preferenceDissents])
    }
}
