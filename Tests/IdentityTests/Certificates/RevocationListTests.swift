// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import SwiftASN1
import TestSupport
import Testing
import X509

@testable import Identity

/// One fault in a list that is otherwise in order, and the same list without it.
struct HostileList: Sendable, CustomTestStringConvertible {
    let name: String
    let fault: RevocationListFault
    let spoil: @Sendable (inout TestRevocationList) throws -> Void
    let twin: @Sendable (inout TestRevocationList) throws -> Void

    var testDescription: String { name }

    init(
        _ name: String, _ fault: RevocationListFault,
        spoil: @escaping @Sendable (inout TestRevocationList) throws -> Void,
        twin: @escaping @Sendable (inout TestRevocationList) throws -> Void = { _ in }
    ) {
        (self.name, self.fault, self.spoil, self.twin) = (name, fault, spoil, twin)
    }

    private static func item(_ last: UInt, critical: Bool) -> Certificate.Extension {
        Certificate.Extension(oid: [2, 5, 29, last], critical: critical, value: [5, 0])
    }

    static let all: [HostileList] = [
        HostileList(
            "a critical extension that nobody knows", .unknownExtension,
            spoil: { $0.extensions.append(TestCertificate.unknown(critical: true)) },
            twin: { $0.extensions.append(TestCertificate.unknown(critical: false)) }),
        HostileList(
            "a delta list", .delta, spoil: { $0.extensions.append(item(27, critical: true)) },
            twin: { $0.extensions.append(item(46, critical: false)) }),
        HostileList(
            "a delta list that does not call itself critical", .delta,
            spoil: { $0.extensions.append(item(27, critical: false)) }),
        HostileList(
            "a list of one distribution point", .partial, spoil: { $0.extensions.append(item(28, critical: true)) }),
        HostileList(
            "a list of one distribution point that does not call it critical", .partial,
            spoil: { $0.extensions.append(item(28, critical: false)) }),
        HostileList(
            "an entry with a critical extension that nobody knows", .unknownExtension,
            spoil: { $0.entries.append(.init(serial: [9], extensions: [TestCertificate.unknown(critical: true)])) },
            twin: { $0.entries.append(.init(serial: [9], extensions: [TestCertificate.unknown(critical: false)])) }),
        HostileList(
            "an entry of another issuer", .unknownExtension,
            spoil: { $0.entries.append(.init(serial: [9], extensions: [item(29, critical: true)])) },
            twin: { $0.entries.append(.init(serial: [9])) }),
        HostileList(
            "an extension twice", .repeated, spoil: { $0.extensions.append(TestRevocationList.number(2)) },
            twin: { $0.extensions = [TestRevocationList.number(2)] }),
        HostileList("no date of the next list", .withoutNextUpdate, spoil: { $0.nextUpdate = nil }),
        HostileList("no version", .oldVersion, spoil: { $0.version = nil }),
        HostileList("version 1", .oldVersion, spoil: { $0.version = 0 }),
        HostileList("a signature over SHA-1", .algorithm, spoil: { $0.signing = .sha1 }),
        HostileList(
            "another algorithm beside the signature than under it", .algorithm,
            spoil: { $0.outerAlgorithm = [1, 2, 840, 10045, 4, 3, 3] },
            twin: { $0.outerAlgorithm = [1, 2, 840, 10045, 4, 3, 2] }),
        HostileList(
            "a negative serial number", .unreadable, spoil: { $0.entries.append(.init(serial: [0x80])) },
            twin: { $0.entries.append(.init(serial: [0, 0x80])) }),
        HostileList("a list without its end", .unreadable, spoil: { $0.mangling = { $0.dropLast(1) } }),
        HostileList("half a list", .unreadable, spoil: { $0.mangling = { Array($0.prefix($0.count / 2)) } }),
        HostileList("a byte after the list", .unreadable, spoil: { $0.mangling = { $0 + [0] } }),
        HostileList("bytes that are no list", .unreadable, spoil: { $0.mangling = { _ in [1, 2, 3] } }),
        HostileList("no bytes", .unreadable, spoil: { $0.mangling = { _ in [] } }),
        HostileList(
            "PEM that says it is a certificate", .unreadable, spoil: { $0.mangling = { pem("CERTIFICATE", $0) } },
            twin: { $0.mangling = { pem("X509 CRL", $0) } }),
        HostileList(
            "more than 16 MiB", .tooLong, spoil: { $0.mangling = { $0 + Array(repeating: 0, count: 16 << 20) } }),
    ]

    private static func pem(_ type: String, _ bytes: [UInt8]) -> [UInt8] {
        let text = Data(bytes).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return Array("-----BEGIN \(type)-----\n\(text)\n-----END \(type)-----\n".utf8)
    }
}

@Suite struct `A revocation list` {
    @Test func `says its issuer, its times, its number and what is revoked`() throws {
        var list = try TestScene().authorityList
        list.extensions = [TestRevocationList.number(5)]
        list.entries = [.init(serial: [0x12]), .init(serial: [0, 0x91])]
        let read = try RevocationList(reading: try list.der())
        let issuer = try TestCertificate.name("Test Authority")
        #expect(read.issuer == issuer)
        #expect(read.thisUpdate == TestScene.now - TestScene.day)
        #expect(read.nextUpdate == TestScene.now + TestScene.day)
        #expect(read.number == [5])
        #expect(read.revoked == [[0x12], [0x91]])
    }

    @Test func `is signed by the authority that it names, and by no other that has its key`() throws {
        let scene = try TestScene()
        let authority = try Certificate(derEncoded: try scene.authority.der())
        #expect(try RevocationList(reading: try scene.authorityList.der()).isSigned(by: authority))
        var foreign = scene.authorityList
        foreign.issuer = "Test Root"
        #expect(try !RevocationList(reading: try foreign.der()).isSigned(by: authority))
    }

    @Test func `may revoke nothing and have no extensions`() throws {
        var list = try TestScene().authorityList
        (list.entries, list.extensions) = ([], [])
        #expect(try RevocationList(reading: try list.der()).revoked.isEmpty)
    }

    @Test(arguments: [0, 68_169_600, 951_825_600, 2_524_608_000, 4_107_542_400])
    func `has the time that was written`(seconds: Double) throws {
        var list = try TestScene().authorityList
        list.nextUpdate = Date(timeIntervalSince1970: seconds)
        #expect(try RevocationList(reading: try list.der()).nextUpdate.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: HostileList.all)
    func `is refused with`(_ hostile: HostileList) throws {
        var list = try TestScene().authorityList
        try hostile.spoil(&list)
        let bytes = try list.der()
        #expect(throws: hostile.fault) { _ = try RevocationList(reading: bytes) }
    }

    @Test(arguments: HostileList.all)
    func `is read without the one fault`(_ hostile: HostileList) throws {
        var list = try TestScene().authorityList
        try hostile.twin(&list)
        _ = try RevocationList(reading: try list.der())
    }
}
