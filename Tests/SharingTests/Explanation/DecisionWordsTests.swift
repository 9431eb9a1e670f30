// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import Testing

@Suite struct `The words of a decision` {
    private let sample: SharingSample

    init() throws { sample = try SharingSample() }

    private func explained(
        to audience: Explanation.Audience, _ change: (inout SharingSample) -> Void
    ) throws -> ExplainedDecision {
        let decision = sample.decision(change)
        return try #require(decision.explained(to: audience, controller: "A12345", dataset: .risks))
    }

    @Test func `name each limit that there is, and none that there is not`() throws {
        let whole = try explained(to: .requester) { $0.clauses = [$0.clause("one", journal: true, restricted: true)] }
        #expect(whole.words == "permitted")
        let month = try explained(to: .requester) {
            $0.clauses = [$0.clause("one", windows: [.risks: 1], journal: true, restricted: true)]
        }
        #expect(month.words == "permitted, the last 1 month")
        let own = try explained(to: .requester) {
            $0.clauses = [
                $0.clause("one", roles: [.patient], purposes: [.patientRequest], journal: true, restricted: true)
            ]
            ($0.role, $0.purpose, $0.ownNumbers) = (.patient, .patientRequest, [$0.number])
        }
        #expect(own.words == "permitted, without what must not be disclosed to the person")
    }

    @Test(arguments: [
        (SharingClause.PermissionCondition.implied, "not asked for"), (.episode, "asked once for the episode"),
        (.eachTime, "asked in each consultation"),
    ])
    func `tell a controller how its clause has the person asked`(
        condition: SharingClause.PermissionCondition, words: String
    ) throws {
        let told = try explained(to: .controller(odsCode: "A12345")) {
            $0.clauses = [$0.clause("one", permission: condition)]
            $0.permissions = [$0.answer(.given, extent: .episode), $0.answer(.given)]
        }
        #expect(told.isPermitted)
        #expect(told.conditions.contains { $0.words == "the person's permission to view: " + words })
    }

    @Test func `are the same without the version of the policy`() throws {
        let told = try explained(to: .controller(odsCode: "A12345")) { _ in }
        let without = told.withoutPolicyVersion
        #expect(told.policyVersion == 7 && without.policyVersion == nil)
        #expect(without.words == told.words && without.conditions == told.conditions && without.clause == told.clause)
    }

    @Test func `tell the audit the latest answer that holds, with its reason, or nothing`() throws {
        var sample = sample
        #expect(sample.facts.permissionSummary == "given")
        sample.permissions = [
            sample.answer(.given, minutesAgo: 9), sample.answer(.couldNotBeAsked(.notPresent), minutesAgo: 2),
            sample.answer(.refused, minutesAgo: 60, heldFor: 1),
        ]
        let latest = try #require(sample.permissions.first { $0.code != "given" && $0.code != "refused" })
        #expect(sample.facts.permissionSummary == [latest.code, latest.reasonCode ?? ""].joined(separator: ": "))
        sample.permissions = []
        #expect(sample.facts.permissionSummary == nil)
    }

    @Test func `stand in an outlook as they are`() {
        let outlook = AccessOutlook(
            opensNow: false, needsPermission: true, emergencyWouldOpen: true, denial: .permissionNotAsked)
        #expect(!outlook.opensNow && outlook.needsPermission && outlook.emergencyWouldOpen)
        #expect(outlook.denial == .permissionNotAsked && outlook.explained.isEmpty)
    }
}
