// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Foundation
import Sharing
import TestSupport
import Testing

@Suite struct `The matrix of agreements` {
    private func policy() throws -> SharingPolicy {
        let agreements = try ["anytown-surgery", "hospital-to-practice"].map {
            try AgreementDocument.read(
                String(contentsOfFile: Corpus.packageFolder + "/Examples/agreements/\($0).yaml", encoding: .utf8))
        }
        return SharingPolicy(version: 4, agreements: agreements.map { .init($0) })
    }

    @Test func `fits in the width that it is given`() throws {
        let matrix = SharingMatrix(try policy())
        for width in [80, 100, 120, 200] {
            let longest = matrix.text(width: width).split(separator: "\n").map(\.count).max() ?? 0
            #expect(longest <= width)
        }
    }

    @Test func `is the one that people read`() throws {
        Golden.expect(SharingMatrix(try policy()).text(width: 120), equals: "matrix.txt", in: "SharingTests")
    }

    @Test func `says the same as the decisions`() throws {
        let sample = try SharingSample()
        let policy = try policy()
        let numbers: Set = [sample.number]
        var permitted = 0
        for row in SharingMatrix(policy).rows where row.consumer.hasPrefix("organisation ") {
            let purpose = PurposeOfUse(code: row.purpose)
            let role = Role(code: row.role)
            let answers: [PermissionToView.Answer] =
                purpose == .breakGlass ? [.emergency(.safeguarding, text: "reason")] : [.given]
            let organisation = String(row.consumer.dropFirst("organisation ".count))
            let requester = Requester(
                person: "doctor-1", role: role, organisation: organisation, system: "ward", purpose: purpose,
                strength: .high, establishment: .none, ownNumbers: numbers)
            let facts = SharingFacts(
                policy: policy, numbers: numbers,
                permissions: answers.map { sample.answer($0, organisation: organisation) },
                relationship: .statedBySystem, now: sample.now)
            for dataset in Dataset.allCases {
                let decision = decide(
                    requester, controller: Organisation(odsCode: row.controller, name: ""), dataset: dataset,
                    given: facts)
                // A patient's own role in a line for treatment, and an emergency of those who do not care for people, are denied by themselves.
                guard decision.denial != .notOwnRecord, decision.denial != .emergencyNotStated else { continue }
                let cell = row.cells[dataset.rawValue]
                #expect(decision.isPermitted == (cell?.effect == "permit"), "\(row.role) \(row.purpose) \(dataset)")
                #expect(decision.residue?.windowMonths == (decision.isPermitted ? cell?.windowMonths : nil))
                permitted += decision.isPermitted ? 1 : 0
            }
        }
        #expect(permitted > 50)
    }

    @Test func `shows what is forbidden, what is stopped, and the strictest of what several clauses say`() throws {
        let sample = try SharingSample()
        let clauses = [
            sample.clause(
                "one", datasets: [.risks, .problems, .events], permission: .implied, needsRelationship: false,
                leastStrength: .low, journal: true),
            sample.clause("two", datasets: [.risks], windows: [.risks: 6], leastStrength: .high),
            sample.clause("no", effect: .deny, consumers: [], roles: [], purposes: [], datasets: [.events]),
        ]
        func row(isSuspended: Bool) throws -> SharingMatrix.Row {
            let policy = SharingPolicy(
                version: 1, agreements: [sample.standing("one", isSuspended: isSuspended, clauses)])
            return try #require(SharingMatrix(policy).rows.last)
        }
        let cells = try row(isSuspended: false).cells
        #expect(cells["risks"]?.marks == "A3lw")
        #expect(cells["risks"]?.clauses == ["one 1, clause one", "one 1, clause two"])
        #expect(cells["problems"]?.marks == "I1j")
        #expect(cells["events"]?.marks == "no")
        #expect(cells["medication"] == nil)
        #expect(try row(isSuspended: true).cells["risks"]?.marks == "stop")
        #expect(try row(isSuspended: true).cells["events"]?.marks == "no")
    }

    @Test func `of a clause that forbids everybody has a line for everyone`() throws {
        let sample = try SharingSample()
        let forbidding = sample.clause("no", effect: .deny, consumers: [], roles: [], purposes: [], datasets: [])
        let matrix = SharingMatrix(SharingPolicy(version: 1, agreements: [sample.standing("one", [forbidding])]))
        let row = try #require(matrix.rows.first)
        #expect([row.consumer, row.role, row.purpose] == ["everyone", "every role", "every purpose"])
        #expect(row.cells.values.allSatisfy { $0.effect == "deny" })
    }

    @Test func `of no agreement says that nothing is shared`() {
        #expect(SharingMatrix(.nothing).text() == "No agreement: nothing is shared with anybody.\n")
    }

    @Test func `can be told to programs`() throws {
        let rows = SharingMatrix(try policy()).rows
        #expect(try JSONDecoder().decode([SharingMatrix.Row].self, from: JSONEncoder().encode(rows)) == rows)
    }
}
