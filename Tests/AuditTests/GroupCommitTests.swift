// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Audit
import Brokering
import CareRecord
import GRDB
import Testing

@Suite struct `Audit entries that come together` {
    @Test func `are all kept, each once`() async throws {
        try await `The audit journal`.withFolder { folder in
            let path = folder + "/audit.sqlite"
            let journal = try SQLiteAuditJournal(path: path)
            let entry = try `The audit journal`.entry(.intent)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<600 { group.addTask { try await journal.append(entry) } }
                try await group.waitForAll()
            }
            #expect(try await SQLiteAuditJournal(path: path).count(of: .intent) == 600)
        }
    }

    @Test func `fail alone where the table refuses one`() async throws {
        try await `The audit journal`.withFolder { folder in
            let journal = try SQLiteAuditJournal(path: folder + "/audit.sqlite")
            let sound = try `The audit journal`.entry(.intent)
            // A disclosure without a digest is refused by the table.
            let unsound = try `The audit journal`.entry(.disclosure)
            let failures = await withTaskGroup(of: Bool.self) { group in
                for place in 0..<200 {
                    group.addTask {
                        do {
                            try await journal.append(place % 10 == 0 ? unsound : sound)
                            return false
                        } catch {
                            return true
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(failures == 20)
            #expect(try await journal.count(of: .intent) == 180)
            #expect(try await journal.count(of: .disclosure) == 0)
        }
    }

    @Test func `are written also when one who waits is cancelled`() async throws {
        try await `The audit journal`.withFolder { folder in
            let journal = try SQLiteAuditJournal(path: folder + "/audit.sqlite")
            let entry = try `The audit journal`.entry(.intent)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<50 { group.addTask { try? await journal.append(entry) } }
                group.cancelAll()
            }
            #expect(try await journal.count(of: .intent) == 50)
        }
    }
}
