// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Foundation
public import SwiftASN1
public import X509

/// What a certificate of a test says. It is written byte by byte, so that it can say what no library would issue.
public struct TestCertificate: Sendable {
    public var version = 2
    /// The bytes of the INTEGER as they stand: `[0x80]` is negative.
    public var serial: [UInt8]
    public var issuer: String
    public var subject: String
    public var notBefore: Date
    public var notAfter: Date
    public var key: TestKey
    public var issuerKey: TestKey
    public var signing = TestSigning.sha256
    public var extensions: [Certificate.Extension] = []
    /// Changes what is signed, after it was signed.
    public var tampering: @Sendable ([UInt8]) -> [UInt8] = { $0 }
    /// Changes the signature.
    public var damage: @Sendable ([UInt8]) -> [UInt8] = { $0 }
    /// Changes everything.
    public var mangling: @Sendable ([UInt8]) -> [UInt8] = { $0 }
    /// The algorithm beside the signature, where it is not that under it.
    public var outerAlgorithm: ASN1ObjectIdentifier?

    public init(
        serial: [UInt8], issuer: String, subject: String, notBefore: Date, notAfter: Date, key: TestKey,
        issuerKey: TestKey
    ) {
        (self.serial, self.issuer, self.subject) = (serial, issuer, subject)
        (self.notBefore, self.notAfter, self.key, self.issuerKey) = (notBefore, notAfter, key, issuerKey)
    }

    public static func name(_ text: String) throws -> DistinguishedName {
        try DistinguishedName { CommonName(text) }
    }

    public func der() throws -> [UInt8] {
        let algorithm = issuerKey.algorithm(signing)
        let body = try TestDER.bytes { coder in
            try coder.appendConstructedNode(identifier: .sequence) { coder in
                if version > 0 {
                    try coder.appendConstructedNode(
                        identifier: ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
                    ) { try $0.serialize(version) }
                }
                coder.appendPrimitiveNode(identifier: .integer) { $0.append(contentsOf: serial) }
                try TestDER.algorithm(algorithm, into: &coder)
                try coder.serialize(try Self.name(issuer))
                try coder.appendConstructedNode(identifier: .sequence) { coder in
                    try TestDER.time(notBefore, into: &coder)
                    try TestDER.time(notAfter, into: &coder)
                }
                try coder.serialize(try Self.name(subject))
                try coder.serialize(key.publicKey)
                if !extensions.isEmpty {
                    try coder.appendConstructedNode(
                        identifier: ASN1Identifier(tagWithNumber: 3, tagClass: .contextSpecific)
                    ) { try $0.serializeSequenceOf(extensions) }
                }
            }
        }
        let signature = damage(try issuerKey.sign(body, signing))
        return mangling(try TestDER.signed(tampering(body), outerAlgorithm ?? algorithm, signature))
    }

    public func pem() throws -> String { PEMDocument(type: "CERTIFICATE", derBytes: try der()).pemString }

    // MARK: Extensions

    /// Puts an extension in the place of the one of its kind.
    public mutating func set(_ item: Certificate.Extension) {
        remove(item.oid)
        extensions.append(item)
    }

    public mutating func remove(_ identifier: ASN1ObjectIdentifier) { extensions.removeAll { $0.oid == identifier } }

    public mutating func setUsage(_ usage: KeyUsage) throws { set(try Certificate.Extension(usage, critical: true)) }

    public mutating func setPurposes(_ purposes: [ExtendedKeyUsage.Usage]) throws {
        set(try Certificate.Extension(try ExtendedKeyUsage(purposes), critical: false))
    }

    public mutating func setConstraints(_ constraints: BasicConstraints) throws {
        set(try Certificate.Extension(constraints, critical: true))
    }

    public mutating func setNames(_ names: [GeneralName]) throws {
        set(try Certificate.Extension(SubjectAlternativeNames(names), critical: false))
    }

    /// One DNS name of any bytes.
    public mutating func setName(bytes: [UInt8]) throws {
        let value = try TestDER.bytes { coder in
            coder.appendConstructedNode(identifier: .sequence) { coder in
                coder.appendPrimitiveNode(
                    identifier: ASN1Identifier(tagWithNumber: 2, tagClass: .contextSpecific)
                ) { $0.append(contentsOf: bytes) }
            }
        }
        set(Certificate.Extension(oid: .X509ExtensionID.subjectAlternativeName, critical: false, value: value[...]))
    }

    /// An extension that nobody knows.
    public static func unknown(critical: Bool) -> Certificate.Extension {
        Certificate.Extension(oid: [1, 3, 6, 1, 4, 1, 99999, 1], critical: critical, value: [5, 0])
    }
}
