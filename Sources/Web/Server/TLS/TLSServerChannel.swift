// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Hummingbird
import HummingbirdCore
import Identity
import Logging
import NIOCore
import NIOSSL

/// HTTP/1.1 over TLS, with the certificate of the client kept beside its connection. HTTP/2 is not offered: there one connection
/// carries the requests of many, and nothing here has been proven for it.
struct TLSServerChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    let base: HTTP1Channel
    let security: TransportSecurity
    let logger: Logger

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let identity = PeerIdentity(security.connections)
        return channel.eventLoop.makeCompletedFuture {
            let operations = channel.pipeline.syncOperations
            try operations.addHandler(try handler(identity))
            try operations.addHandler(identity)
        }.flatMap { base.setup(channel: channel, logger: logger) }
    }

    func handle(value: Value, logger: Logger) async { await base.handle(value: value, logger: logger) }

    private func handler(_ identity: PeerIdentity) throws -> NIOSSLServerHandler {
        let (material, generation) = security.certificates.current
        guard let verifier = material.verifier else { return NIOSSLServerHandler(context: material.context) }
        // A context of its own for every connection: with a shared one a client could resume a session of before, for which no
        // certificate is verified again, although it may have been revoked since.
        let context = try NIOSSLContext(configuration: material.configuration)
        let (clock, logger) = (security.now, logger)
        return NIOSSLServerHandler(
            context: context,
            customVerificationCallback: { chain, promise in
                promise.completeWithTask {
                    let bytes = try chain.map { try $0.toDERBytes() }
                    let now = clock()
                    switch await verifier.verify(bytes, at: now) {
                    case .success(let certificate):
                        identity.set(
                            PeerIdentity.Shown(
                                certificate: certificate, chain: bytes, generation: generation, verified: now))
                        return .certificateVerified
                    case .failure(let refusal):
                        logger.notice(
                            "the certificate of a client was refused", metadata: ["refusal": "\(refusal.rawValue)"])
                        return .failed
                    }
                }
            })
    }
}
