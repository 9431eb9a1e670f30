// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import ServiceLifecycle
import UnixSignals

/// Waiting for the word to stop.
enum Signals {
    /// A service that does nothing until the group it runs in is told to stop.
    private struct Waiting: Service {
        func run() async throws { try await gracefulShutdown() }
    }

    /// Returns when the process is told to stop (SIGINT, SIGTERM), or throws when cancelled.
    static func untilTerminated() async throws {
        let group = ServiceGroup(
            services: [Waiting()], gracefulShutdownSignals: [.sigterm, .sigint], logger: .gateway(level: "error"))
        try await group.run()
    }
}
