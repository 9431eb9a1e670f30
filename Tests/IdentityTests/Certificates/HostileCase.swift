// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Crypto
import CryptoExtras
import Foundation
import SwiftASN1
import TestSupport
import Testing
import X509

@testable import Identity

/// One fault in a world of certificates that is otherwise in order, and the same world without that one fault.
struct HostileCase: Sendable, CustomTestStringConvertible {
    let name: String
    let refusal: CertificateRefusal
    let fault: @Sendable (inout TestScene) throws -> Void
    let twin: @Sendable (inout TestScene) throws -> Void

    var testDescription: String { name }

    init(
        _ name: String, _ refusal: CertificateRefusal, fault: @escaping @Sendable (inout TestScene) throws -> Void,
        twin: @escaping @Sendable (inout TestScene) throws -> Void = { _ in }
    ) {
        (self.name, self.refusal, self.fault, self.twin) = (name, refusal, fault, twin)
    }

    static let all = paths + times + usages + names + strength + shapes + revocation

    /// Keys that take long to make.
    static let rsa2048 = Result { TestKey.rsa(try _RSA.Signing.PrivateKey(keySize: .bits2048)) }
    static let rsa1024 = Result {
        TestKey.rsa(try _RSA.Signing.PrivateKey(unsafeKeySize: _RSA.Signing.KeySize(bitCount: 1024)))
    }
}

extension TestScene {
    /// What the verifier makes of the scene.
    func verified() async throws -> Result<PeerCertificate, CertificateRefusal> {
        try await verifier().verify(try chain(), at: now)
    }

    func verifier(_ rule: RevocationRule = .hard) throws -> ClientCertificateVerifier {
        ClientCertificateVerifier(
            authorities: try (trusted ?? [root]).map { try Certificate(derEncoded: try $0.der()) },
            revocation: RevocationRegister(try listBytes().map { try RevocationList(reading: $0) }, rule: rule))
    }
}
