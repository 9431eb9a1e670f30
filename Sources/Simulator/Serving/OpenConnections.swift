// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import NIOCore
import Synchronization

/// The port and the connections of one server while it runs, so that all of them can be closed at once, as when a machine is
/// switched off. Cancelling the server instead would drop a connection that has just come in, which NIO does not allow.
final class OpenConnections: Sendable {
    private struct State {
        var isClosing = false
        var listener: (any Channel)?
        var connections: [ObjectIdentifier: any Channel] = [:]
    }

    private let state = Mutex(State())

    /// Whether everything is to be closed.
    var isClosing: Bool { state.withLock(\.isClosing) }

    /// Takes the port of the server.
    func listen(on channel: any Channel) {
        let isClosing = state.withLock { state in
            state.listener = channel
            return state.isClosing
        }
        if isClosing { channel.close(promise: nil) }
    }

    func add(_ channel: any Channel) {
        let isClosing = state.withLock { state in
            state.connections[ObjectIdentifier(channel)] = channel
            return state.isClosing
        }
        if isClosing { channel.close(promise: nil) }
    }

    func remove(_ channel: any Channel) {
        state.withLock { state in _ = state.connections.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    /// Closes the port, then every connection.
    func closeAll() async {
        let listener = state.withLock { state in
            state.isClosing = true
            return state.listener
        }
        try? await listener?.close()
        for connection in state.withLock({ Array($0.connections.values) }) { connection.close(promise: nil) }
    }
}
