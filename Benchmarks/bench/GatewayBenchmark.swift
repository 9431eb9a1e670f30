// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import Audit
import Brokering
import CareRecord
import Connectors
import FHIR
import Foundation
import JSON
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Sharing
import Simulator
import Terminology
import Web

/// The whole gateway over real sockets: one person known to four simulated sources, the audit on disk, sources and clients in this
/// same process. Every answer's entries are counted.
enum GatewayBenchmark {
    static func rows() async throws -> [Row] {
        let people = DemonstrationPeople.all
        guard let person = people.first else { return [] }
        var world = SimulatedWorld()
        world.addDemonstration(people, on: .reference)
        return try await world.run { addresses in
            try await measured(person.nhsNumber, addresses)
        }
    }

    private static func measured(_ number: String, _ addresses: SimulatedWorld.Addresses) async throws -> [Row] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mig-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let parts = try GatewayParts(addresses, auditFile: folder.path + "/audit.sqlite")
        let (ports, ready) = AsyncStream.makeStream(of: Int.self)
        let server = GatewayServer(
            service: parts.broker, requester: .unauthenticatedDemonstration,
            configuration: GatewayServer.Configuration(host: "127.0.0.1", port: 0), clock: parts.clock,
            randomness: Randomness { count in (0..<count).map { _ in UInt8.random(in: .min ... .max) } },
            logger: parts.logger, onServerRunning: { ready.yield($0) })
        let rows = try await withThrowingTaskGroup(of: [Row]?.self) { group in
            group.addTask {
                try await server.run()
                return nil
            }
            group.addTask {
                var port = 0
                for await bound in ports {
                    port = bound
                    break
                }
                return try await load(number, port: port)
            }
            while let rows = try await group.next() {
                guard let rows else { continue }
                group.cancelAll()
                return rows
            }
            return []
        }
        await parts.shutDown()
        return rows
    }

    private static func load(_ number: String, port: Int) async throws -> [Row] {
        let url = "http://127.0.0.1:\(port)/fhir/R4/Patient/\(number)/$detailed-care-record"
        let body = try await answer(url)
        let expected = try count(body)
        var rows = [Row(name: "an answer", best: "\(body.count >> 10) KiB", median: "\(expected) entries")]
        for clients in [1, 16] {
            let seconds = try await rounds(url, clients: clients, expected: expected)
            let sorted = seconds.latencies.sorted()
            guard !sorted.isEmpty else { continue }
            let rate = Double(sorted.count) / seconds.total
            rows.append(
                Row(
                    name: "four sources, \(clients) \(clients == 1 ? "client" : "clients")",
                    best: "\(Int(rate)) records/s",
                    median:
                        "p50 \(milliseconds(sorted[sorted.count / 2])), p99 \(milliseconds(sorted[sorted.count * 99 / 100]))"
                ))
        }
        return rows
    }

    private static func milliseconds(_ seconds: Double) -> String { "\((seconds * 10_000).rounded() / 10) ms" }

    private static func rounds(
        _ url: String, clients: Int, expected: Int
    ) async throws -> (latencies: [Double], total: Double) {
        let clock = ContinuousClock()
        let start = clock.now
        let end = start.advanced(by: .seconds(8))
        let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
            for _ in 0..<clients {
                group.addTask {
                    var mine: [Double] = []
                    while clock.now < end {
                        let begun = clock.now
                        let body = try await answer(url)
                        mine.append(begun.duration(to: clock.now) / .seconds(1))
                        guard try count(body) == expected else { throw WrongAnswer() }
                    }
                    return mine
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return (latencies, start.duration(to: clock.now) / .seconds(1))
    }

    /// An answer had other entries than the first: its speed is worth nothing.
    struct WrongAnswer: Error {}

    private static func answer(_ url: String) async throws -> [UInt8] {
        let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: .seconds(30))
        guard response.status == .ok else { throw WrongAnswer() }
        return Array(try await response.body.collect(upTo: 16 << 20).readableBytesView)
    }

    private static func count(_ body: [UInt8]) throws -> Int {
        try JSONDocument(parsing: body).root["entry"]?.count ?? 0
    }
}
