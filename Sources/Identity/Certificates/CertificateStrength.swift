// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Crypto
import CryptoExtras
import SwiftASN1
import X509

/// Which keys and signatures are strong enough to be believed.
enum CertificateStrength {
    /// RSA with PKCS #1 padding and ECDSA, over SHA-2.
    static let signatures: [Certificate.SignatureAlgorithm] = [
        .sha256WithRSAEncryption, .sha384WithRSAEncryption, .sha512WithRSAEncryption,
        .ecdsaWithSHA256, .ecdsaWithSHA384, .ecdsaWithSHA512,
    ]

    /// The accepted algorithms by their identifiers, for lists that are read here.
    static func signature(_ identifier: ASN1ObjectIdentifier) -> Certificate.SignatureAlgorithm? {
        switch identifier {
        case [1, 2, 840, 113_549, 1, 1, 11]: .sha256WithRSAEncryption
        case [1, 2, 840, 113_549, 1, 1, 12]: .sha384WithRSAEncryption
        case [1, 2, 840, 113_549, 1, 1, 13]: .sha512WithRSAEncryption
        case [1, 2, 840, 10045, 4, 3, 2]: .ecdsaWithSHA256
        case [1, 2, 840, 10045, 4, 3, 3]: .ecdsaWithSHA384
        case [1, 2, 840, 10045, 4, 3, 4]: .ecdsaWithSHA512
        default: nil
        }
    }

    /// RSA of at least 2048 bits, or one of the NIST curves from P-256 up.
    static func isStrong(_ key: Certificate.PublicKey) -> Bool {
        if let rsa = _RSA.Signing.PublicKey(key) { return rsa.keySizeInBits >= 2048 }
        return P256.Signing.PublicKey(key) != nil || P384.Signing.PublicKey(key) != nil
            || P521.Signing.PublicKey(key) != nil
    }
}
