// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Brokering
public import CareRecord
public import FHIR
import GRDB
public import Sharing

extension SQLiteSharingRegister: AskingWatch {
    /// The reason that stands with an alert of many people, which is no emergency's.
    static let enumerationReason = "enumeration"

    public func note(
        _ requester: Requester, askingAbout number: NHSNumber, traceID: String, at now: FHIRDateTime
    ) async throws(SharingFailure) {
        guard watch.notes(requester, askingFor: number, at: now.earliestSecond) else { return }
        do {
            try await database.write { database -> Void in
                try PrivacyAlertRow(
                    reason: Self.enumerationReason,
                    text:
                        "More than \(EnumerationWatch.mostPeople) people within a minute; the NHS number is of the last of them.",
                    at: now.earliestSecond, requester: requester, number: number, traceID: traceID
                ).insert(into: database)
            }
        } catch {
            watch.alertFailed(of: requester)
            throw SharingFailure(database: error)
        }
    }
}

/// An alert as it is written.
struct PrivacyAlertRow {
    let reason: String
    let text: String
    let at: Int
    let requester: Requester
    let number: NHSNumber
    let traceID: String

    /// - Returns: the alert's id.
    @discardableResult func insert(into database: Database) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO privacyAlert (reason, text, at, person, name, role, organisation, system, nhsNumber, traceID)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                reason, text, at, requester.person, requester.name, requester.role.rawValue, requester.organisation,
                requester.system, number.disclosed, traceID,
            ])
        return database.lastInsertedRowID
    }
}
