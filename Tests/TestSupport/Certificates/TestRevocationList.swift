// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Foundation
public import SwiftASN1
public import X509

/// What a revocation list of a test says, written byte by byte.
public struct TestRevocationList: Sendable {
    /// A revoked certificate.
    public struct Entry: Sendable {
        public var serial: [UInt8]
        public var extensions: [Certificate.Extension] = []
        public init(serial: [UInt8], extensions: [Certificate.Extension] = []) {
            (self.serial, self.extensions) = (serial, extensions)
        }
    }

    public var version: Int? = 1
    public var issuer: String
    public var key: TestKey
    public var signing = TestSigning.sha256
    public var thisUpdate: Date
    public var nextUpdate: Date?
    public var entries: [Entry] = []
    public var extensions: [Certificate.Extension] = [TestRevocationList.number(1)]
    public var damage: @Sendable ([UInt8]) -> [UInt8] = { $0 }
    public var mangling: @Sendable ([UInt8]) -> [UInt8] = { $0 }
    public var outerAlgorithm: ASN1ObjectIdentifier?

    public init(issuer: String, key: TestKey, thisUpdate: Date, nextUpdate: Date?) {
        (self.issuer, self.key, self.thisUpdate, self.nextUpdate) = (issuer, key, thisUpdate, nextUpdate)
    }

    public static func number(_ number: UInt8) -> Certificate.Extension {
        Certificate.Extension(oid: [2, 5, 29, 20], critical: false, value: [2, 1, number])
    }

    /// Why a certificate is revoked (RFC 5280 §5.3.1).
    public static func reason(_ code: UInt8) -> Certificate.Extension {
        Certificate.Extension(oid: [2, 5, 29, 21], critical: false, value: [10, 1, code])
    }

    public func der() throws -> [UInt8] {
        let algorithm = key.algorithm(signing)
        let body = try TestDER.bytes { coder in
            try coder.appendConstructedNode(identifier: .sequence) { coder in
                if let version { try coder.serialize(version) }
                try TestDER.algorithm(algorithm, into: &coder)
                try coder.serialize(try TestCertificate.name(issuer))
                try TestDER.time(thisUpdate, into: &coder)
                if let nextUpdate { try TestDER.time(nextUpdate, into: &coder) }
                if !entries.isEmpty {
                    try coder.appendConstructedNode(identifier: .sequence) { coder in
                        for entry in entries { try write(entry, into: &coder) }
                    }
                }
                if !extensions.isEmpty {
                    try coder.appendConstructedNode(
                        identifier: ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
                    ) { try $0.serializeSequenceOf(extensions) }
                }
            }
        }
        let signature = damage(try key.sign(body, signing))
        return mangling(try TestDER.signed(body, outerAlgorithm ?? algorithm, signature))
    }

    private func write(_ entry: Entry, into coder: inout DER.Serializer) throws {
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            coder.appendPrimitiveNode(identifier: .integer) { $0.append(contentsOf: entry.serial) }
            try TestDER.time(thisUpdate, into: &coder)
            if !entry.extensions.isEmpty { try coder.serializeSequenceOf(entry.extensions) }
        }
    }
}
