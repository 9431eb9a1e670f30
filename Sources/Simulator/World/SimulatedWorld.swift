// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import HTTPTypes
import JSON
public import ServiceLifecycle

/// Everything that the demonstration needs around the gateway, in one process, over real HTTP on the loopback interface: the
/// demographic service, the record locator, the sources, and sources that serve record files.
public struct SimulatedWorld: Service {
    /// Where a service can be reached.
    public struct Address: Sendable, Hashable {
        public let port: Int
        /// Scheme, host, port and the service's root path (`http://127.0.0.1:8080/FHIR/R4`).
        public let baseURL: String
    }

    /// Where all of them can be reached.
    public struct Addresses: Sendable {
        fileprivate var addresses: [SimulatedServiceName: Address] = [:]

        /// The address of a service; `nil` where the world has none of this name.
        public subscript(name: SimulatedServiceName) -> Address? { addresses[name] }
        /// The address of one of the sources.
        public subscript(source: DemonstrationSource) -> Address? { addresses[.source(source)] }
        /// All, by name.
        public var all: [SimulatedServiceName: Address] { addresses }
    }

    struct Member: Sendable {
        var service: any SimulatedService
        var path: String
        var port: Int
    }

    /// The switches by which faults are set while the world runs.
    public let faults: FaultSwitches
    private var members: [SimulatedServiceName: Member] = [:]
    private let pause: Pause
    private let ready: @Sendable (Addresses) async -> Void
    private let onDeparture: @Sendable (SimulatedServiceName) -> Void

    /// An empty world, to which services are added.
    /// - Parameters:
    ///   - pause: waits for the slow and dripping faults.
    ///   - ready: told the addresses, once everything listens.
    ///   - onDeparture: told the service whose caller closed its connection while it waited for the answer.
    public init(
        faults: FaultSwitches = FaultSwitches(), pause: @escaping Pause = { try await Task.sleep(for: $0) },
        ready: @escaping @Sendable (Addresses) async -> Void = { _ in },
        onDeparture: @escaping @Sendable (SimulatedServiceName) -> Void = { _ in }
    ) {
        self.faults = faults
        self.pause = pause
        self.ready = ready
        self.onDeparture = onDeparture
    }

    /// What there is, in the order in which a gateway asks.
    public var services: [SimulatedServiceName] {
        let all: [SimulatedServiceName] =
            [.demographics, .locator] + DemonstrationSource.allCases.map { .source($0) }
            + RecordFolder.Interface.allCases.map { .records($0) }
        return all.filter { members[$0] != nil }
    }

    /// Adds a service.
    /// - Parameter port: 0 for any that is free.
    public mutating func add(
        _ service: any SimulatedService, as name: SimulatedServiceName, path: String, port: Int = 0
    ) {
        members[name] = Member(service: service, path: path, port: port)
    }

    /// Serves until cancelled or told to shut down.
    public func run() async throws {
        try await run { _ in try await gracefulShutdownOrCancellation() }
    }

    /// Starts everything, does something with it, and stops everything.
    public func run<Result: Sendable>(
        _ body: @escaping @Sendable (Addresses) async throws -> Result
    ) async throws -> Result {
        let (ports, started) = AsyncStream.makeStream(of: (SimulatedServiceName, Int).self)
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            for (name, member) in members {
                let server = LoopbackServer(
                    name: name, service: member.service, port: member.port, faults: faults, pause: pause,
                    onDeparture: onDeparture)
                group.addTask {
                    try await server.run { started.yield((name, $0)) }
                    return nil
                }
            }
            group.addTask {
                let addresses = await addresses(ports)
                await ready(addresses)
                return try await body(addresses)
            }
            while let finished = try await group.next() {
                guard let finished else { continue }
                group.cancelAll()
                return finished
            }
            throw CancellationError()
        }
    }

    private func addresses(_ ports: AsyncStream<(SimulatedServiceName, Int)>) async -> Addresses {
        var result = Addresses()
        for await (name, port) in ports {
            result.addresses[name] = Address(
                port: port, baseURL: "http://127.0.0.1:\(port)\(members[name]?.path ?? "")")
            if result.addresses.count == members.count { break }
        }
        return result
    }

    private func gracefulShutdownOrCancellation() async throws {
        try await gracefulShutdown()
    }
}
