// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import Brokering
import FHIR
import JSON
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Sharing
import Synchronization
import TestSupport
import Testing

@testable import Web

/// A gateway on a free port of the loopback address, for as long as a test runs.
struct TestGateway {
    let port: Int
    let log: LogLines

    var address: String { "http://127.0.0.1:\(port)" }

    static func serving(
        _ service: any RecordService, clock: any GatewayClock = FixedClock(),
        authentication: GatewayAuthentication = .none(.unauthenticatedDemonstration), signIn: ViewerSignIn? = nil,
        sharing: SharingServices = SharingServices(), metrics: MetricRegister? = nil,
        configure: (inout GatewayServer.Configuration) -> Void = { _ in },
        _ test: @escaping @Sendable (TestGateway, ServiceGroup) async throws -> Void
    ) async throws {
        var configuration = GatewayServer.Configuration(port: 0)
        configure(&configuration)
        let log = LogLines()
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let random = Mutex(UInt64(1))
        let server = GatewayServer(
            service: service, authentication: authentication, configuration: configuration,
            clock: clock,
            randomness: Randomness { count in
                random.withLock { state in
                    (0..<count).map { _ in
                        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                        return UInt8(truncatingIfNeeded: state >> 33)
                    }
                }
            },
            signIn: signIn, sharing: sharing, metrics: metrics, logger: log.logger,
            onServerRunning: { continuation.yield($0) })
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: server, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await port in ports {
                do { try await test(TestGateway(port: port, log: log), group) } catch {
                    tasks.cancelAll()
                    throw error
                }
                break
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// An answer, read whole.
    struct Reply {
        let status: Int
        let headers: [(name: String, value: String)]
        let body: String

        subscript(header: String) -> String? { headers.first { $0.name.lowercased() == header.lowercased() }?.value }

        var json: JSONValue? { (try? JSONDocument(parsing: body))?.root }
        var issue: JSONValue? { json?["issue"]?[0] }
    }

    func send(
        _ path: String, method: String = "GET", headers: [String: String] = [:], body: String? = nil
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: address + path)
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await Self.client.execute(request, timeout: .seconds(120))
        let bytes = try await response.body.collect(upTo: 1 << 24)
        return Reply(
            status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
            body: String(buffer: bytes))
    }

    /// A stream of events, read as it comes.
    func events(_ path: String, headers: [String: String] = [:]) async throws -> EventReader {
        var request = HTTPClientRequest(url: address + path)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        return EventReader(try await Self.client.execute(request, timeout: .seconds(60)))
    }

    /// A visitor who has found the sample person: the cookie, the form's token, and the record's address.
    func visit() async throws -> (cookie: [String: String], token: String, path: String) {
        let home = try await send("/viewer")
        let (cookie, token) = (
            try `The viewer over a socket`.cookie(of: home), try `The viewer over a socket`.token(in: home.body)
        )
        let found = try await send(
            "/viewer/find", method: "POST",
            headers: ["Content-Type": `The viewer over a socket`.form, "Cookie": cookie],
            body: "nhs-number=\(SampleRecord.number)&token=\(token)")
        return (["Cookie": cookie], token, try #require(found["location"]))
    }

    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        // A thousand people wait for their turn on these connections.
        configuration.timeout.connect = .seconds(120)
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
