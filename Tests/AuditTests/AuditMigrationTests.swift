// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import GRDB
import Sharing
import Testing

@testable import Audit

@Suite struct `An audit of before` {
    private static let entry = """
        INSERT INTO auditEntry (event, traceID, at, person, role, organisation, system, purpose, establishment, nhsNumber,
            datasets, sources, clauses, strength)
        VALUES ('intent', 'before', '2026-01-31T09:30:00.000Z', 'doctor-1', 'doctor', 'RX1', 'ward', 'TREAT', 'token',
            '9434765919', 'risks', 'anytown: risks', '', 3)
        """

    @Test func `keeps its entries under their numbers, and goes on from them`() async throws {
        try await `The audit journal`.withFolder { folder in
            let path = folder + "/audit.sqlite"
            let queue = try DatabaseQueue(path: path)
            try SQLiteAuditJournal.migrations.migrate(queue, upTo: "002-strength")
            try await queue.write { database in
                for _ in 0..<3 { try database.execute(sql: Self.entry) }
            }
            try queue.close()
            let journal = try SQLiteAuditJournal(path: path)
            try await journal.append(try `The audit journal`.entry(.explanation))
            let lines = try await journal.lines()
            #expect(lines.count == 4)
            for (place, line) in lines.enumerated() { #expect(line.contains("sequence=\(place + 1) ")) }
            #expect(lines[0].contains("doctor-1") && lines[3].contains("explanation"))
            let since = try #require(FHIRDateTime("2026-01-30"))
            let requests = try await journal.recordedRequests(since: since)
            #expect(requests.map(\.relationship) == [.notRecorded] && requests.first?.strength == .high)
            let again = try DatabaseQueue(path: path)
            for sql in ["UPDATE auditEntry SET person = 'nobody'", "DELETE FROM auditEntry"] {
                await #expect(throws: DatabaseError.self) { try await again.write { try $0.execute(sql: sql) } }
            }
        }
    }
}
