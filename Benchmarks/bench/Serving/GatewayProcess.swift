// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import Foundation
import Sharing
import Web

/// The gateway in a process of its own, its audit on disk, in front of the sources of a benchmark.
enum GatewayProcess {
    /// Starts it.
    /// - Parameter sources: how many of the sources it knows.
    static func start(
        _ manner: SourceManner, _ sources: ChildProcess, knowing count: Int = SourceManner.sources,
        environment: [String: String] = [:]
    ) throws -> ChildProcess {
        let ports = Array(sources.ports.prefix(count)) + sources.ports.suffix(1)
        return try ChildProcess(
            part: ["gateway", manner.rawValue] + ports.map(String.init), environment: environment)
    }

    /// The path of a person's record.
    static func path(_ person: Int) -> String {
        "/fhir/R4/Patient/\(InventedPerson(place: person).nhsNumber)/$detailed-care-record"
    }

    static func run(_ manner: SourceManner, _ ports: [Int]) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mig-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let establishes = ProcessInfo.processInfo.environment[BenchIdentity.variable] != nil
        let register =
            establishes
            ? try await BenchIdentity.register(
                in: folder.path, of: (0..<max(0, ports.count - 1)).map { "B\($0)" }, at: MachineClock().utc) : nil
        let parts = try GatewayParts(manner, ports, auditFile: folder.path + "/audit.sqlite", sharing: register)
        let server = GatewayServer(
            service: parts.broker,
            authentication: establishes ? try BenchIdentity.authentication() : .none(.unauthenticatedDemonstration),
            configuration: GatewayServer.Configuration(host: "127.0.0.1", port: 0), clock: parts.clock,
            randomness: Randomness { count in (0..<count).map { _ in UInt8.random(in: .min ... .max) } },
            logger: parts.logger,
            onServerRunning: { Readiness.tell([$0]) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask {
                await withCheckedContinuation { continuation in
                    Thread {
                        while readLine() != nil {}
                        continuation.resume()
                    }.start()
                }
            }
            try await group.next()
            group.cancelAll()
        }
        await parts.shutDown()
    }
}
