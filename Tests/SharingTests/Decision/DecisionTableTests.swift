// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import TestSupport
import Testing

/// All roles, purposes, states of the permission, preferences, states of the agreement and datasets, decided and written down for a
/// privacy officer to read.
@Suite struct `The table of all decisions` {
    private let sample: SharingSample
    private let agreement: SharingAgreement

    init() throws {
        sample = try SharingSample()
        agreement = try AgreementDocument.read(Self.document)
    }

    static let document = """
        agreement: table
        version: 3
        title: The agreement of the table
        controller: A12345
        validFrom: 2026-01-01
        signatories:
          - { name: A. Example, capacity: Caldicott guardian, organisation: A12345, signedOn: 2025-12-01 }
        clauses:
          - clause: hospital
            consumers: [organisation: RX1]
            roles: [doctor, nurse, pharmacist]
            purposes: [TREAT, ETREAT]
            datasets: [demographics, summary, problems, diagnoses, medication, risks, procedures, investigations, examinations, events]
            windows: { investigations: 24 months }
            permission: each-time
          - clause: community
            consumers: [organisation: RX1]
            roles: [general-practitioner, community-nurse]
            purposes: [TREAT]
            datasets: [problems, medication, risks, other]
            permission: episode
            journal: true
          - clause: social-care
            consumers: [organisation: RX1]
            roles: [social-worker]
            purposes: [TREAT]
            datasets: [demographics, risks]
            permission: implied
          - clause: emergency
            consumers: [organisation: RX1]
            roles: [doctor, nurse, paramedic, practice-manager]
            purposes: [BTG]
            datasets: [demographics, medication, risks, events]
            restricted: true
          - clause: own-record
            consumers: [organisation: RX1]
            roles: [patient, proxy]
            purposes: [PATRQT]
            datasets: [demographics, problems, medication, risks]
          - clause: not-for-privacy-officers
            effect: deny
            roles: [privacy-officer]

        """

    // MARK: What varies

    private var purposes: [PurposeOfUse] { PurposeOfUse.supported + [.unsupported] }

    private var preferences: [(String, [SharingPreference])] {
        [
            ("none", []), ("dissent from all", [.init(.dissent)]),
            ("dissent from this controller", [.init(.dissent, controller: "A12345")]),
            ("dissent from another controller", [.init(.dissent, controller: "B99999")]),
            ("share with this controller", [.init(.share, controller: "A12345")]),
            (
                "share with this controller and dissent from all",
                [.init(.share, controller: "A12345"), .init(.dissent)]
            ),
        ]
    }

    private var permissions: [(String, [PermissionToView])] {
        let emergency = PermissionToView.Answer.emergency(.lifeThreatening, text: "reason")
        return [
            ("none", []), ("given for the consultation", [sample.answer(.given)]),
            ("given for the episode", [sample.answer(.given, extent: .episode)]),
            ("refused", [sample.answer(.refused)]),
            ("could not be asked", [sample.answer(.couldNotBeAsked(.notPresent))]),
            ("emergency", [sample.answer(emergency)]),
            ("refused and then an emergency", [sample.answer(.refused, minutesAgo: 2), sample.answer(emergency)]),
            ("expired", [sample.answer(.given, minutesAgo: 90, heldFor: 60)]),
        ]
    }

    private func states() throws -> [(String, [SharingPolicy.Standing])] {
        let (past, future) = (try #require(FHIRDateTime("2026-01-30")), try #require(FHIRDateTime("2026-02-01")))
        let clauses = agreement.clauses
        let forbidding = sample.clause("nobody-in-rx1", effect: .deny, roles: [], purposes: [], datasets: [])
        return [
            ("none", [sample.standing("other", controller: "B99999", clauses)]),
            // A draft is no part of the policy.
            ("draft only", []),
            ("in force", [sample.standing("table", clauses)]),
            ("expired", [sample.standing("table", until: past, clauses)]),
            ("not yet in force", [sample.standing("table", from: future, clauses)]),
            ("suspended", [sample.standing("table", isSuspended: true, clauses)]),
            ("with a clause that forbids", [sample.standing("table", clauses + [forbidding])]),
        ]
    }

    // MARK: The table

    private func table() throws -> DecisionTable {
        let states = try states()
        let policies = states.map { SharingPolicy(version: 1, agreements: $0.1) }
        let (purposes, preferences, permissions) = (purposes, preferences, permissions)
        let controller = Organisation(odsCode: "A12345", name: "Anytown Surgery")
        return DecisionTable([
            .init(name: "agreement", values: states.map(\.0)),
            .init(name: "preference", values: preferences.map(\.0)),
            .init(name: "purpose", values: purposes.map(\.code)),
            .init(name: "role", values: Role.allCases.map(\.rawValue)),
            .init(name: "permission", values: permissions.map(\.0)),
            .init(name: "dataset", values: Dataset.allCases.map(\.rawValue)),
        ]) { place in
            var sample = sample
            sample.purpose = purposes[place[2]]
            sample.role = Role.allCases[place[3]]
            sample.ownNumbers = sample.role.isPatientOrProxy ? [sample.number] : []
            let facts = SharingFacts(
                policy: policies[place[0]], numbers: [sample.number], preferences: preferences[place[1]].1,
                permissions: permissions[place[4]].1, relationship: .statedBySystem, now: sample.now)
            let decision = decide(
                sample.requester, controller: controller, dataset: Dataset.allCases[place[5]], given: facts)
            return Self.words(for: decision)
        }
    }

    private static func words(for decision: SharingDecision) -> String {
        guard let residue = decision.residue else { return "no: " + (decision.denial?.words ?? "") }
        let limits = [
            residue.windowMonths.map { "\($0) months back" }, residue.includesJournal ? "with journal text" : nil,
            residue.includesRestricted ? "with restricted items" : nil,
            residue.withholdsNotForPatient ? "without what must not be disclosed to the person" : nil,
        ]
        let clause = decision.explanation.clause?.clause ?? ""
        return (["SHOWN by clause \(clause)"] + limits.compactMap { $0 }).joined(separator: ", ")
    }

    @Test func `is the one that a privacy officer has read`() throws {
        let table = try table()
        let text =
            """
            Who may see what: every combination of purpose, role, state of the agreement, preference of the person, permission to view
            and dataset, each decided by the gateway's own function, under the agreement below. \(table.combinations) combinations were decided.
            What a line does not name makes no difference there. Values that come to the same share a line.
            Everything else is as it should be: the requester's organisation is RX1, the sign-in has the highest strength, a legitimate
            relationship is known, no token narrows the datasets, and a patient or proxy asks for a record of their own.


            """ + table.lines.joined(separator: "\n") + "\n\nThe agreement\n\n" + Self.document
        Golden.expect(text, equals: "decisions.txt", in: "SharingTests")
        #expect(
            table.combinations == purposes.count * Role.allCases.count * 7 * preferences.count * permissions.count
                * Dataset.allCases.count)
    }
}
