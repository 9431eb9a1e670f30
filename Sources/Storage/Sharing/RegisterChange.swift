// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR
import GRDB

/// A line of the register's log: who changed what, when, from which state to which.
public struct RegisterChange: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case agreement, offer, memberships
    }

    public let at: FHIRDateTime
    public let by: String
    public let kind: Kind
    /// The agreement's id, the offer's number, or the group or network with the organisation in it: `network anytown: ZZ9A1`.
    public let subject: String
    public let version: Int?
    /// `nil` where it is new.
    public let formerState: String?
    public let state: String

    static func note(
        kind: Kind, subject: String, version: Int? = nil, from former: String? = nil, to state: String,
        by person: String,
        at now: FHIRDateTime, in database: Database
    ) throws {
        guard !person.isEmpty else { throw RegisterFault.refused("Say who makes the change (--by NAME).") }
        try database.execute(
            sql: """
                INSERT INTO registerChange (at, changedBy, kind, subject, version, formerState, state)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [now.earliestSecond, person, kind.rawValue, subject, version, former, state])
    }

    /// The changes of a kind, oldest first.
    /// - Parameter subject: of this alone; of all where it is `nil`.
    static func of(_ kind: Kind, subject: String? = nil, in database: Database) throws -> [RegisterChange] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT at, changedBy, subject, version, formerState, state FROM registerChange
                WHERE kind = ? AND subject = coalesce(?, subject) ORDER BY sequence
                """, arguments: [kind.rawValue, subject]
        ).map { row in
            RegisterChange(
                at: FHIRDateTime(secondsSince1970: row[0]), by: row[1], kind: kind, subject: row[2], version: row[3],
                formerState: row[4], state: row[5])
        }
    }
}
