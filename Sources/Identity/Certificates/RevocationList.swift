// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Synchronization
import X509

/// A complete certificate revocation list (RFC 5280 §5): what an authority says of all certificates that it has issued.
final class RevocationList: Sendable {
    let issuer: DistinguishedName
    /// The number that grows from list to list, big-endian without leading zeros; `nil` where the list has none.
    let number: [UInt8]?
    let thisUpdate: Date
    let nextUpdate: Date
    /// The serial numbers of revoked certificates, whatever the reason: a certificate on hold is not good either.
    let revoked: Set<ArraySlice<UInt8>>
    private let signed: ArraySlice<UInt8>
    private let signature: ArraySlice<UInt8>
    private let algorithm: Certificate.SignatureAlgorithm
    /// Keys that have been found to have signed the list, so that a long list is not hashed for every connection. They are keys of
    /// issuers on a path to an authority, so there are few.
    private let signers = Mutex<Set<Certificate.PublicKey>>([])

    init(
        issuer: DistinguishedName, number: [UInt8]?, thisUpdate: Date, nextUpdate: Date,
        revoked: Set<ArraySlice<UInt8>>, signed: ArraySlice<UInt8>, signature: ArraySlice<UInt8>,
        algorithm: Certificate.SignatureAlgorithm
    ) {
        (self.issuer, self.number, self.thisUpdate, self.nextUpdate) = (issuer, number, thisUpdate, nextUpdate)
        (self.revoked, self.signed, self.signature, self.algorithm) = (revoked, signed, signature, algorithm)
    }

    /// Whether an authority has signed the list, and may.
    func isSigned(by authority: Certificate) -> Bool {
        guard authority.subject == issuer, (try? authority.extensions.keyUsage)?.cRLSign == true else { return false }
        let key = authority.publicKey
        if signers.withLock({ $0.contains(key) }) { return true }
        guard key.isValidSignature(signature, for: signed, signatureAlgorithm: algorithm) else { return false }
        signers.withLock { _ = $0.insert(key) }
        return true
    }

    func isRevoked(_ certificate: Certificate) -> Bool { revoked.contains(certificate.serialNumber.bytes) }
}
