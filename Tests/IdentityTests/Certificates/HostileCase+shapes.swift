// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Crypto
import Foundation
import Identity
import SwiftASN1
import TestSupport
import X509

extension HostileCase {
    static let strength: [HostileCase] = [
        // The library reads no signature by ECDSA over SHA-1, and none over MD5.
        HostileCase("a signature over SHA-1 with ECDSA", .unreadable, fault: { $0.client.signing = .sha1 }),
        HostileCase(
            "a signature over SHA-1 with RSA", .weakSignature,
            fault: { scene in
                scene.setAuthorityKey(try rsa2048.get())
                scene.client.signing = .sha1
            }, twin: { $0.setAuthorityKey(try rsa2048.get()) }),
        HostileCase(
            "a signature that says it is over MD5", .unreadable,
            fault: { scene in
                scene.setAuthorityKey(try rsa2048.get())
                scene.client.signing = .md5
            }, twin: { $0.setAuthorityKey(try rsa2048.get()) }),
        HostileCase(
            "an intermediate authority signed over SHA-1", .weakSignature,
            fault: { scene in
                setRootKey(&scene, try rsa2048.get())
                scene.authority.signing = .sha1
            }, twin: { setRootKey(&$0, try rsa2048.get()) }),
        // The library reads no RSA key of fewer than 2048 bits.
        HostileCase(
            "an RSA key of 1024 bits", .unreadable, fault: { $0.setClientKey(try rsa1024.get()) },
            twin: { $0.setClientKey(try rsa2048.get()) }),
        HostileCase(
            "an issuer with an RSA key of 1024 bits", .unreadable, fault: { $0.setAuthorityKey(try rsa1024.get()) },
            twin: { $0.setAuthorityKey(try rsa2048.get()) }),
        HostileCase("an Ed25519 key", .weakKey, fault: { $0.client.key = .ed25519(.init()) }),
    ]

    private static func setRootKey(_ scene: inout TestScene, _ key: TestKey) {
        (scene.root.key, scene.root.issuerKey, scene.authority.issuerKey, scene.rootList.key) = (key, key, key, key)
    }

    static let shapes: [HostileCase] = [
        HostileCase(
            "a critical extension that nobody knows", .untrusted,
            fault: { $0.client.set(TestCertificate.unknown(critical: true)) },
            twin: { $0.client.set(TestCertificate.unknown(critical: false)) }),
        HostileCase(
            "an issuer's critical extension that nobody knows", .untrusted,
            fault: { $0.authority.set(TestCertificate.unknown(critical: true)) },
            twin: { $0.authority.set(TestCertificate.unknown(critical: false)) }),
        HostileCase(
            "an extension twice", .unreadable,
            fault: { scene in
                scene.client.extensions += Array(repeating: TestCertificate.unknown(critical: false), count: 2)
            }, twin: { $0.client.extensions.append(TestCertificate.unknown(critical: false)) }),
        HostileCase(
            "the names twice", .unreadable,
            fault: { scene in
                let names = scene.client.extensions.filter { $0.oid == [2, 5, 29, 17] }
                scene.client.extensions += names
            }),
        HostileCase(
            "a negative serial number", .unreadable, fault: { $0.client.serial = [0x80, 1] },
            twin: { $0.client.serial = [0, 0x80, 1] }),
        HostileCase(
            "the serial number zero", .serialNumber, fault: { $0.client.serial = [0] },
            twin: { $0.client.serial = [1] }),
        HostileCase(
            "a serial number of 21 bytes", .serialNumber,
            fault: { $0.client.serial = Array(repeating: 7, count: 21) },
            twin: { $0.client.serial = Array(repeating: 7, count: 20) }),
        HostileCase(
            "a signature with a bit turned", .untrusted,
            fault: { scene in
                scene.client.damage = { signature in
                    var signature = signature
                    if let last = signature.last { signature[signature.count - 1] = last ^ 1 }
                    return signature
                }
            }),
        HostileCase(
            "a name changed after it was signed", .untrusted,
            fault: { scene in
                try scene.client.setNames([.dnsName("word.hospital.example")])
                scene.client.tampering = { replacing("word.hospital", by: "ward.hospital", in: $0) }
            }, twin: { try $0.client.setNames([.dnsName("word.hospital.example")]) }),
        HostileCase(
            "a signature by the client's own key in the issuer's name", .untrusted,
            fault: { $0.client.issuerKey = $0.client.key }),
        HostileCase(
            "another algorithm beside the signature than under it", .untrusted,
            fault: { $0.client.outerAlgorithm = [1, 2, 840, 10045, 4, 3, 3] },
            twin: { $0.client.outerAlgorithm = [1, 2, 840, 10045, 4, 3, 2] }),
        HostileCase(
            "a certificate of version 1", .oldVersion,
            fault: { scene in
                (scene.client.version, scene.client.extensions) = (0, [])
            }),
        HostileCase(
            "bytes that are no certificate", .unreadable, fault: { $0.client.mangling = { _ in [1, 2, 3, 4] } }),
        HostileCase("no bytes", .unreadable, fault: { $0.client.mangling = { _ in [] } }),
        HostileCase(
            "a certificate without its end", .unreadable, fault: { $0.client.mangling = { $0.dropLast(1) } }),
        HostileCase(
            "a byte after the certificate", .unreadable, fault: { $0.client.mangling = { $0 + [0] } }),
        HostileCase(
            "an intermediate authority without its end", .unreadable,
            fault: {
                $0.authority.mangling = { $0.dropLast(1) }; $0.trusted = [$0.root]
            }),
        HostileCase(
            "a certificate of more than 16 KiB", .tooMany,
            fault: { $0.client.set(padding(17 << 10)) }, twin: { $0.client.set(padding(14 << 10)) }),
    ]

