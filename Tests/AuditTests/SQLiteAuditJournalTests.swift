// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Audit
import Brokering
import CareRecord
import Foundation
import GRDB
import Sharing
import Storage
import Testing

@Suite struct `The audit journal` {
    static func entry(_ event: AuditEntry.Event, digest: String? = nil) throws -> AuditEntry {
        AuditEntry(
            event: event, traceID: "trace-1", at: "2026-01-31T09:30:00.000Z", requester: .unauthenticatedDemonstration,
            nhsNumber: try NHSNumber("9434765919"), datasets: [.risks, .medication],
            sources: [.init(source: try #require(SourceID("anytown")), outcomes: ["risks=answered:3"])], digest: digest)
    }

    static func withFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("audit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder.path)
    }

    @Test func `waits for the disk: synchronous is FULL, read back on the connection that writes`() async throws {
        try await Self.withFolder { folder in
            let database = try DurableDatabase(path: folder + "/audit.sqlite", migrations: DatabaseMigrator())
            #expect(try await database.synchronousLevel() == 2)
        }
    }

    @Test func `is readable for its owner alone, and so is what is beside it, whatever the umask`() async throws {
        try await Self.withFolder { folder in
            let path = folder + "/audit.sqlite"
            // As a careless hand would have left it.
            #expect(FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o666]))
            for path in [path, folder + "/another.sqlite"] {
                let journal = try SQLiteAuditJournal(path: path)
                try await journal.append(try Self.entry(.intent))
                for file in [path, path + "-wal", path + "-shm"] {
                    let rights = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
                    #expect(rights?.intValue == 0o600, "\(file.suffix(4))")
                }
            }
        }
    }

    @Test func `keeps what was appended when it is opened again`() async throws {
        try await Self.withFolder { folder in
            let path = folder + "/audit.sqlite"
            let journal = try SQLiteAuditJournal(path: path)
            try await journal.append(try Self.entry(.intent))
            try await journal.append(try Self.entry(.disclosure, digest: String(repeating: "a", count: 64)))
            let again = try SQLiteAuditJournal(path: path)
            #expect(try await again.count(of: .intent) == 1)
            #expect(try await again.count(of: .disclosure, traceID: "trace-1") == 1)
            let lines = try await again.lines()
            #expect(lines.count == 2)
            #expect(lines[0].contains("unauthenticated demonstration"))
        }
    }

    @Test func `refuses every change and deletion`() async throws {
        try await Self.withFolder { folder in
            let path = folder + "/audit.sqlite"
            let journal = try SQLiteAuditJournal(path: path)
            try await journal.append(try Self.entry(.intent))
            let queue = try DatabaseQueue(path: path)
            for sql in ["UPDATE auditEntry SET person = 'nobody'", "DELETE FROM auditEntry"] {
                await #expect(throws: DatabaseError.self) { try await queue.write { try $0.execute(sql: sql) } }
            }
            #expect(try await journal.count(of: .intent) == 1)
        }
    }

    @Test func `refuses a disclosure without the digest of what left`() async throws {
        try await Self.withFolder { folder in
            let journal = try SQLiteAuditJournal(path: folder + "/audit.sqlite")
            await #expect(throws: AuditFailure.self) { try await journal.append(try Self.entry(.disclosure)) }
        }
    }

    @Test func `says that it cannot be written when the database is full`() async throws {
        try await Self.withFolder { folder in
            let path = folder + "/audit.sqlite"
            let journal = try SQLiteAuditJournal(path: path, maximumPages: 12)
            #expect(await journal.isWritable())
            var failure: AuditFailure?
            for _ in 0..<2000 where failure == nil {
                do { try await journal.append(try Self.entry(.intent)) } catch let error as AuditFailure {
                    failure = error
                }
            }
            #expect(failure != nil)
            #expect(failure?.detail.contains("943") == false)
            #expect(await !journal.isWritable())
        }
    }
}
