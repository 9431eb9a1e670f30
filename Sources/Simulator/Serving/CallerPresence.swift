// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import NIOCore
import Synchronization

/// Notices when the caller of a connection goes away, so that nobody is waited for who has gone. One stands in the pipeline of
/// every connection of a simulated service.
final class CallerPresence: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny

    /// The caller went before it had its answer.
    struct Departure: Error {}

    private struct State {
        var hasGone = false
        var watcher: AsyncStream<Never>.Continuation?
    }

    private let state = Mutex(State())
    private let connections: OpenConnections

    init(_ connections: OpenConnections) { self.connections = connections }

    func handlerAdded(context: ChannelHandlerContext) { connections.add(context.channel) }

    func channelInactive(context: ChannelHandlerContext) {
        connections.remove(context.channel)
        markGone()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { markGone() }
        context.fireUserInboundEventTriggered(event)
    }

    private func markGone() {
        let watcher = state.withLock { state in
            state.hasGone = true
            return state.watcher
        }
        watcher?.finish()
    }

    /// Waits for as long as the caller is there.
    /// - Throws: ``Departure`` once it is not.
    func wait(_ duration: Duration, _ pause: @escaping Pause) async throws {
        let (departure, continuation) = AsyncStream<Never>.makeStream()
        let hasGone = state.withLock { state in
            state.watcher = continuation
            return state.hasGone
        }
        if hasGone { continuation.finish() }
        defer { state.withLock { $0.watcher = nil } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pause(duration) }
            group.addTask {
                for await _ in departure {}
                try Task.checkCancellation()
                throw Departure()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
