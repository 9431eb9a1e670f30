// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Identity
import Logging
import NIOCore
import Synchronization

/// The open connections whose clients have shown a certificate. A connection may live for hours: what its client has shown is verified
/// again while it does, so that it does not outlive a revocation.
final class VerifiedConnections: Sendable {
    /// After so long a certificate is verified again although no file has changed: it may have expired, and so may a list.
    static let longestTrust: TimeInterval = 60

    private let open = Mutex<[ObjectIdentifier: (identity: PeerIdentity, channel: any Channel)]>([:])

    var count: Int { open.withLock { $0.count } }

    func add(_ identity: PeerIdentity, on channel: any Channel) {
        open.withLock { $0[ObjectIdentifier(channel)] = (identity, channel) }
    }

    func remove(_ channel: any Channel) { open.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) } }

    /// Verifies again what is due, and closes the connections whose certificate no longer stands.
    func verifyAgain(by certificates: CertificateKeeper, at now: Date, logger: Logger) async {
        let (material, generation) = certificates.current
        for (identity, channel) in open.withLock({ Array($0.values) }) {
            guard let shown = identity.shown,
                shown.generation != generation || now.timeIntervalSince(shown.verified) >= Self.longestTrust
            else { continue }
            switch await material.verifier?.verify(shown.chain, at: now) {
            case .success: identity.verified(generation, at: now)
            case .failure(let refusal):
                logger.notice(
                    "a connection was closed: the certificate of its client is no longer accepted",
                    metadata: ["refusal": "\(refusal.rawValue)"])
                channel.close(promise: nil)
            case nil: channel.close(promise: nil)
            }
        }
    }
}
