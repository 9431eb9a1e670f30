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

    /// Says to which groups and networks organisations belong, in place of what was said before.
    /// - Returns: whether that was any change.
    @discardableResult
    public func setMemberships(
        _ memberships: [String: Set<SharingClause.Consumer>], by person: String, at now: FHIRDateTime
    ) async throws(RegisterFault) -> Bool {
        let wanted = memberships.filter { !$0.value.isEmpty }
        return try await change { database in
            guard try Self.memberships(in: database) != wanted else { return false }
            try database.execute(sql: "DELETE FROM membership")
            for (organisation, names) in wanted {
                for name in names {
                    guard let (kind, text) = name.membership else { continue }
                    try database.execute(
                        sql: "INSERT INTO membership VALUES (?, ?, ?)", arguments: [organisation, kind, text])
                }
            }
            try RegisterChange.note(
                kind: .memberships, subject: "organisations", to: "set", by: person, at: now, in: database)
            return true
        }
    }

    static func memberships(in database: Database) throws -> [String: Set<SharingClause.Consumer>] {
        var found: [String: Set<SharingClause.Consumer>] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT organisation, kind, name FROM membership") {
            let (organisation, kind, name): (String, String, String) = (row[0], row[1], row[2])
            found[organisation, default: []].insert(kind == "group" ? .group(name) : .network(name))
        }
        return found
    }
}

extension SharingClause.Consumer {
    /// The kind and name of a group or network; `nil` for an organisation, which belongs to itself without saying.
    fileprivate var membership: (kind: String, name: String)? {
        switch self {
        case .organisation: nil
        case .group(let name): ("group", name)
        case .network(let name): ("network", name)
        }
    }
}
