// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Identity
import NIOCore
import Synchronization

/// Who is at the other end of one connection. One stands in the pipeline of every connection over TLS, is written by the
/// verification of that connection's handshake alone, and goes with the connection: there is nowhere else to look a certificate up.
final class PeerIdentity: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny

    /// What the client has shown, and by which certificates and lists of ours it was last verified, and when.
    struct Shown: Sendable {
        let certificate: PeerCertificate
        let chain: [[UInt8]]
        var generation: Int
        var verified: Date
    }

    private let state = Mutex<Shown?>(nil)
    private let connections: VerifiedConnections

    init(_ connections: VerifiedConnections) { self.connections = connections }

    /// The verified certificate; `nil` where the client has shown none.
    var certificate: PeerCertificate? { shown?.certificate }
    var shown: Shown? { state.withLock { $0 } }

    func set(_ shown: Shown) { state.withLock { $0 = shown } }

    /// Takes down that the certificate still stands.
    func verified(_ generation: Int, at now: Date) {
        state.withLock { state in
            state?.generation = generation
            state?.verified = now
        }
    }

    func handlerAdded(context: ChannelHandlerContext) { connections.add(self, on: context.channel) }

    func channelInactive(context: ChannelHandlerContext) {
        connections.remove(context.channel)
        context.fireChannelInactive()
    }
}

extension Channel {
    /// The verified certificate of the client of this connection.
    var peerCertificate: PeerCertificate? {
        get async { try? await pipeline.handler(type: PeerIdentity.self).map(\.certificate).get() }
    }
}
