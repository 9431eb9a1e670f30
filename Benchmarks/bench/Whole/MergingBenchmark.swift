// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation

/// Eight sources of about 50 KB each put together into one record, over real sockets: a thousand persons, every answer's entries
/// counted, beside what others do with the same sources in the same run.
struct MergingBenchmark {
    let yardsticks: Yardsticks
    let seconds: Double
    let clients = 16

    func table() async throws -> Table {
        var table = Table("Eight sources of 50 KB into one record; 1,000 persons, 16 clients, all on this machine")
        for manner in SourceManner.allCases {
            let sources = try ChildProcess(part: ["sources", manner.rawValue])
            defer { sources.end() }
            let gateway = try GatewayProcess.start(manner, sources)
            let calibrated = try Expectation(gateway, manner)
            let own = await measure(gateway, GatewayProcess.path, calibrated.entries)
            gateway.end()
            let concatenating = try ChildProcess(part: ["concatenate"] + sources.ports.dropLast().map(String.init))
            let same = await measure(concatenating, { "/record/\($0)" }, calibrated.sourceEntries)
            concatenating.end()
            let goal = manner == .fhirR4 ? 50 : 35
            table.add("the gateway, \(manner.name)", Self.figures(own))
            table.add(
                "the same HTTP stack concatenating", Self.figures(same),
                goal: "gateway \(Int((own.result.rate / same.result.rate * 100).rounded()))% of it; goal ≥ \(goal)%")
            try await measureOthers(sources, calibrated, own, into: &table)
        }
        return table
    }

    typealias Measured = (result: Load.Result, processor: Double, resident: Int)

    private func measureOthers(
        _ sources: ChildProcess, _ calibrated: Expectation, _ own: Measured, into table: inout Table
    ) async throws {
        do {
            let python = try yardsticks.concatenatingInPython(sources.ports.dropLast())
            let result = await measure(python, { "/record/\($0)" }, calibrated.sourceEntries)
            python.end()
            table.add(
                "aiohttp concatenating", Self.figures(result),
                goal: "gateway \(Self.times(own.result.rate, result.result.rate)); goal never below")
        } catch { table.add("aiohttp concatenating", "not measured: \(error)") }
        guard calibrated.manner == .fhirR4 else { return }
        do {
            let proxy = try yardsticks.proxyPassing(to: sources.ports[0])
            let result = await measure(proxy, { "/record/\($0)" }, { calibrated.entriesOfOneSource($0) })
            proxy.end()
            table.add("nginx passing one source through", Self.figures(result))
        } catch { table.add("nginx passing one source through", "not measured: \(error)") }
        do {
            let merging = try yardsticks.mergingInPython(sources.ports.dropLast())
            let result = await measure(merging, { "/record/\($0)" }, calibrated.sourceEntries, clients: 2)
            merging.end()
            table.add("HealthChain's client merging", Self.figures(result), goal: "known: 5–6 records/s")
        } catch { table.add("HealthChain's client merging", "not measured: \(error)") }
    }

    private func measure(
        _ server: ChildProcess, _ path: @escaping @Sendable (Int) -> String,
        _ expected: @escaping @Sendable (Int) -> Int, clients: Int? = nil
    ) async -> Measured {
        let load = Load(port: server.ports[0], path: path, expected: expected)
        _ = await load.run(clients: clients ?? self.clients, seconds: min(2, seconds / 4))
        let before = server.processorTime
        let result = await load.run(clients: clients ?? self.clients, seconds: seconds)
        let used = server.processorTime - before
        return (result, used / Double(max(1, result.latencies.count)), server.residentMebibytes)
    }

    private static func figures(_ measured: Measured) -> String {
        let result = measured.result
        let wrong = result.wrong > 0 ? ", \(result.wrong) WRONG" : ""
        return
            "\(Int(result.rate.rounded()))/s, p50 \(Table.milliseconds(result.quantile(0.5))), p99 \(Table.milliseconds(result.quantile(0.99))), \(Table.milliseconds(measured.processor)) of processor each, \(measured.resident) MiB\(wrong)"
    }

    private static func times(_ one: Double, _ other: Double) -> String {
        "\((one / max(other, 1e-9) * 100).rounded() / 100)× of it"
    }
}
