// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The certificate that the other end of a connection has shown, after it was verified: what is needed of it to tell who asks.
public struct PeerCertificate: Hashable, Sendable {
    /// The SHA-256 of its DER bytes: 32 bytes.
    public let thumbprint: [UInt8]
    /// The DNS names of its subject alternative name.
    public let dnsNames: [String]

    public init(thumbprint: [UInt8], dnsNames: [String]) {
        self.thumbprint = thumbprint
        self.dnsNames = dnsNames
    }
}
