// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization
import TestSupport

/// A client over TLS that keeps one connection, with a certificate or without.
struct TLSClient {
    private let client: HTTPClient

    /// - Parameter provingKey: signs the handshake; that of the certificate unless a test gives another.
    init(_ chain: [[UInt8]] = [], provingKey: TestKey? = nil, configure: (inout TLSConfiguration) -> Void = { _ in })
        throws
    {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.certificateVerification = .none
        if !chain.isEmpty, case .p256(let key)? = provingKey {
            tls.certificateChain = try chain.map { .certificate(try NIOSSLCertificate(bytes: $0, format: .der)) }
            tls.privateKey = .privateKey(NIOSSLPrivateKey(customPrivateKey: ProvingKey(key: key)))
        } else if !chain.isEmpty, let provingKey {
            tls.certificateChain = try chain.map { .certificate(try NIOSSLCertificate(bytes: $0, format: .der)) }
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(provingKey.pem.utf8), format: .pem))
        }
        configure(&tls)
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.redirectConfiguration = .disallow
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    init(_ scene: TestScene) throws { try self.init(try scene.chain(), provingKey: scene.provingKey) }

    struct Reply: Equatable {
        var status: UInt
        var body: String
        var version: String
    }

    func get(_ path: String, port: Int) async throws -> Reply {
        let response = try await client.execute(
            HTTPClientRequest(url: "https://localhost:\(port)\(path)"), timeout: .seconds(20))
        return Reply(
            status: response.status.code, body: String(buffer: try await response.body.collect(upTo: 1 << 22)),
            version: response.version.description)
    }

    /// What a request comes to: a status, or a word for a connection that ended.
    func outcome(_ path: String, port: Int) async -> String {
        do { return String(try await get(path, port: port).status) } catch { return "ended" }
    }

    func shutDown() async { try? await client.shutdown() }
}

/// A key that signs handshakes, whatever certificate they show.
private struct ProvingKey: NIOSSLCustomPrivateKey, Hashable {
    let key: P256.Signing.PrivateKey

    var signatureAlgorithms: [SignatureAlgorithm] { [.ecdsaSecp256R1Sha256] }

    func sign(channel: any Channel, algorithm: SignatureAlgorithm, data: ByteBuffer) -> EventLoopFuture<ByteBuffer> {
        channel.eventLoop.makeCompletedFuture {
            ByteBuffer(bytes: try key.signature(for: Data(data.readableBytesView)).derRepresentation)
        }
    }

    func decrypt(channel: any Channel, data: ByteBuffer) -> EventLoopFuture<ByteBuffer> {
        channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
    }

    static func == (left: Self, right: Self) -> Bool { left.key.rawRepresentation == right.key.rawRepresentation }
    func hash(into hasher: inout Hasher) { hasher.combine(key.rawRepresentation) }
}
