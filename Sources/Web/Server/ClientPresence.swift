// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import NIOCore
import Synchronization

/// Notices when the client of a connection goes away, and cancels what is being done for it. One stands in the pipeline of every
/// connection, so that the connection can be used again after an answer.
final class ClientPresence: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny

    private struct State {
        var hasGone = false
        var watcher: AsyncStream<Never>.Continuation?
    }

    private let state = Mutex(State())

    func channelInactive(context: ChannelHandlerContext) {
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

    /// Does something for the client; once the client goes away it is cancelled and the answer is `nil`.
    func whileHere<Value: Sendable>(_ operation: @escaping @Sendable () async -> Value) async -> Value? {
        let (departure, continuation) = AsyncStream<Never>.makeStream()
        let hasGone = state.withLock { state in
            state.watcher = continuation
            return state.hasGone
        }
        if hasGone { continuation.finish() }
        defer { state.withLock { $0.watcher = nil } }
        return await withTaskGroup(of: Value?.self) { group in
            group.addTask { await operation() }
            group.addTask {
                for await _ in departure {}
                return nil
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? nil
        }
    }
}

extension Channel {
    /// Does something for the client of this connection, until it goes away.
    func whileClientIsHere<Value: Sendable>(_ operation: @escaping @Sendable () async -> Value) async -> Value? {
        do {
            let presence = try await pipeline.handler(type: ClientPresence.self).get()
            return await presence.whileHere(operation)
        } catch {
            // The pipeline has been taken apart: the connection is closed.
            return nil
        }
    }
}
