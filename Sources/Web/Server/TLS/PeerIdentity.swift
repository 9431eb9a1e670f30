// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Identity
import NIOCore
import Synchronization

/// Who is at the other end of one connection. One stands in the pipeline of every connection over TLS, is written by the
/// verification of that connection's handshake alone, and goes with the connection: there is nowhere else to look a certificate up.
final class PeerIdentity: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny

    private let verified = Mutex<PeerCertificate?>(nil)

    /// The verified certificate; `nil` where the client has shown none.
    var certificate: PeerCertificate? { verified.withLock { $0 } }

    func set(_ certificate: PeerCertificate) { verified.withLock { $0 = certificate } }
}

extension Channel {
    /// The verified certificate of the client of this connection.
    var peerCertificate: PeerCertificate? {
        get async { try? await pipeline.handler(type: PeerIdentity.self).map(\.certificate).get() }
    }
}
