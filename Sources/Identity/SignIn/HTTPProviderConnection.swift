// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Reaches a provider over HTTP: no redirects, nothing decompressed, nothing logged, a short time, few bytes.
public struct HTTPProviderConnection: ProviderConnection {
    private let client: HTTPClient
    private let timeLimit: Duration
    private static let longestAnswer = 256 << 10

    /// A connection of its own; ``shutDown()`` must be called before it is let go.
    /// - Parameter timeLimit: how long one answer may take, its last byte included.
    public init(timeLimit: Duration = .seconds(8)) {
        self.timeLimit = timeLimit
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
        configuration.timeout.connect = .seconds(3)
        configuration.httpVersion = .http1Only
        configuration.tracing.tracer = nil
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes all connections.
    public func shutDown() async {
        do { try await client.shutdown() } catch {
            // It is shut down already.
        }
    }

    public func send(_ request: ProviderRequest) async throws(SignInFailure) -> ProviderAnswer {
        do {
            return try await TimeLimit.within(timeLimit) { try await answer(to: request) }
        } catch {
            throw .providerUnavailable
        }
    }

    private func answer(to request: ProviderRequest) async throws -> ProviderAnswer {
        var question = HTTPClientRequest(url: request.address)
        question.headers.add(name: "Accept", value: "application/json")
        if let authorization = request.authorization {
            question.headers.add(name: "Authorization", value: authorization)
        }
        if let form = request.form {
            question.method = .POST
            question.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            question.body = .bytes(ByteBuffer(string: form))
        }
        let response = try await client.execute(question, timeout: TimeAmount(timeLimit))
        let body = try await response.body.collect(upTo: Self.longestAnswer)
        return ProviderAnswer(
            status: Int(response.status.code), body: Array(body.readableBytesView),
            contentType: response.headers.first(name: "content-type"))
    }
}
