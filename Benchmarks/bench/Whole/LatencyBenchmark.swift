// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation

/// What the gateway adds to the time that sources take: to one quick source, to the slowest of eight, and at the deadline.
struct LatencyBenchmark {
    let seconds: Double

    func table() async throws -> Table {
        var table = Table("Latency; one client unless said otherwise")
        let sources = try ChildProcess(part: ["sources", SourceManner.fhirR4.rawValue])
        defer { sources.end() }
        try await addedToOne(sources, &table)
        let gateway = try GatewayProcess.start(.fhirR4, sources)
        defer { gateway.end() }
        let calibrated = try Expectation(gateway, .fhirR4)
        await overTheSlowest(sources, gateway, calibrated, &table)
        await atTheDeadline(sources, gateway, &table)
        return table
    }

    private func addedToOne(_ sources: ChildProcess, _ table: inout Table) async throws {
        let entries = { @Sendable (_: Int) in 0 }
        let direct = await quickest(Load(port: sources.ports[0], path: { "/record/\($0)" }, expected: entries))
        let gateway = try GatewayProcess.start(.fhirR4, sources, knowing: 1)
        defer { gateway.end() }
        let through = await quickest(Load(port: gateway.ports[0], path: GatewayProcess.path, expected: entries))
        let sync = Self.secondsOfOneSync()
        let added = through.quantile(0.5) - direct.quantile(0.5)
        table.add("one source of 50 KB, asked directly", "p50 \(Table.milliseconds(direct.quantile(0.5)))")
        table.add("one fdatasync", "p50 \(Table.milliseconds(sync))")
        table.add(
            "added by the gateway, audit included",
            "p50 \(Table.milliseconds(added)), p99 \(Table.milliseconds(through.quantile(0.99) - direct.quantile(0.5)))",
            goal: "p50 ≤ 1 ms + two fdatasyncs = \(Table.milliseconds(0.001 + 2 * sync)); p99 ≤ 15 ms")
        try await addedByIdentity(to: through, entries, sources, &table)
    }

    /// The same request of somebody who is known by a token, decided by a register on disk, beside that of nobody, decided from memory.
    private func addedByIdentity(
        to through: Load.Result, _ entries: @escaping @Sendable (Int) -> Int, _ sources: ChildProcess,
        _ table: inout Table
    ) async throws {
        let gateway = try GatewayProcess.start(
            .fhirR4, sources, knowing: 1, environment: [BenchIdentity.variable: "1"])
        defer { gateway.end() }
        var load = Load(port: gateway.ports[0], path: GatewayProcess.path, expected: entries)
        load.headers = try BenchIdentity.header()
        let known = await quickest(load)
        func added(_ part: Double) -> String { Table.milliseconds(known.quantile(part) - through.quantile(part)) }
        table.add(
            "added by identity and decision (ES256 token, register on disk)",
            "p50 \(added(0.5)), p99 \(added(0.99))\(known.wrong > 0 ? ", \(known.wrong) WRONG" : "")")
    }

    /// Every answer counts, whatever its entries: this is about time, and the counts are checked elsewhere.
    private func quickest(_ load: Load) async -> Load.Result {
        var result = await load.timed(seconds: seconds)
        result.latencies.sort()
        return result
    }

    private static func secondsOfOneSync() -> Double {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("mig-sync-\(UUID().uuidString)").path
        let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
        defer {
            close(descriptor)
            unlink(path)
        }
        var block = [UInt8](repeating: 1, count: 4096)
        var times: [Double] = []
        for place in 0..<200 {
            pwrite(descriptor, &block, block.count, place * block.count)
            let begun = ContinuousClock.now
            fdatasync(descriptor)
            times.append(begun.duration(to: .now) / .seconds(1))
        }
        return times.sorted()[100]
    }

    private func overTheSlowest(
        _ sources: ChildProcess, _ gateway: ChildProcess, _ calibrated: Expectation, _ table: inout Table
    ) async {
        sources.tell("3 slow-200")
        let load = Load(port: gateway.ports[0], path: GatewayProcess.path, expected: calibrated.entries)
        _ = await load.run(clients: 2, seconds: 1)
        // A quantile of few answers says little, and each of these takes nearly half a second.
        let result = await load.run(clients: 4, seconds: seconds * 4, interval: 0.25)
        // Each source is asked twice, one question after the other: for the patient, then for the record.
        func over(_ part: Double) -> String { Table.milliseconds(result.quantile(part) - 0.4) }
        sources.tell("3 answers")
        table.add(
            "over the slowest of eight (2 × 200 ms), 4 clients",
            "p50 \(over(0.5)), p95 \(over(0.95))\(result.wrong > 0 ? ", \(result.wrong) WRONG" : "")",
            goal: "p95 ≤ 20 ms")
    }

    private func atTheDeadline(_ sources: ChildProcess, _ gateway: ChildProcess, _ table: inout Table) async {
        for source in 0..<SourceManner.sources { sources.tell("\(source) hangs") }
        let load = Load(port: gateway.ports[0], path: GatewayProcess.path, expected: { _ in 0 })
        let result = await load.timed(clients: 8, seconds: 4)
        for source in 0..<SourceManner.sources { sources.tell("\(source) answers") }
        table.add(
            "every source hangs (own limit 2,500 ms, deadline 3,000 ms)",
            "\(Table.milliseconds(result.quantile(0))) to \(Table.milliseconds(result.quantile(1)))",
            goal: "2,500 or 3,000 ± 50 ms")
    }
}

extension Load {
    /// As ``run(clients:seconds:interval:)``, but every answer with status 200 counts, whatever its entries.
    func timed(clients: Int = 1, seconds: Double, interval: Double = 0) async -> Result {
        var load = self
        load.countsEveryAnswer = true
        return await load.run(clients: clients, seconds: seconds, interval: interval)
    }
}
