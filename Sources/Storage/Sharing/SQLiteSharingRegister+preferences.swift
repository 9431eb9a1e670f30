// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR
import GRDB
public import Sharing

extension SQLiteSharingRegister {
    /// Records a person's wish; of two about the same controller, or about all, the later holds.
    public func record(
        _ preference: SharingPreference, of number: NHSNumber, by person: String, at now: FHIRDateTime
    ) async throws(RegisterFault) {
        try await change { database in
            try database.execute(
                sql: "INSERT INTO preference (nhsNumber, controller, wish, at, recordedBy) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    number.disclosed, preference.controller, preference.wish.rawValue, now.earliestSecond, person,
                ])
        }
    }

    /// The wishes that hold of a person, whose numbers these are; or that held at the end of a second.
    static func preferences(
        of numbers: [NHSNumber], upTo second: Int = .max, in database: Database
    ) throws -> [SharingPreference] {
        var latest: [String?: (sequence: Int, wish: String)] = [:]
        let statement = try database.cachedStatement(
            sql: "SELECT sequence, controller, wish FROM preference WHERE nhsNumber = ? AND at <= ?")
        for number in numbers {
            for row in try Row.fetchAll(statement, arguments: [number.disclosed, second]) {
                let (sequence, controller, wish): (Int, String?, String) = (row[0], row[1], row[2])
                if latest[controller].map({ $0.sequence < sequence }) ?? true { latest[controller] = (sequence, wish) }
            }
        }
        // A wish that is not understood is taken for a dissent.
        return latest.map { SharingPreference(.init(rawValue: $1.wish) ?? .dissent, controller: $0) }
    }
}
