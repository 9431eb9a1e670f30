// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Brokering
import CareRecord
public import FHIR
import GRDB
public import Sharing

extension SQLiteSharingRegister: PrivacyAlertRegister {
    private static let mostLetters = 2000

    public func alerts(for officer: Requester) async throws(PrivacyAlertFault) -> [PrivacyAlert] {
        try Self.requireOfficer(officer)
        return try await asked { database in
            try Row.fetchAll(
                database, sql: Self.alertColumns + " WHERE organisation = ? ORDER BY at DESC, id DESC LIMIT 1000",
                arguments: [officer.organisation]
            ).map { try Self.alert($0, in: database) }
        }
    }

    public func open(
        _ alert: PrivacyAlert.ID, by officer: Requester, at now: FHIRDateTime
    ) async throws(PrivacyAlertFault) -> OpenedPrivacyAlert {
        try Self.requireOfficer(officer)
        return try await acting { database in
            let found = try Self.act(.opened, on: alert, remark: "", by: officer, at: now, in: database)
            let row = try Row.fetchOne(
                database, sql: "SELECT nhsNumber, text FROM privacyAlert WHERE id = ?", arguments: [alert])
            guard let row, let number = try? NHSNumber(row[0] as String) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT)
            }
            let text: String? = row[1]
            return OpenedPrivacyAlert(alert: found, nhsNumber: number, text: text.map { Confidential($0) })
        }
    }

    public func act(
        _ action: PrivacyAlert.Action.Kind, on alert: PrivacyAlert.ID, remark: String, by officer: Requester,
        at now: FHIRDateTime
    ) async throws(PrivacyAlertFault) -> PrivacyAlert {
        try Self.requireOfficer(officer)
        guard action != .opened else { throw .notADecision }
        guard remark.contains(where: { !$0.isWhitespace }), remark.utf8.count <= Self.mostLetters * 4 else {
            throw .remarkMissing
        }
        return try await acting { try Self.act(action, on: alert, remark: remark, by: officer, at: now, in: $0) }
    }

    public func notices(for officer: Requester) async throws(PrivacyAlertFault) -> [ControllerNotice] {
        guard officer.role == .privacyOfficer || officer.role == .practiceManager, !officer.organisation.isEmpty else {
            throw .notPermitted
        }
        return try await asked { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT reason, at, role, organisation, traceID FROM controllerNotice
                    JOIN privacyAlert ON privacyAlert.id = controllerNotice.alert
                    WHERE controller = ? ORDER BY sequence DESC LIMIT 1000
                    """, arguments: [officer.organisation]
            ).map { row in
                ControllerNotice(
                    controller: officer.organisation, cause: try Self.cause(row[0]),
                    at: FHIRDateTime(secondsSince1970: row[1]), role: Role(code: row[2]), organisation: row[3],
                    traceID: row[4])
            }
        }
    }

    // MARK: The steps

    private static func requireOfficer(_ officer: Requester) throws(PrivacyAlertFault) {
        guard officer.role == .privacyOfficer, !officer.organisation.isEmpty, !officer.person.isEmpty else {
            throw .notPermitted
        }
    }

    private static func act(
        _ action: PrivacyAlert.Action.Kind, on id: PrivacyAlert.ID, remark: String, by officer: Requester,
        at now: FHIRDateTime, in database: Database
    ) throws -> PrivacyAlert {
        let found = try alert(id, of: officer.organisation, in: database)
        guard found.person != officer.person else { throw PrivacyAlertFault.ownAccess }
        try database.execute(
            sql: "INSERT INTO privacyAlertAction (alert, kind, person, at, remark) VALUES (?, ?, ?, ?, ?)",
            arguments: [id, action.rawValue, officer.person, now.earliestSecond, remark])
        return try alert(id, of: officer.organisation, in: database)
    }

    private static let alertColumns =
        "SELECT id, reason, at, person, name, role, organisation, system, traceID FROM privacyAlert"

    private static func alert(
        _ id: PrivacyAlert.ID, of organisation: String, in database: Database
    ) throws -> PrivacyAlert {
        let row = try Row.fetchOne(
            database, sql: alertColumns + " WHERE id = ? AND organisation = ?", arguments: [id, organisation])
        guard let row else { throw PrivacyAlertFault.notPermitted }
        return try alert(row, in: database)
    }

    private static func alert(_ row: Row, in database: Database) throws -> PrivacyAlert {
        let id: Int = row[0]
        let actions = try Row.fetchAll(
            database,
            sql: "SELECT kind, person, at, remark FROM privacyAlertAction WHERE alert = ? ORDER BY sequence",
            arguments: [id]
        ).compactMap { action in
            PrivacyAlert.Action.Kind(rawValue: action[0]).map {
                PrivacyAlert.Action(
                    $0, person: action[1], at: FHIRDateTime(secondsSince1970: action[2]),
                    remark: Confidential(action[3]))
            }
        }
        return PrivacyAlert(
            id: id, cause: try cause(row[1]), at: FHIRDateTime(secondsSince1970: row[2]), person: row[3], name: row[4],
            role: Role(code: row[5]), organisation: row[6], system: row[7], traceID: row[8], actions: actions)
    }

    private static func cause(_ reason: String?) throws -> PrivacyAlert.Cause {
        // Claims of before a reason was asked for have none.
        guard let reason, reason != PointOfCare.claimReason else { return .selfClaimedRelationship }
        if reason == enumerationReason { return .enumeration }
        guard let reason = PermissionToView.EmergencyReason(rawValue: reason) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        return .emergency(reason)
    }

    private func asked<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws(PrivacyAlertFault) -> Value {
        do {
            return try await database.read(body)
        } catch {
            throw error as? PrivacyAlertFault ?? .unavailable(SharingFailure(database: error))
        }
    }

    private func acting<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws(PrivacyAlertFault) -> Value {
        do {
            return try await database.write(body)
        } catch {
            throw error as? PrivacyAlertFault ?? .unavailable(SharingFailure(database: error))
        }
    }
}