    private static func padding(_ length: Int) -> Certificate.Extension {
        Certificate.Extension(
            oid: [1, 3, 6, 1, 4, 1, 99999, 2], critical: false, value: ArraySlice(repeating: 0, count: length))
    }

    private static func replacing(_ old: String, by new: String, in bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let (old, new) = (Array(old.utf8), Array(new.utf8))
        for start in bytes.indices.dropLast(old.count - 1) where bytes[start..<start + old.count].elementsEqual(old) {
            bytes.replaceSubrange(start..<start + old.count, with: new)
        }
        return bytes
    }

    static let revocation: [HostileCase] = [
        HostileCase(
            "a revoked certificate", .revoked,
            fault: { $0.authorityList.entries.append(.init(serial: $0.client.serial)) },
            twin: { $0.authorityList.entries.append(.init(serial: [0x11, 0x23])) }),
        HostileCase(
            "a revoked certificate whose serial number has its top bit set", .revoked,
            fault: { scene in
                scene.client.serial = [0, 0x91, 0x22]
                scene.authorityList.entries.append(.init(serial: [0, 0x91, 0x22]))
            }, twin: { $0.client.serial = [0, 0x91, 0x22] }),
        HostileCase(
            "a certificate on hold", .revoked,
            fault: { scene in
                scene.authorityList.entries.append(
                    .init(serial: scene.client.serial, extensions: [TestRevocationList.reason(6)]))
            }),
        HostileCase(
            "a revoked intermediate authority", .revoked,
            fault: { $0.rootList.entries.append(.init(serial: $0.authority.serial)) },
            twin: { $0.rootList.entries.append(.init(serial: $0.client.serial)) }),
        HostileCase(
            "a revoked certificate in the second of two lists", .revoked,
            fault: { scene in
                var second = scene.authorityList
                second.entries.append(.init(serial: scene.client.serial))
                scene.lists = [scene.rootList, scene.authorityList, second]
            }, twin: { $0.lists = [$0.rootList, $0.authorityList, $0.authorityList] }),
        HostileCase(
            "an expired list", .revocationUnknown, fault: { $0.authorityList.nextUpdate = $0.now },
            twin: { $0.authorityList.nextUpdate = $0.now + 1 }),
        HostileCase(
            "an expired list of the root", .revocationUnknown, fault: { $0.rootList.nextUpdate = $0.now - 1 },
            twin: { $0.rootList.nextUpdate = $0.now + 1 }),
        HostileCase(
            "a list from the future", .revocationUnknown, fault: { $0.authorityList.thisUpdate = $0.now + 1 },
            twin: { $0.authorityList.thisUpdate = $0.now }),
        HostileCase(
            "a list that another key has signed", .revocationUnknown, fault: { $0.authorityList.key = .new() }),
        HostileCase(
            "a list that the root has signed in the authority's name", .revocationUnknown,
            fault: { $0.authorityList.key = $0.root.key }),
        HostileCase(
            "a list of another issuer with this one's key", .revocationUnknown,
            fault: { $0.authorityList.issuer = "Another Authority" }),
        HostileCase(
            "a list with a damaged signature", .revocationUnknown,
            fault: { $0.authorityList.damage = { $0.dropLast(1) + [0x55] } }),
        HostileCase(
            "a list of an authority that may not sign lists", .revocationUnknown,
            fault: { try $0.authority.setUsage(KeyUsage(keyCertSign: true)) },
            twin: { try $0.authority.setUsage(KeyUsage(keyCertSign: true, cRLSign: true)) }),
        HostileCase(
            "no list of the authority", .revocationUnknown, fault: { $0.lists = [$0.rootList] },
            twin: { $0.lists = [] }),
        HostileCase("no list of the root", .revocationUnknown, fault: { $0.lists = [$0.authorityList] }),
    ]
}
