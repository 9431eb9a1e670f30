// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation

/// What the gateway takes of the machine: how soon it is ready, its memory at rest and with a thousand requests waiting.
enum ResidenceBenchmark {
    static func table() async throws -> Table {
        var table = Table("The gateway's process")
        let sources = try ChildProcess(part: ["sources", SourceManner.fhirR4.rawValue])
        defer { sources.end() }
        let gateway = try GatewayProcess.start(.fhirR4, sources)
        defer { gateway.end() }
        table.add("start to ready", Table.milliseconds(gateway.secondsToReady), goal: "≤ 1 s")
        table.add("resident, idle after the start", "\(gateway.residentMebibytes) MiB", goal: "≤ 64 MiB")
        let first = ContinuousClock.now
        _ = try LoadConnection(port: gateway.ports[0]).get(GatewayProcess.path(0))
        table.add("the first record (tables are read then)", Table.milliseconds(first.duration(to: .now) / .seconds(1)))
        for source in 0..<SourceManner.sources { sources.tell("\(source) hangs") }
        let load = Load(port: gateway.ports[0], path: GatewayProcess.path, expected: { _ in 0 })
        async let waiting = load.timed(clients: 1_000, seconds: 4)
        var most = 0
        for _ in 0..<20 {
            try await Task.sleep(for: .milliseconds(200))
            most = max(most, gateway.residentMebibytes)
        }
        let result = await waiting
        table.add(
            "resident with 1,000 requests waiting",
            "\(most) MiB (\(result.latencies.count) answered, \(result.refusals.count) refused, \(result.wrong) failed)",
            goal: "≤ 512 MiB")
        return table
    }
}
