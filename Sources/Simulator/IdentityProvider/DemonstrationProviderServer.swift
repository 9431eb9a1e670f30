// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// Puts the provider on a port of its own, on the loopback interface.
public struct DemonstrationProviderServer: Sendable {
    private let provider: DemonstrationProvider
    private let port: Int

    /// - Parameter port: the port wanted; 0 for any that is free.
    public init(_ provider: DemonstrationProvider, port: Int = 0) {
        self.provider = provider
        self.port = port
    }

    /// Serves until the task is cancelled or told to shut down.
    /// - Parameter onRunning: told the issuer, which is the provider's address.
    public func run(onRunning: @escaping @Sendable (String) async -> Void) async throws {
        // The default logger would write requests, and with them codes, to standard error.
        let silent = Logger(label: "identity-provider") { _ in SwiftLogNoOpLogHandler() }
        let application = Application(
            responder: ProviderResponder(provider: provider), server: .http1(),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                await onRunning("http://127.0.0.1:\(channel.localAddress?.port ?? 0)")
            }, logger: silent)
        try await application.run()
    }
}

private struct ProviderResponder: HTTPResponder {
    typealias Context = ConnectionContext
    let provider: DemonstrationProvider

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let issuer = "http://127.0.0.1:\(context.channel.localAddress?.port ?? 0)"
        // Under another name a foreign site could have pointed here.
        guard "http://\(request.head.authority ?? "")" == issuer else {
            return Response(status: .forbidden)
        }
        let body = try await request.body.collect(upTo: 64 << 10)
        let simulated = SimulatedRequest(
            method: request.method, target: request.uri.string, headers: request.headers,
            body: Array(body.readableBytesView), origin: issuer)
        let answer = provider.respond(to: simulated, issuer: issuer)
        return Response(
            status: HTTPResponse.Status(code: answer.status), headers: answer.headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}
