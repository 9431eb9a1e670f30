// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Brokering
import CareRecord
import GRDB
import Sharing
import Storage

/// The audit in one append-only SQLite table. An entry is on disk when ``append(_:)`` returns; the table's triggers refuse
/// every change and deletion.
public struct SQLiteAuditJournal: AuditJournal {
    let database: DurableDatabase
    private let commits: GroupCommit

    /// Opens or makes the journal.
    /// - Throws: a database error, or ``DurableDatabase/Fault`` where commits would not be durable.
    /// - Parameter maximumPages: the size that the journal may grow to, in pages; `nil` for what the disk holds.
    public init(path: String, maximumPages: Int? = nil) throws {
        database = try DurableDatabase(path: path, migrations: Self.migrations, maximumPages: maximumPages)
        commits = GroupCommit(database)
    }

    static var migrations: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001-audit-entry") { database in
            try database.execute(
                sql: """
                    CREATE TABLE auditEntry (
                        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                        event TEXT NOT NULL CHECK (event IN ('intent', 'disclosure', 'refusal', 'permission', 'location')),
                        traceID TEXT NOT NULL CHECK (length(traceID) > 0),
                        at TEXT NOT NULL,
                        person TEXT NOT NULL,
                        role TEXT NOT NULL,
                        organisation TEXT NOT NULL,
                        system TEXT NOT NULL,
                        purpose TEXT NOT NULL,
                        establishment TEXT NOT NULL,
                        nhsNumber TEXT NOT NULL CHECK (length(nhsNumber) = 10),
                        datasets TEXT NOT NULL,
                        sources TEXT NOT NULL,
                        permission TEXT,
                        clauses TEXT NOT NULL,
                        digest TEXT CHECK (digest IS NULL OR length(digest) = 64),
                        CHECK (event <> 'disclosure' OR digest IS NOT NULL)
                    ) STRICT;
                    CREATE TRIGGER auditEntryIsNeverChanged BEFORE UPDATE ON auditEntry
                    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
                    CREATE TRIGGER auditEntryIsNeverDeleted BEFORE DELETE ON auditEntry
                    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
                    CREATE TABLE writability (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        probes INTEGER NOT NULL
                    ) STRICT;
                    INSERT INTO writability VALUES (1, 0);
                    """)
        }
        migrator.registerMigration("002-strength") { database in
            try database.execute(sql: "ALTER TABLE auditEntry ADD COLUMN strength INTEGER")
        }
        migrator.registerMigration("003-relationship") { database in
            try database.execute(sql: entriesWithRelationship)
        }
        return migrator
    }

    /// SQLite cannot change what a column allows: the entries move to a table that allows more events, each under its own number.
    private static let entriesWithRelationship = """
        CREATE TABLE auditEntryAnew (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            event TEXT NOT NULL CHECK (event IN
                ('intent', 'disclosure', 'refusal', 'permission', 'location', 'explanation', 'preference')),
            traceID TEXT NOT NULL CHECK (length(traceID) > 0),
            at TEXT NOT NULL,
            person TEXT NOT NULL,
            role TEXT NOT NULL,
            organisation TEXT NOT NULL,
            system TEXT NOT NULL,
            purpose TEXT NOT NULL,
            establishment TEXT NOT NULL,
            nhsNumber TEXT NOT NULL CHECK (length(nhsNumber) = 10),
            datasets TEXT NOT NULL,
            sources TEXT NOT NULL,
            permission TEXT,
            clauses TEXT NOT NULL,
            digest TEXT CHECK (digest IS NULL OR length(digest) = 64),
            strength INTEGER,
            relationship TEXT,
            CHECK (event <> 'disclosure' OR digest IS NOT NULL)
        ) STRICT;
        INSERT INTO auditEntryAnew SELECT *, NULL FROM auditEntry;
        DROP TABLE auditEntry;
        ALTER TABLE auditEntryAnew RENAME TO auditEntry;
        CREATE TRIGGER auditEntryIsNeverChanged BEFORE UPDATE ON auditEntry
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
        CREATE TRIGGER auditEntryIsNeverDeleted BEFORE DELETE ON auditEntry
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
        """

    public func append(_ entry: AuditEntry) async throws(AuditFailure) {
        try await commits.append(entry).get()
    }

    public func isWritable() async -> Bool {
        do {
            try await database.write { database in
                // Room for entries is asked for and given back: an update alone needs no new page, so a full database takes it.
                try database.inSavepoint {
                    try database.execute(sql: "CREATE TABLE room (filling BLOB)")
                    try database.execute(sql: "INSERT INTO room VALUES (zeroblob(16384))")
                    return .rollback
                }
                try database.execute(sql: "UPDATE writability SET probes = probes + 1")
            }
            return try await database.synchronousLevel() == 2
        } catch {
            return false
        }
    }

    /// How many entries there are of an event, by trace id where one is given. For reports and tests.
    public func count(of event: AuditEntry.Event, traceID: String? = nil) async throws -> Int {
        try await database.read { database in
            try Int.fetchOne(
                database, sql: "SELECT COUNT(*) FROM auditEntry WHERE event = ? AND (? IS NULL OR traceID = ?)",
                arguments: [event.rawValue, traceID, traceID]) ?? 0
        }
    }

    /// Every entry as one line of text, oldest first. For reports and tests.
    public func lines() async throws -> [String] {
        try await database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM auditEntry ORDER BY sequence").map { row in
                row.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
            }
        }
    }
}
