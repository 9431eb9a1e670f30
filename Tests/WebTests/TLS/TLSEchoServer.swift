// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Hummingbird
import HummingbirdCore
import Identity
import Logging
import NIOCore
import ServiceLifecycle
import TestSupport

@testable import Web

/// A server that answers with the thumbprint of the certificate that the connection has shown, and the client's port.
struct TLSEchoServer {
    let port: Int
    let security: TransportSecurity
    var certificates: CertificateKeeper { security.certificates }
    let folder: TestFolder

    static func security(
        _ folder: TestFolder, _ demand: ClientCertificateDemand, consumers: [RegisteredConsumer] = [],
        logger: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    ) throws -> TransportSecurity {
        let files = CertificateFiles(
            certificate: "server.pem", privateKey: "server.key", clientAuthorities: "authorities.pem",
            revocationLists: ["list0", "list1"], clientCertificates: demand)
        let keeper = try CertificateKeeper(files, logger: logger, gauge: { _, _ in }, contents: { folder[$0] })
        return TransportSecurity(
            certificates: keeper, consumers: try ConsumerDirectory(consumers), now: { TestScene.now })
    }

    static func serving(
        _ scene: TestScene, _ demand: ClientCertificateDemand = .required,
        _ test: @escaping @Sendable (TLSEchoServer) async throws -> Void
    ) async throws {
        let folder = try TestFolder(scene)
        let security = try security(folder, demand)
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let application = Application(
            responder: CallbackResponder<ConnectionContext> { _, context in
                let certificate = await context.channel.peerCertificate
                let thumbprint = certificate.map { $0.thumbprint.map { String($0, radix: 16) }.joined() } ?? "nobody"
                let text = "\(thumbprint) \(context.channel.remoteAddress?.port ?? 0)"
                return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
            },
            server: HTTPServerBuilder { responder in
                TLSServerChannel(base: HTTP1Channel(responder: responder), security: security, logger: logger)
            },
            configuration: ApplicationConfiguration(address: .hostname("localhost", port: 0)),
            onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [application], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await port in ports {
                do {
                    try await test(TLSEchoServer(port: port, security: security, folder: folder))
                } catch {
                    tasks.cancelAll()
                    throw error
                }
                break
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
