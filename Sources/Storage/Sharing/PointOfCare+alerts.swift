// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import GRDB
import Sharing

extension PointOfCare {
    /// The reason that stands with the alert of a claimed relationship, which is no emergency's.
    static let claimReason = "self-claimed"

    /// Whether no alert of a claim is due, or the one that is due has been raised. What is stated is recorded, with the alert that it needs.
    func isAlerted(in database: Database) throws -> Bool {
        try claim == nil || hasClaimed(in: database)
    }

    /// Whether the requester claimed a relationship to the person, with its reason, not longer ago than an emergency access would hold. One
    /// alert tells of it for as long.
    func hasClaimed(in database: Database) throws -> Bool {
        guard requester.role.isCareProfessional else { return false }
        let statement = try database.cachedStatement(
            sql: """
                SELECT EXISTS (SELECT 1 FROM privacyAlert
                WHERE nhsNumber = ? AND person = ? AND organisation = ? AND reason = ? AND at > ?)
                """)
        return try question.numbers.contains { number in
            try Bool.fetchOne(
                statement,
                arguments: [
                    number.disclosed, requester.person, requester.organisation, Self.claimReason,
                    second - SQLiteSharingRegister.Limits.emergencySeconds,
                ]) ?? false
        }
    }

    /// Puts the alerts that are due on the list of the viewing organisation's privacy officer, and sends word to the controllers.
    func raiseAlerts(given facts: SharingFacts, in database: Database) throws {
        if let claim, try !hasClaimed(in: database) {
            // A claim comes before the question to the person: word goes to those that wait for the answer too.
            let answered = facts.asIfPermitted(to: requester)
            try raise(Self.claimReason, claim, to: answered.controllersThatPermit(requester), in: database)
        }
        if case .emergency(let reason, let text)? = question.statement?.answer {
            let controllers = facts.controllersThatPermit(requester.asking(for: .breakGlass))
            try raise(reason.rawValue, text, to: controllers, in: database)
        }
    }

    private func raise(
        _ reason: String, _ text: String, to controllers: [String], in database: Database
    ) throws {
        let alert = try PrivacyAlertRow(
            reason: reason, text: text, at: second, requester: requester, number: number, traceID: question.traceID
        ).insert(into: database)
        let notice = try database.cachedStatement(sql: "INSERT INTO controllerNotice (alert, controller) VALUES (?, ?)")
        // Word goes to those that hold something about the person; where that could not be found out, to all that would show it.
        for controller in controllers where question.controllers?.contains(controller) ?? true {
            try notice.execute(arguments: [alert, controller])
        }
    }
}

extension SharingFacts {
    /// The same, had the person been asked and agreed.
    fileprivate func asIfPermitted(to requester: Requester) -> SharingFacts {
        let given = [PermissionToView.Extent.consultation, .episode].map { extent in
            PermissionToView(
                .given, extent: extent, askedBy: requester.person, organisation: requester.organisation, at: now,
                until: now.advanced(bySeconds: 1))
        }
        return SharingFacts(
            policy: policy, numbers: numbers, preferences: preferences, permissions: given, relationship: relationship,
            now: now)
    }

    /// The controllers, by ODS code, that permit any dataset to a requester.
    fileprivate func controllersThatPermit(_ requester: Requester) -> [String] {
        let byController = Dictionary(grouping: policy.agreements, by: \.agreement.controller)
        return byController.filter { controller, agreements in
            // Only this controller's agreements decide about its data: the others need not be looked through.
            let own = SharingFacts(
                policy: SharingPolicy(
                    version: policy.version, agreements: agreements, memberships: policy.memberships),
                numbers: numbers, preferences: preferences, permissions: permissions, relationship: relationship,
                now: now)
            let organisation = Organisation(odsCode: controller, name: "")
            return Dataset.allCases.contains {
                decide(requester, controller: organisation, dataset: $0, given: own).isPermitted
            }
        }.keys.sorted()
    }
}
