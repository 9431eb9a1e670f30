// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import Testing

@Suite struct `A draft, tried on requests that were made` {
    private let sample: SharingSample

    init() throws { sample = try SharingSample() }

    private func request(
        _ role: Role = .doctor, purpose: PurposeOfUse = .treatment, datasets: [Dataset] = [.risks],
        permission: String? = "given", controllers: [String] = ["A12345"]
    ) -> RecordedRequest {
        RecordedRequest(
            organisation: "RX1", role: role, purpose: purpose, strength: .high, datasets: datasets,
            controllers: controllers, permission: .init(summary: permission), relationship: .statedBySystem,
            at: sample.now)
    }

    private var inForce: SharingPolicy {
        SharingPolicy(version: 1, agreements: [sample.standing("one", [sample.clause("care")])])
    }

    private func comparison(_ requests: [RecordedRequest], _ clauses: [SharingClause]) throws -> PolicyComparison {
        let later = try #require(FHIRDateTime("2030-01-01"))
        let draft = sample.standing("one", version: 2, from: later, clauses).agreement
        return PolicyComparison(
            of: requests, inForce: inForce, trial: inForce.trying(draft, at: sample.now), now: sample.now)
    }

    @Test func `changes nothing where it says the same`() throws {
        let comparison = try comparison([request(), request()], [sample.clause("care")])
        #expect(comparison.changes.isEmpty)
        #expect(comparison.rows.map(\.same) == [2])
        #expect(comparison.text == "2 requests, 2 decisions: 2 stay the same.\nNothing would change.\n")
    }

    @Test func `is counted by consumer, role, controller and dataset`() throws {
        let requests = [
            request(datasets: [.risks, .medication]), request(.nurse), request(.nurse), request(permission: nil),
        ]
        let comparison = try comparison(
            requests,
            [
                sample.clause("care", roles: [.nurse]),
                sample.clause("doctors", datasets: [.risks], windows: [.risks: 6]),
            ])
        #expect(
            comparison.text == """
                4 requests, 5 decisions: 1 stay the same.
                Would be permitted or denied, that is not so now:
                consumer  role    controller  dataset     permitted  denied  other limits  same  why denied
                RX1       doctor  A12345      medication  +0         -1      0             0     dataset-not-shared: 1
                RX1       doctor  A12345      risks       +0         -0      1             1
                RX1       nurse   A12345      risks       +2         -0      0             0

                """)
    }

    @Test func `leaves the agreements of other controllers as they are`() throws {
        let comparison = try comparison([request(controllers: ["A12345", "B99999"])], [])
        #expect(comparison.rows.map(\.controller) == ["A12345", "B99999"])
        #expect(comparison.rows.map(\.wouldBeDenied) == [1, 0])
        #expect(comparison.rows.map(\.same) == [0, 1])
    }

    @Test func `is held against what was answered at the point of care`() throws {
        let emergency = sample.clause("emergency", purposes: [.breakGlass])
        let answers = [
            "given", "refused", "could-not-be-asked: not-present", "emergency: life-threatening", nil, "given?",
            "emergency", "emergency: boredom",
        ]
        func permitted(_ purpose: PurposeOfUse) throws -> [Bool] {
            try answers.map {
                try comparison(
                    [request(.nurse, purpose: purpose, permission: $0)],
                    [sample.clause("care", roles: [.nurse]), RandomPolicies.changed(emergency, roles: [.nurse])]
                )
                .rows.first?.wouldBePermitted == 1
            }
        }
        #expect(try permitted(.treatment) == [true, false, true, false, false, false, false, false])
        #expect(try permitted(.breakGlass) == [false, false, false, true, false, false, false, false])
    }

    @Test func `answers a person's own request as one`() throws {
        let own = sample.clause("own", roles: [.patient], purposes: [.patientRequest])
        let comparison = try comparison([request(.patient, purpose: .patientRequest, permission: nil)], [own])
        #expect(comparison.rows.first?.wouldBePermitted == 1)
    }

    @Test func `can be asked why a request was answered as it was, by those whom it concerns`() {
        let asked = request(datasets: [.risks, .events], controllers: ["A12345", "B99999"])
        func told(_ audience: Explanation.Audience, _ preferences: [SharingPreference] = []) -> [String] {
            asked.explained(to: audience, under: inForce, preferences: preferences, now: sample.now).map {
                "\($0.controller) \($0.dataset) \($0.denial ?? "permitted")"
            }
        }
        #expect(
            told(.requester) == [
                "A12345 risks permitted", "A12345 events dataset-not-shared", "B99999 risks no-agreement",
                "B99999 events no-agreement",
            ])
        #expect(
            told(.controller(odsCode: "A12345")) == ["A12345 risks permitted", "A12345 events dataset-not-shared"])
        #expect(told(.controller(odsCode: "C11111")).isEmpty)
        #expect(
            told(.controller(odsCode: "A12345"), [.init(.dissent)]) == [
                "A12345 risks preference-dissents", "A12345 events dataset-not-shared",
            ])
    }
}
