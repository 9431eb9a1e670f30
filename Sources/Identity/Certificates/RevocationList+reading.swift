// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import SwiftASN1
import X509

/// Why a file holds no list that can be used.
public enum RevocationListFault: String, Error, Sendable, CaseIterable, CustomStringConvertible {
    case tooLong = "The list is longer than 16 MiB."
    case unreadable = "The file holds no certificate revocation list in DER or PEM that can be read."
    case oldVersion = "The list is not of version 2."
    case withoutNextUpdate = "The list does not say when the next is due."
    case algorithm = "The list's signature uses an algorithm that is not accepted, or names two."
    case delta = "The list says only what has changed since another: a complete one is needed."
    case partial = "The list does not speak of all certificates of its issuer: a complete one is needed."
    case unknownExtension = "The list has a critical extension that is not known."
    case repeated = "The list has an extension twice."

    public var description: String { rawValue }
}

extension RevocationList {
    /// The longest list that is read, in bytes.
    static let longest = 16 << 20

    /// Reads a list in DER, or the only one in PEM.
    convenience init(reading bytes: [UInt8]) throws(RevocationListFault) {
        guard bytes.count <= Self.longest else { throw .tooLong }
        do {
            try self.init(der: Self.der(bytes))
        } catch let fault as RevocationListFault {
            throw fault
        } catch {
            throw .unreadable
        }
    }

    private static func der(_ bytes: [UInt8]) throws -> [UInt8] {
        guard bytes.starts(with: "-----BEGIN".utf8) else { return bytes }
        let document = try PEMDocument(pemString: String(decoding: bytes, as: UTF8.self))
        guard document.discriminator == "X509 CRL" else { throw RevocationListFault.unreadable }
        return document.derBytes
    }

    private convenience init(der bytes: [UInt8]) throws {
        let (body, algorithmNode, signature) = try DER.sequence(try DER.parse(bytes), identifier: .sequence) { nodes in
            guard let body = nodes.next(), let algorithm = nodes.next() else { throw RevocationListFault.unreadable }
            return (body, algorithm, try ASN1BitString(derEncoded: &nodes))
        }
        let content = try RevocationListContent(body)
        guard content.algorithmBytes == algorithmNode.encodedBytes,
            let algorithm = CertificateStrength.signature(try Self.identifier(algorithmNode))
        else { throw RevocationListFault.algorithm }
        self.init(
            issuer: content.issuer, number: content.number, thisUpdate: content.thisUpdate,
            nextUpdate: content.nextUpdate, revoked: content.revoked, signed: body.encodedBytes,
            signature: signature.bytes, algorithm: algorithm)
    }

    private static func identifier(_ node: ASN1Node) throws -> ASN1ObjectIdentifier {
        try DER.sequence(node, identifier: .sequence) { nodes in
            let identifier = try ASN1ObjectIdentifier(derEncoded: &nodes)
            // Parameters are NULL or absent; the bytes are the same in both places, which the caller has checked.
            while nodes.next() != nil {}
            return identifier
        }
    }
}

/// What a list says, under its signature (`TBSCertList`).
private struct RevocationListContent {
    var algorithmBytes: ArraySlice<UInt8>
    var issuer: DistinguishedName
    var thisUpdate: Date
    var nextUpdate: Date
    var revoked: Set<ArraySlice<UInt8>> = []
    var number: [UInt8]?

    init(_ node: ASN1Node) throws {
        self = try DER.sequence(node, identifier: .sequence) { nodes in try Self(&nodes) }
    }

