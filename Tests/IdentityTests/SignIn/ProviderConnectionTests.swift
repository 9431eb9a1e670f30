// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import Identity

@Suite(.timeLimit(.minutes(1))) struct `The connection to an OpenID provider` {
    /// How the provider answers what it is asked.
    private enum Manner: Sendable {
        case answers(HTTPResponseStatus, type: String, bytes: Int)
        case redirects
        /// Begins its answer and never ends it.
        case stalls
        case saysNothing
    }

    private static func server(_ manner: Manner) async throws -> any Channel {
        try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.pipeline.configureHTTPServerPipeline().flatMapThrowing {
                    try channel.pipeline.syncOperations.addHandler(Answering(manner: manner))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
    }

    private static func answer(_ manner: Manner, within limit: Duration = .seconds(20)) async throws -> ProviderAnswer {
        let server = try await server(manner)
        let connection = HTTPProviderConnection(timeLimit: limit)
        let result: Result<ProviderAnswer, SignInFailure>
        do throws(SignInFailure) {
            let address = "http://127.0.0.1:\(server.localAddress?.port ?? 0)/userinfo"
            result = .success(try await connection.send(ProviderRequest(address, authorization: "Bearer at-1")))
        } catch {
            result = .failure(error)
        }
        await connection.shutDown()
        try await server.close()
        return try result.get()
    }

    @Test func `gives an answer with its media type, and the authorization that was sent`() async throws {
        let answer = try await Self.answer(.answers(.ok, type: "application/jwt", bytes: 200 << 10))
        #expect(answer.status == 200 && answer.contentType == "application/jwt" && answer.body.count == 200 << 10)
        #expect(try await Self.answer(.answers(.forbidden, type: "text/plain", bytes: 1)).status == 403)
    }

    @Test func `gives up an answer that is too big`() async throws {
        await #expect(throws: SignInFailure.providerUnavailable) {
            _ = try await Self.answer(.answers(.ok, type: "application/json", bytes: (256 << 10) + 1))
        }
    }

    @Test func `gives up an answer that does not come, or does not end`() async throws {
        for manner in [Manner.saysNothing, .stalls] {
            await #expect(throws: SignInFailure.providerUnavailable) {
                _ = try await Self.answer(manner, within: .milliseconds(200))
            }
        }
    }

    @Test func `gives up published keys that do not come, or do not end`() async throws {
        for manner in [Manner.saysNothing, .stalls] {
            let server = try await Self.server(manner)
            let address = "http://127.0.0.1:\(server.localAddress?.port ?? 0)/keys"
            let fetcher = try HTTPKeySetFetcher(
                address: address, origin: address, client: .shared, timeLimit: .milliseconds(200))
            await #expect(throws: (any Error).self) { _ = try await fetcher.fetch() }
            try await server.close()
        }
    }

    @Test func `follows no redirect`() async throws {
        #expect(try await Self.answer(.redirects).status == 302)
    }

    private final class Answering: ChannelInboundHandler, Sendable {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        private let manner: Manner

        init(manner: Manner) { self.manner = manner }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .head(let request) = unwrapInboundIn(data) else { return }
            switch manner {
            case .answers where request.headers.first(name: "authorization") != "Bearer at-1":
                send(.unauthorized, [:], bytes: 0, context)
            case .answers(let status, let type, let bytes):
                send(status, ["content-type": type, "content-length": String(bytes)], bytes: bytes, context)
            case .redirects:
                send(.found, ["location": "http://127.0.0.1:1/", "content-length": "0"], bytes: 0, context)
            case .stalls: send(.ok, ["content-type": "application/json", "content-length": "100"], bytes: 50, context)
            case .saysNothing: break
            }
        }

        private func send(
            _ status: HTTPResponseStatus, _ headers: KeyValuePairs<String, String>, bytes: Int,
            _ context: ChannelHandlerContext
        ) {
            let fields = HTTPHeaders(headers.map { ($0.key, $0.value) })
            context.write(
                wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: fields))),
                promise: nil)
            context.writeAndFlush(
                wrapOutboundOut(.body(.byteBuffer(ByteBuffer(repeating: UInt8(ascii: "x"), count: bytes)))),
                promise: nil)
            if case .stalls = manner { return }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
