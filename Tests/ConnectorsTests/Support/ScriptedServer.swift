// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on a loopback socket that does exactly what a test tells it to, however badly behaved.
final class ScriptedServer: Sendable {
    typealias Script = @Sendable (ScriptedRequest) -> ScriptedReply

    let port: Int
    private let state = Mutex(State())

    private struct State {
        var requests: [ScriptedRequest] = []
        var bytesSent = 0
    }

    /// Every connection ever accepted. NIO traps when one is let go that nobody served, as happens to a connection that comes
    /// while the server is being stopped; so none is let go.
    private static let accepted = Mutex<[NIOAsyncChannel<ByteBuffer, ByteBuffer>]>([])

    private init(port: Int) { self.port = port }

    var requests: [ScriptedRequest] { state.withLock { $0.requests } }
    var bytesSent: Int { state.withLock { $0.bytesSent } }

    /// Runs a server as long as `body` runs.
    static func run<Answer: Sendable>(
        tls: NIOSSLContext? = nil, script: @escaping Script,
        during body: @Sendable (ScriptedServer) async throws -> Answer
    ) async throws -> Answer {
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 256)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    let client = try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    accepted.withLock { $0.append(client) }
                    return client
                }
            }
        let server = ScriptedServer(port: listener.channel.localAddress?.port ?? 0)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await withThrowingDiscardingTaskGroup { connections in
                    try await listener.executeThenClose { clients in
                        for try await client in clients {
                            connections.addTask { await server.serve(client, script) }
                        }
                    }
                }
            }
            defer { group.cancelAll() }
            return try await body(server)
        }
    }

    private func serve(_ client: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ script: Script) async {
        // A client that goes away in the middle is part of what is tested.
        try? await client.executeThenClose { inbound, outbound in
            var received = ByteBuffer()
            for try await chunk in inbound {
                received.writeImmutableBuffer(chunk)
                while let request = ScriptedRequest.take(from: &received) {
                    state.withLock { $0.requests.append(request) }
                    for step in script(request).steps {
                        guard try await perform(step, outbound) else { return }
                    }
                }
            }
        }
    }

    private func perform(
        _ step: ScriptedReply.Step, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws -> Bool {
        switch step {
        case .send(let text): try await send(text, outbound)
        case .drip(let text):
            for character in text {
                try await send(String(character), outbound)
                try await Task.sleep(for: .milliseconds(5))
            }
        case .endless(let text):
            while true { try await send(text, outbound) }
        case .hang: try await Task.sleep(for: .seconds(600))
        case .close: return false
        }
        return true
    }

    private func send(_ text: String, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws {
        try await outbound.write(ByteBuffer(string: text))
        state.withLock { $0.bytesSent += text.utf8.count }
    }
}
