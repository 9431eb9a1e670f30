// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import GRDB
import Sharing

extension PointOfCare {
    /// Whether no alert is due, or the one that is due has been raised.
    func isAlerted(in database: Database) throws -> Bool {
        if question.statement?.isEmergency == true { return false }
        guard relationship == .selfClaimed else { return true }
        // One alert tells of the same claim for as long as an emergency access would hold.
        return try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS (SELECT 1 FROM privacyAlert
                WHERE nhsNumber = ? AND person = ? AND organisation = ? AND reason IS NULL AND at > ?)
                """,
            arguments: [
                number.disclosed, requester.person, requester.organisation,
                second - SQLiteSharingRegister.Limits.emergencySeconds,
            ]) ?? false
    }

    /// Puts the alert that is due on the list of the viewing organisation's privacy officer, and sends word to the controllers.
    func raiseAlert(given facts: SharingFacts, in database: Database) throws {
        guard try !isAlerted(in: database) else { return }
        var emergency: (reason: String, text: String)?
        if case .emergency(let reason, let text)? = question.statement?.answer { emergency = (reason.rawValue, text) }
        try database.execute(
            sql: """
                INSERT INTO privacyAlert (reason, text, at, person, name, role, organisation, system, nhsNumber, traceID)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                emergency?.reason, emergency?.text, second, requester.person, requester.name, requester.role.rawValue,
                requester.organisation, requester.system, number.disclosed, question.traceID,
            ])
        let alert = database.lastInsertedRowID
        let asking = emergency == nil ? requester : requester.asking(for: .breakGlass)
        let notice = try database.cachedStatement(sql: "INSERT INTO controllerNotice (alert, controller) VALUES (?, ?)")
        for controller in facts.controllersThatPermit(asking)
        where question.controllers?.contains(controller) ?? true {
            try notice.execute(arguments: [alert, controller])
        }
    }
}

extension PointOfCare {
    /// The reason that stands with an alert of many people, which is no emergency's.
    static let enumerationReason = "enumeration"

    /// Tells the privacy officer of the viewing organisation that somebody asks for many people; nobody is kept from anything by it.
    func raiseEnumerationAlert(in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO privacyAlert (reason, text, at, person, name, role, organisation, system, nhsNumber, traceID)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Self.enumerationReason,
                "More than \(EnumerationWatch.mostPeople) people within a minute; the NHS number is of the last of them.",
                second, requester.person, requester.name, requester.role.rawValue, requester.organisation,
                requester.system, number.disclosed, question.traceID,
            ])
    }
}

extension SharingFacts {
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
