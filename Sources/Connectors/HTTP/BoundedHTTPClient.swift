// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
public import Brokering
import CareRecord
import NIOCore
import NIOHTTP1
import NIOSSL

/// Asks one source over HTTP, never longer than the deadline and never for more bytes than are allowed, whatever the source
/// does. Each source has a client of its own with its own connections, so that a source that hangs slows no other. Redirects
/// are not followed, nothing is decompressed, nothing is logged.
public final class BoundedHTTPClient: Sendable {
    /// How the source is reached.
    public let connection: SourceConnection
    let clock: any GatewayClock
    private let client: HTTPClient
    private let bulkhead: Bulkhead
    private let retries = RetryBudget()

    /// A client for one source; ``shutDown()`` must be called before it is let go.
    /// - Throws: ``ConnectionConfigurationError`` when the files cannot be read, or the connection would be plain text to another
    ///   machine without being allowed to.
    public init(_ connection: SourceConnection, clock: any GatewayClock) throws(ConnectionConfigurationError) {
        let origin = connection.address.origin
        guard origin.scheme == .https || origin.isLoopback || connection.allowsPlainHTTP else {
            throw ConnectionConfigurationError(
                "The address \(origin.text) is plain http to another machine: use https, or allow it explicitly.")
        }
        self.connection = connection
        self.clock = clock
        bulkhead = Bulkhead(atOnce: connection.requestsAtOnce, waitingAtMost: connection.requestsWaiting)
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, decompression: .disabled)
        if origin.scheme == .https { configuration.tlsConfiguration = try connection.tls.configuration() }
        configuration.timeout.connect = .nanoseconds(connection.connectTimeLimit.nanoseconds)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, connection.requestsAtOnce)
        configuration.connectionPool.idleTimeout = .seconds(30)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        configuration.tracing.tracer = nil
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes all connections.
    public func shutDown() async {
        try? await client.shutdown()
    }

    /// The header that tells a source how many milliseconds it is waited for.
    static let timeLeftField = "X-Time-Left-Milliseconds"

    private enum Event: Sendable {
        case finished(Result<HTTPAnswer, SourceFault>)
        case timeIsUp
        case stopped
    }

    /// Asks, and waits for the whole answer.
    /// - Parameter budget: what all answers about one person may hold together.
    /// - Throws: ``SourceFault`` at the deadline, when cancelled, or when the answer cannot be had. A status that says no is an answer.
    func answer(
        to question: HTTPQuestion, budget: ByteBudget? = nil, until deadline: ContinuousClock.Instant
    ) async throws(SourceFault) -> HTTPAnswer {
        let event = await withTaskGroup(of: Event.self) { group in
            group.addTask { .finished(await self.ask(question, budget, until: deadline)) }
            group.addTask {
                do {
                    try await self.clock.sleep(until: deadline)
                    return .timeIsUp
                } catch {
                    return .stopped
                }
            }
            let first = await group.next() ?? .stopped
            group.cancelAll()
            guard case .timeIsUp = first else { return first }
            if case .finished(.failure(.gatewayBusy)) = await group.next() { return .finished(.failure(.gatewayBusy)) }
            return .timeIsUp
        }
        switch event {
        case .finished(let result): return try result.get()
        case .timeIsUp: throw .timedOut
        case .stopped: throw .stoppedWaiting
        }
    }

    /// What came of sending a request once.
    private struct Attempt {
        let result: Result<HTTPAnswer, SourceFault>
        /// How long to wait before it is sent again; `nil` where that could bring nothing or do harm.
        var pause: Duration?

        /// Whether nothing came of it, or the source is in trouble by its own words.
        var isInVain: Bool {
            if case .success = result { pause != nil } else { true }
        }
    }

    /// Asks, and once more where nothing at all came back or the source says itself when to come again; never for longer than
    /// there is time, and never so often that a source in trouble is burdened. All questions are reads.
    private func ask(
        _ question: HTTPQuestion, _ budget: ByteBudget?, until deadline: ContinuousClock.Instant
    ) async -> Result<HTTPAnswer, SourceFault> {
        retries.earn()
        let first = await queueAndAsk(question, budget, until: deadline)
        guard let pause = first.pause, !Task.isCancelled else { return first.result }
        let next = clock.now.advanced(by: pause)
        guard next < deadline, retries.spend() else { return first.result }
        if pause > .zero, (try? await clock.sleep(until: next)) == nil { return first.result }
        let second = await queueAndAsk(question, budget, until: deadline)
        if second.isInVain { retries.wasInVain() }
        return second.result
    }

    /// A request that is stopped while it waits for its turn has met a busy gateway, not a slow source.
    private func queueAndAsk(
        _ question: HTTPQuestion, _ budget: ByteBudget?, until deadline: ContinuousClock.Instant
    ) async -> Attempt {
        guard (try? await bulkhead.enter()) != nil else { return Attempt(result: .failure(.gatewayBusy)) }
        defer { bulkhead.leave() }
        do throws(Failure) {
            let response = try await execute(question, until: deadline)
            let answer = try await answer(in: response, budget)
            return Attempt(result: .success(answer), pause: answer.pauseBeforeRetry)
        } catch {
            return Attempt(result: .failure(error.fault), pause: error.pause)
        }
    }

    private func execute(
        _ question: HTTPQuestion, until deadline: ContinuousClock.Instant
    ) async throws(Failure) -> HTTPClientResponse {
        do {
            return try await client.execute(request(for: question, until: deadline), deadline: .now() + .hours(1))
        } catch {
            // Nothing of an answer has come. A connection that was kept open may have been closed by the source just as the
            // request was sent on it, which tells nothing about the source.
            let fault = SourceFault(transport: error)
            switch fault.reason.code {
            case .connectionClosed: throw Failure(fault: fault, pause: .zero)
            case .unreachable where fault == .unreachable: throw Failure(fault: fault, pause: .milliseconds(100))
            default: throw Failure(fault: fault)
            }
        }
    }

    private struct Failure: Error {
        let fault: SourceFault
        var pause: Duration?
    }

    private func answer(in response: HTTPClientResponse, _ budget: ByteBudget?) async throws(Failure) -> HTTPAnswer {
        if (300..<400).contains(response.status.code) { throw Failure(fault: .redirect) }
        if response.headers[canonicalForm: "content-encoding"].contains(where: { $0.lowercased() != "identity" }) {
            throw Failure(fault: .compressed)
        }
        do throws(SourceFault) {
            return HTTPAnswer(
                status: Int(response.status.code), contentType: response.headers.first(name: "content-type"),
                retryAfterSeconds: response.headers.first(name: "retry-after").flatMap { UInt16($0) }.map(Int.init),
                body: try await collect(response, budget))
        } catch {
            throw Failure(fault: error)
        }
    }

    private func request(for question: HTTPQuestion, until deadline: ContinuousClock.Instant) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: connection.address.origin.text + question.address.target)
        request.method = question.method == .get ? .GET : .POST
        for header in question.headers { request.headers.add(name: header.name, value: header.value) }
        if let field = connection.credential.field { request.headers.add(name: field.name, value: field.value) }
        request.headers.add(name: "Accept-Encoding", value: "identity")
        // How long there is, so that the source need not work for nobody. The standard's way (RFC 7240, section 4.3) knows whole
        // seconds alone.
        let left = deadline - clock.now
        if left >= .milliseconds(1) {
            request.headers.add(name: Self.timeLeftField, value: String(left.nanoseconds / 1_000_000))
        }
        let seconds = left.components.seconds
        if seconds > 0 { request.headers.add(name: "Prefer", value: "wait=\(seconds)") }
        request.headers.add(name: "User-Agent", value: "medical-interoperability-gateway")
        if !question.body.isEmpty { request.body = .bytes(ByteBuffer(bytes: question.body)) }
        return request
    }

    private func collect(
        _ response: HTTPClientResponse, _ budget: ByteBudget?
    ) async throws(SourceFault) -> [UInt8] {
        let declared = response.headers.first(name: "content-length").flatMap { Int($0) }
        if let declared, declared > connection.answerBytes { throw .tooLarge }
        var bytes: [UInt8] = []
        do {
            for try await chunk in response.body {
                guard bytes.count + chunk.readableBytes <= connection.answerBytes else { throw SourceFault.tooLarge }
                try budget?.take(chunk.readableBytes)
                bytes.append(contentsOf: chunk.readableBytesView)
            }
            try Task.checkCancellation()
        } catch {
            throw SourceFault(transport: error)
        }
        if let declared, declared != bytes.count { throw .connectionClosed }
        return bytes
    }
}

extension Duration {
    /// The duration in whole nanoseconds.
    var nanoseconds: Int64 {
        let parts = components
        return parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
    }
}
