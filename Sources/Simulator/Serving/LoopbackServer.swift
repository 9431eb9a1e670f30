// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// Puts one simulated service on a port of its own, on the loopback interface, and spoils its answers as the faults say. While
/// the service is down nothing listens on the port.
struct LoopbackServer: Sendable {
    let name: SimulatedServiceName
    let service: any SimulatedService
    /// The port wanted; 0 for any that is free.
    let port: Int
    let faults: FaultSwitches
    let pause: Pause
    let onDeparture: @Sendable (SimulatedServiceName) -> Void

    /// Serves until the task is cancelled or told to shut down.
    /// - Parameter onRunning: told the port, again whenever it is opened.
    func run(onRunning: @escaping @Sendable (Int) async -> Void) async throws {
        var port = port
        defer { faults.note(name, isClosed: nil) }
        if faults.mustBeClosed(name) {
            port = try await freePort()
            await onRunning(port)
        }
        while !Task.isCancelled {
            if faults.mustBeClosed(name) {
                faults.note(name, isClosed: true)
                await stayAway()
                guard !faults.mustBeClosed(name) else { return }
            }
            let opened = Mutex(port)
            let mustClose = try await serve(on: port) { found in
                opened.withLock { $0 = found }
                faults.note(name, isClosed: false)
                await onRunning(found)
            }
            guard mustClose else { return }
            port = opened.withLock { $0 }
        }
    }

    /// Serves on a port.
    /// - Returns: whether the port was closed because the service is to be down, and may have to be opened again.
    private func serve(on port: Int, onRunning: @escaping @Sendable (Int) async -> Void) async throws -> Bool {
        // The default logger would write requests, and with them NHS numbers, to standard error.
        let silent = Logger(label: "simulator") { _ in SwiftLogNoOpLogHandler() }
        let connections = OpenConnections()
        let application = Application(
            responder: FaultyResponder(
                name: name, service: service, faults: faults, pause: pause, onDeparture: onDeparture),
            server: .http1(configuration: .init(additionalChannelHandlers: [CallerPresence(connections)])),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                connections.listen(on: channel)
                await onRunning(channel.localAddress?.port ?? 0)
            },
            logger: silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await faults.untilMustBeClosed(name, true)
                if !Task.isCancelled { await connections.closeAll() }
            }
            defer { group.cancelAll() }
            do { try await application.run() } catch  where connections.isClosing {
                // A server whose port is closed ends, which it takes for a failure.
            }
        }
        return connections.isClosing && !Task.isCancelled
    }

    /// Returns when the service is to come back, or is told to shut down.
    private func stayAway() async {
        await cancelWhenGracefulShutdown { await faults.untilMustBeClosed(name, false) }
    }

    /// Finds a port and gives it up again: whoever connects is refused by the system.
    private func freePort() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: port).get()
        let found = channel.localAddress?.port ?? port
        try await channel.close()
        return found
    }
}

/// Waits; throws when cancelled. Injected, so that tests need not wait.
public typealias Pause = @Sendable (Duration) async throws -> Void
