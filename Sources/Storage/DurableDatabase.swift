// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import GRDB

/// An SQLite database whose commits are on disk when they return. What a store promises rests on that, so it is read back
/// when the database is opened.
public struct DurableDatabase: Sendable {
    /// Why a database cannot be relied on.
    public enum Fault: Error, Sendable, CustomStringConvertible {
        /// `PRAGMA synchronous` is not `FULL`: a commit could be lost with the power.
        case notDurable(synchronous: Int)

        public var description: String {
            switch self {
            case .notDurable(let level): "the database does not wait for the disk (synchronous is \(level), not 2)"
            }
        }
    }

    private let pool: DatabasePool

    /// Opens or makes a database, and applies what is missing of the migrations.
    /// - Throws: ``Fault`` or a database error.
    /// - Parameter maximumPages: the size that the database may grow to, in pages; `nil` for what the disk holds.
    public init(path: String, migrations: DatabaseMigrator, maximumPages: Int? = nil) throws {
        try PrivateFile.prepare(path)
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(2)
        let pool = try DatabasePool(path: path, configuration: configuration)
        // GRDB sets NORMAL when it turns on write-ahead logging, after any prepareDatabase: set here, and read back.
        let level = try pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            return try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
        }
        guard level == 2 else { throw Fault.notDurable(synchronous: level) }
        try migrations.migrate(pool)
        if let maximumPages {
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(maximumPages)") }
        }
        self.pool = pool
    }

    /// The level of `PRAGMA synchronous` in force on the connection that writes.
    public func synchronousLevel() async throws -> Int {
        try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? -1 }
    }

    /// Runs one transaction; when it returns, the transaction is on disk.
    public func write<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
        try await pool.write(body)
    }

    /// Runs one transaction even where the task that asks for it has been cancelled, because others wait for it too.
    public func writeForAll<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async -> Result<Value, any Error> {
        await withCheckedContinuation { continuation in
            pool.asyncWrite(body) { _, result in continuation.resume(returning: result) }
        }
    }

    /// Reads a consistent state.
    public func read<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
        try await pool.read(body)
    }
}
