// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Crypto
public import CryptoExtras
import Foundation
import SwiftASN1
public import X509

/// How something is signed, strong or not.
public enum TestSigning: Sendable {
    case sha256
    case sha1
    case md5
}

/// A key pair of a test.
public enum TestKey: Sendable {
    case p256(P256.Signing.PrivateKey)
    case rsa(_RSA.Signing.PrivateKey)
    case ed25519(Curve25519.Signing.PrivateKey)

    public static func new() -> TestKey { .p256(P256.Signing.PrivateKey()) }

    public var publicKey: Certificate.PublicKey {
        switch self {
        case .p256(let key): Certificate.PublicKey(key.publicKey)
        case .rsa(let key): Certificate.PublicKey(key.publicKey)
        case .ed25519(let key): Certificate.PublicKey(key.publicKey)
        }
    }

    /// In PEM, without a passphrase.
    public var pem: String {
        switch self {
        case .p256(let key): key.pemRepresentation
        case .rsa(let key): key.pemRepresentation
        case .ed25519(let key): PEMDocument(type: "PRIVATE KEY", derBytes: Array(key.rawRepresentation)).pemString
        }
    }

    /// A signature as certificates and lists hold it.
    func sign(_ bytes: [UInt8], _ signing: TestSigning) throws -> [UInt8] {
        switch (self, signing) {
        case (.p256(let key), .sha256): Array(try key.signature(for: SHA256.hash(data: bytes)).derRepresentation)
        case (.p256(let key), .sha1): Array(try key.signature(for: Insecure.SHA1.hash(data: bytes)).derRepresentation)
        case (.p256(let key), .md5): Array(try key.signature(for: Insecure.MD5.hash(data: bytes)).derRepresentation)
        case (.rsa(let key), .sha256): try Self.rsa(key, SHA256.hash(data: bytes))
        case (.rsa(let key), .sha1): try Self.rsa(key, Insecure.SHA1.hash(data: bytes))
        // Nothing here makes this one; it is named all the same.
        case (.rsa(let key), .md5): try Self.rsa(key, SHA256.hash(data: bytes))
        case (.ed25519(let key), _): Array(try key.signature(for: bytes))
        }
    }

    private static func rsa(_ key: _RSA.Signing.PrivateKey, _ digest: some Digest) throws -> [UInt8] {
        Array(try key.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation)
    }

    /// The identifier of the algorithm that ``sign(_:_:)`` uses.
    func algorithm(_ signing: TestSigning) -> ASN1ObjectIdentifier {
        switch (self, signing) {
        case (.p256, .sha256): [1, 2, 840, 10045, 4, 3, 2]
        case (.p256, _): [1, 2, 840, 10045, 4, 1]
        case (.rsa, .sha256): [1, 2, 840, 113_549, 1, 1, 11]
        case (.rsa, .sha1): [1, 2, 840, 113_549, 1, 1, 5]
        case (.rsa, .md5): [1, 2, 840, 113_549, 1, 1, 4]
        case (.ed25519, _): [1, 3, 101, 112]
        }
    }
}

/// Parts of DER that certificates and lists have in common.
enum TestDER {
    static func bytes(_ write: (inout DER.Serializer) throws -> Void) throws -> [UInt8] {
        var serializer = DER.Serializer()
        try write(&serializer)
        return serializer.serializedBytes
    }

    static func algorithm(_ identifier: ASN1ObjectIdentifier, into coder: inout DER.Serializer) throws {
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            try coder.serialize(identifier)
            if identifier.description.hasPrefix("1.2.840.113549") { try coder.serialize(ASN1Null()) }
        }
    }

    static func time(_ date: Date, into coder: inout DER.Serializer) throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        let (year, month, day) = (parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
        let (hours, minutes, seconds) = (parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0)
        if year < 2050 {
            try coder.serialize(
                try UTCTime(year: year, month: month, day: day, hours: hours, minutes: minutes, seconds: seconds))
        } else {
            try coder.serialize(
                try GeneralizedTime(
                    year: year, month: month, day: day, hours: hours, minutes: minutes, seconds: seconds,
                    fractionalSeconds: 0))
        }
    }

    /// What is signed, by whom, and the signature.
    static func signed(_ body: [UInt8], _ algorithm: ASN1ObjectIdentifier, _ signature: [UInt8]) throws -> [UInt8] {
        try bytes { coder in
            try coder.appendConstructedNode(identifier: .sequence) { coder in
                coder.serializeRawBytes(body)
                try Self.algorithm(algorithm, into: &coder)
                try coder.serialize(ASN1BitString(bytes: signature[...]))
            }
        }
    }
}
