// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Audit
import Brokering
import CareRecord
import Foundation
import Sharing

/// Durable audit entries: one writer, and sixty-four at once.
enum AuditBenchmark {
    static func table(seconds: Double) async throws -> Table {
        var table = Table("Audit: entries on disk when the call returns")
        let number = try NHSNumber(InventedPerson(place: 0).nhsNumber)
        let sources = (0..<8).compactMap { SourceID("source\($0)") }.map {
            AuditEntry.SourceLine(source: $0, outcomes: ["medication=answered:12", "risks=answered:3"])
        }
        for (writers, goal) in [(1, "≥ 1,500/s"), (64, "≥ 20,000/s, p99 ≤ 20 ms")] {
            let path = FileManager.default.temporaryDirectory.appendingPathComponent("mig-audit-\(UUID().uuidString)")
                .path
            defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
            let journal = try SQLiteAuditJournal(path: path)
            let begun = ContinuousClock.now
            let end = begun.advanced(by: .seconds(seconds))
            let sorted = try await withThrowingTaskGroup(of: [Double].self) { group in
                for _ in 0..<writers {
                    group.addTask {
                        var own: [Double] = []
                        while ContinuousClock.now < end {
                            let entry = AuditEntry(
                                event: .intent, traceID: "00000000-0000-4000-8000-000000000000",
                                at: "2026-11-02T12:00:00.000Z", requester: .unauthenticatedDemonstration,
                                nhsNumber: number, datasets: Dataset.held, sources: sources)
                            let start = ContinuousClock.now
                            try await journal.append(entry)
                            own.append(start.duration(to: .now) / .seconds(1))
                        }
                        return own
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }.sorted()
            }
            let total = begun.duration(to: .now) / .seconds(1)
            let written = try await journal.count(of: .intent)
            table.add(
                "\(writers) \(writers == 1 ? "writer" : "writers")",
                "\(Int(Double(sorted.count) / total))/s, p50 \(Table.milliseconds(sorted[sorted.count / 2])), p99 \(Table.milliseconds(sorted[sorted.count * 99 / 100]))\(written == sorted.count ? "" : ", \(written) of \(sorted.count) WRITTEN")",
                goal: goal)
        }
        return table
    }
}
