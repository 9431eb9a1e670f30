// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation

/// More requests than the gateway can answer, and many hours' worth of trouble in ten minutes.
struct OverloadBenchmark {
    let manner: SourceManner

    /// Three times capacity: first what it can do, then clients that ask three times as often.
    func overload(seconds: Double) async throws -> Table {
        var table = Table("Overload: three times capacity for \(Int(seconds)) s, eight sources (\(manner.name))")
        let (sources, gateway, load) = try start()
        defer {
            gateway.end()
            sources.end()
        }
        _ = await load.run(clients: 16, seconds: 3)
        let peak = await load.run(clients: 16, seconds: min(15, seconds / 2))
        let clients = 256
        let result = await load.run(
            clients: clients, seconds: seconds, interval: Double(clients) / (3 * max(peak.rate, 1)))
        let asked =
            Double(result.latencies.count + result.refusals.count + result.incomplete + result.wrong) / result.seconds
        table.add("peak, 16 clients", "\(Int(peak.rate)) records/s")
        table.add(
            "asked", "\(Int(asked))/s by \(clients) clients", goal: "3 × the peak; clients that wait cannot ask more")
        table.add(
            "answered (goodput)",
            "\(Int(result.rate)) records/s, p50 \(Table.milliseconds(result.quantile(0.5))), p99 \(Table.milliseconds(result.quantile(0.99)))",
            goal: "\(Int(result.rate / max(peak.rate, 1e-9) * 100))% of the peak; goal ≥ 90%")
        table.add(
            "refused (503)",
            "\(result.refusals.count), p50 \(Table.milliseconds(result.quantile(0.5, refused: true))), p99 \(Table.milliseconds(result.quantile(0.99, refused: true)))"
        )
        table.add("incomplete answers that say so", "\(result.incomplete)", goal: "0: no source was slow")
        table.add("wrong or broken answers", "\(result.wrong)", goal: "0")
        table.add("resident", "\(gateway.residentMebibytes) MiB", goal: "≤ 512 MiB")
        return table
    }

    /// Half of capacity while the sources fail in turn.
    func soak(seconds: Double) async throws -> Table {
        var table = Table("Soak: half capacity for \(Int(seconds)) s, sources failing in turn (\(manner.name))")
        let (sources, gateway, load) = try start()
        defer {
            gateway.end()
            sources.end()
        }
        _ = await load.run(clients: 8, seconds: 3)
        let peak = await load.run(clients: 16, seconds: 8)
        let before = (gateway.residentMebibytes, gateway.descriptors)
        let clients = 64
        async let soaked = load.run(
            clients: clients, seconds: seconds, interval: Double(clients) / (max(peak.rate, 1) / 2))
        let conducts = ["fails", "hangs", "cuts", "slow-500"]
        let end = ContinuousClock.now.advanced(by: .seconds(seconds - 6))
        var turn = 0
        var most = before.0
        while ContinuousClock.now < end {
            let source = turn % SourceManner.sources
            sources.tell("\(source) \(conducts[turn / SourceManner.sources % conducts.count])")
            try await Task.sleep(for: .seconds(min(5, seconds / 40)))
            sources.tell("\(source) answers")
            most = max(most, gateway.residentMebibytes)
            turn += 1
        }
        let result = await soaked
        try await Task.sleep(for: .seconds(3))
        let healthy = await load.run(clients: 4, seconds: 3)
        table.add("peak, 16 clients", "\(Int(peak.rate)) records/s")
        let answered = Double(result.latencies.count + result.incomplete) / result.seconds
        table.add("answered, whole or saying what is missing", "\(Int(answered)) records/s", goal: "half of the peak")
        table.add(
            "whole answers",
            "\(result.latencies.count), p50 \(Table.milliseconds(result.quantile(0.5))), p99 \(Table.milliseconds(result.quantile(0.99)))"
        )
        table.add(
            "refused (503)", "\(result.refusals.count), p99 \(Table.milliseconds(result.quantile(0.99, refused: true)))"
        )
        table.add("incomplete answers that say so", "\(result.incomplete)", goal: "as the sources fail")
        table.add("wrong or broken answers", "\(result.wrong)", goal: "0")
        table.add(
            "once all sources answer again, incomplete or wrong",
            "\(healthy.wrong + healthy.incomplete) of \(healthy.latencies.count + healthy.wrong + healthy.incomplete)",
            goal: "0")
        table.add(
            "resident at start, most, end", "\(before.0), \(most), \(gateway.residentMebibytes) MiB", goal: "no growth")
        table.add("descriptors at start, end", "\(before.1), \(gateway.descriptors)", goal: "no growth")
        return table
    }

    private func start() throws -> (ChildProcess, ChildProcess, Load) {
        let sources = try ChildProcess(part: ["sources", manner.rawValue])
        let gateway = try GatewayProcess.start(manner, sources)
        let calibrated = try Expectation(gateway, manner)
        return (
            sources, gateway,
            Load(port: gateway.ports[0], path: GatewayProcess.path, expected: calibrated.entries)
        )
    }
}