    private init(_ nodes: inout ASN1NodeCollection.Iterator) throws {
        guard let version = nodes.next(), version.identifier == .integer, try Int(derEncoded: version) == 1 else {
            throw RevocationListFault.oldVersion
        }
        guard let algorithm = nodes.next() else { throw RevocationListFault.unreadable }
        algorithmBytes = algorithm.encodedBytes
        guard let name = nodes.next() else { throw RevocationListFault.unreadable }
        issuer = try DistinguishedName(derEncoded: name)
        guard let first = nodes.next() else { throw RevocationListFault.unreadable }
        thisUpdate = try ListTime.read(first)
        guard let second = nodes.next(), ListTime.isTime(second) else { throw RevocationListFault.withoutNextUpdate }
        nextUpdate = try ListTime.read(second)
        var next = nodes.next()
        if let entries = next, entries.identifier == .sequence {
            revoked = try Self.entries(entries)
            next = nodes.next()
        }
        if let extensions = next {
            number = try Self.number(in: extensions)
        }
    }

    private static func entries(_ node: ASN1Node) throws -> Set<ArraySlice<UInt8>> {
        guard case .constructed(let children) = node.content else { throw RevocationListFault.unreadable }
        var revoked: Set<ArraySlice<UInt8>> = []
        for child in children {
            revoked.insert(
                try DER.sequence(child, identifier: .sequence) { nodes in
                    let serial = try ArraySlice<UInt8>(derEncoded: &nodes)
                    guard let time = nodes.next() else { throw RevocationListFault.unreadable }
                    _ = try ListTime.read(time)
                    if let extensions = nodes.next() {
                        // The reason and the date of invalidity change nothing. Any other that is critical would: the
                        // certificate might be of another issuer than the list.
                        try Self.extensions(extensions, known: [.reason, .invalidityDate])
                    }
                    return serial
                })
        }
        return revoked
    }

    private static func number(in node: ASN1Node) throws -> [UInt8]? {
        let tag = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
        guard node.identifier == tag, case .constructed(let children) = node.content,
            let list = Array(children).first, Array(children).count == 1
        else { throw RevocationListFault.unreadable }
        let found = try extensions(list, known: [.number, .authorityKeyIdentifier])
        guard let number = found[.number] else { return nil }
        return Array(try ArraySlice<UInt8>(derEncoded: try DER.parse(number)))
    }

    @discardableResult
    private static func extensions(
        _ node: ASN1Node, known: Set<ASN1ObjectIdentifier>
    ) throws -> [ASN1ObjectIdentifier: ArraySlice<UInt8>] {
        guard node.identifier == .sequence, case .constructed(let children) = node.content else {
            throw RevocationListFault.unreadable
        }
        var found: [ASN1ObjectIdentifier: ArraySlice<UInt8>] = [:]
        for child in children {
            let item = try Certificate.Extension(derEncoded: child)
            guard found[item.oid] == nil else { throw RevocationListFault.repeated }
            if item.oid == .delta { throw RevocationListFault.delta }
            if item.oid == .distributionPoint { throw RevocationListFault.partial }
            guard known.contains(item.oid) || !item.critical else { throw RevocationListFault.unknownExtension }
            found[item.oid] = item.value
        }
        return found
    }
}

extension ASN1ObjectIdentifier {
    fileprivate static let number: Self = [2, 5, 29, 20]
    fileprivate static let reason: Self = [2, 5, 29, 21]
    fileprivate static let invalidityDate: Self = [2, 5, 29, 24]
    fileprivate static let delta: Self = [2, 5, 29, 27]
    fileprivate static let distributionPoint: Self = [2, 5, 29, 28]
    fileprivate static let authorityKeyIdentifier: Self = [2, 5, 29, 35]
}

/// The two forms of a time in a list.
private enum ListTime {
    static func isTime(_ node: ASN1Node) -> Bool {
        node.identifier == .utcTime || node.identifier == .generalizedTime
    }

    static func read(_ node: ASN1Node) throws -> Date {
        if node.identifier == .utcTime {
            let time = try UTCTime(derEncoded: node)
            return date(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
        }
        let time = try GeneralizedTime(derEncoded: node)
        return date(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
    }

    /// Days of the Gregorian calendar, counted from March so that a leap day ends its year.
    private static func date(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int) -> Date {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return Date(timeIntervalSince1970: Double(days * 86_400 + hour * 3600 + minute * 60 + second))
    }
}
