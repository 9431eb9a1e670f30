// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import SwiftASN1
import X509

/// What a path must be like beyond RFC 5280 as the library checks it: it leaves key usage, purpose and strength to its users, and
/// lets certificates of version 1 issue others.
struct ClientCertificatePolicy: VerifierPolicy {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [
        .X509ExtensionID.extendedKeyUsage, .X509ExtensionID.subjectAlternativeName,
    ]

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
        do {
            try Self.check(Array(chain))
            return .meetsPolicy
        } catch {
            return .failsToMeetPolicy(reason: error.rawValue)
        }
    }

    private static func check(_ chain: [Certificate]) throws(CertificateRefusal) {
        // A trust anchor is not accepted as itself: it is an authority.
        guard chain.count > 1, let leaf = chain.first, let anchor = chain.last else { throw .isAuthority }
        for certificate in chain.dropLast() {
            guard certificate.version == .v3 else { throw .oldVersion }
            try checkSerialNumber(certificate)
            guard CertificateStrength.signatures.contains(certificate.signatureAlgorithm) else { throw .weakSignature }
        }
        for certificate in chain {
            guard CertificateStrength.isStrong(certificate.publicKey) else { throw .weakKey }
        }
        for issuer in chain.dropFirst().dropLast() { try checkIssuer(issuer) }
        // An anchor is trusted because it is configured; yet what it says of itself holds.
        if let usage = try usage(anchor), !usage.keyCertSign { throw .issuerUsage }
        try checkLeaf(leaf)
    }

    private static func checkSerialNumber(_ certificate: Certificate) throws(CertificateRefusal) {
        // A negative number is refused where the certificate is read.
        let bytes = certificate.serialNumber.bytes
        guard bytes.count <= 20, bytes.contains(where: { $0 != 0 }) else { throw .serialNumber }
    }

    private static func checkIssuer(_ issuer: Certificate) throws(CertificateRefusal) {
        guard try usage(issuer)?.keyCertSign == true else { throw .issuerUsage }
        if let purposes = try purposes(issuer), !purposes.contains(.clientAuth), !purposes.contains(.any) {
            throw .issuerUsage
        }
    }

    private static func checkLeaf(_ leaf: Certificate) throws(CertificateRefusal) {
        let constraints: BasicConstraints?
        do { constraints = try leaf.extensions.basicConstraints } catch { throw .isAuthority }
        if case .isCertificateAuthority = constraints { throw .isAuthority }
        guard let usage = try usage(leaf), usage.digitalSignature, !usage.keyCertSign, !usage.cRLSign else {
            throw .keyUsage
        }
        guard try purposes(leaf)?.contains(.clientAuth) == true else { throw .purpose }
        _ = try CertificateNames.read(leaf)
    }

    static func usage(_ certificate: Certificate) throws(CertificateRefusal) -> KeyUsage? {
        do { return try certificate.extensions.keyUsage } catch { throw .keyUsage }
    }

    private static func purposes(_ certificate: Certificate) throws(CertificateRefusal) -> ExtendedKeyUsage? {
        do { return try certificate.extensions.extendedKeyUsage } catch { throw .purpose }
    }
}
