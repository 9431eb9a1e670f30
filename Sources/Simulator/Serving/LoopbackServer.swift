// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Hummingbird
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Puts one simulated service on a port of its own, on the loopback interface, and spoils its answers as the faults say.
struct LoopbackServer: Sendable {
    let name: SimulatedServiceName
    let service: any SimulatedService
    /// The port wanted; 0 for any that is free.
    let port: Int
    let faults: FaultSwitches
    let pause: Pause

    /// Serves until the task is cancelled or told to shut down.
    /// - Parameter onRunning: told the port, once.
    func run(onRunning: @escaping @Sendable (Int) async -> Void) async throws {
        if faults.fault(at: name, for: nil) == .down { return try await stayAway(onRunning) }
        // The default logger would write requests, and with them NHS numbers, to standard error.
        let silent = Logger(label: "simulator") { _ in SwiftLogNoOpLogHandler() }
        let application = Application(
            responder: FaultyResponder(name: name, service: service, faults: faults, pause: pause),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: silent)
        try await application.run()
    }

    /// Finds a port, gives it up again and waits: whoever connects is refused by the system.
    private func stayAway(_ onRunning: @Sendable (Int) async -> Void) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: port).get()
        let found = channel.localAddress?.port ?? port
        try await channel.close()
        await onRunning(found)
        try await gracefulShutdown()
    }
}

/// Waits; throws when cancelled. Injected, so that tests need not wait.
public typealias Pause = @Sendable (Duration) async throws -> Void
