// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Crypto
public import Foundation
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

/// Tells whether the certificates that a client has shown name a system that may be believed.
///
/// A path must lead to one of the configured authorities. Of these, only what has signed itself ends a path: an intermediate
/// authority that is configured saves clients from sending it, but stands under its own issuer and that issuer's list.
public struct ClientCertificateVerifier: Sendable {
    /// The most certificates that a client may send. Each allows more paths to be tried, so there are few.
    public static let mostCertificates = 5
    /// The longest certificate that is read, in bytes.
    public static let longestCertificate = 16 << 10

    private let anchors: CertificateStore
    private let intermediates: [Certificate]
    private let revocation: RevocationRegister

    init(authorities: [Certificate], revocation: RevocationRegister) {
        anchors = CertificateStore(authorities.filter(\.isSelfIssued))
        intermediates = authorities.filter { !$0.isSelfIssued }
        self.revocation = revocation
    }

    /// Verifies certificates in DER, the client's own first.
    public func verify(_ chain: [[UInt8]], at now: Date) async -> Result<PeerCertificate, CertificateRefusal> {
        do throws(CertificateRefusal) {
            let certificates = try Self.read(chain)
            guard let leaf = certificates.first, let bytes = chain.first else { throw .unreadable }
            try await checkPath(leaf, through: certificates.dropFirst(), at: now)
            return .success(
                PeerCertificate(
                    thumbprint: Array(SHA256.hash(data: bytes)), dnsNames: try CertificateNames.read(leaf)))
        } catch {
            return .failure(error)
        }
    }

    private static func read(_ chain: [[UInt8]]) throws(CertificateRefusal) -> [Certificate] {
        guard !chain.isEmpty else { throw .unreadable }
        guard chain.count <= mostCertificates, chain.allSatisfy({ $0.count <= longestCertificate }) else {
            throw .tooMany
        }
        do { return try chain.map { try Certificate(derEncoded: $0) } } catch { throw .unreadable }
    }

    private func checkPath(
        _ leaf: Certificate, through sent: ArraySlice<Certificate>, at now: Date
    ) async throws(CertificateRefusal) {
        var verifier = Verifier(rootCertificates: anchors) {
            RFC5280Policy(fixedExpiryValidationTime: now)
            ClientCertificatePolicy()
            RevocationPolicy(register: revocation, now: now)
        }
        switch await verifier.validate(leaf: leaf, intermediates: CertificateStore(sent + intermediates)) {
        case .validCertificate: return
        case .couldNotValidate(let failures):
            guard let failure = failures.last else { throw .untrusted }
            // Our own policies give a refusal as their reason, the library's a text.
            throw CertificateRefusal(rawValue: String(describing: failure.policyFailureReason)) ?? .brokenPath
        }
    }
}

extension Certificate {
    var isSelfIssued: Bool { issuer == subject }
}
