// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Identity
import SwiftASN1
import TestSupport
import X509

extension HostileCase {
    private static func named(
        _ name: String, _ names: [GeneralName], twin: [GeneralName] = [.dnsName(TestScene.clientName)]
    ) -> HostileCase {
        HostileCase(
            name, .names, fault: { try $0.client.setNames(names) }, twin: { try $0.client.setNames(twin) })
    }

    private static func bytes(_ name: String, _ text: String, _ bytes: [UInt8] = []) -> HostileCase {
        HostileCase(
            name, .names, fault: { try $0.client.setName(bytes: Array(text.utf8) + bytes) },
            twin: { try $0.client.setName(bytes: Array(TestScene.clientName.utf8)) })
    }

    static let names: [HostileCase] = [
        HostileCase(
            "a name in the subject alone", .names,
            fault: { scene in
                scene.client.subject = TestScene.clientName
                scene.client.remove([2, 5, 29, 17])
            }),
        named("no name in the list of names", []),
        named("a wildcard", [.dnsName("*.hospital.example")]),
        named("a wildcard beside a name", [.dnsName(TestScene.clientName), .dnsName("*.hospital.example")]),
        named("a wildcard in part of a label", [.dnsName("w*d.hospital.example")]),
        named("an IP address", [.ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))]),
        named(
            "an IP address beside a name",
            [.dnsName(TestScene.clientName), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))]),
        named("an IP address as a DNS name", [.dnsName("127.0.0.1")]),
        named("a URI", [.uniformResourceIdentifier("https://ward.hospital.example")]),
        named("an e-mail address", [.rfc822Name("ward@hospital.example")]),
        named("a directory name", [.directoryName(DistinguishedName())]),
        named("a dot at the end", [.dnsName("ward.hospital.example.")]),
        named("a dot at the beginning", [.dnsName(".ward.hospital.example")]),
        named("two dots together", [.dnsName("ward..hospital.example")]),
        named("a space", [.dnsName("ward.hospital.example ")]),
        named("a label that ends with a hyphen", [.dnsName("ward-.hospital.example")]),
        named(
            "a label of 64 letters", [.dnsName(String(repeating: "a", count: 64) + ".example")],
            twin: [.dnsName(String(repeating: "a", count: 63) + ".example")]),
        named(
            "a name of more than 253 letters", [.dnsName(String(repeating: "abc.", count: 64) + "example")],
            twin: [.dnsName(String(repeating: "abc.", count: 60) + "example")]),
        named(
            "seventeen names", (0..<17).map { .dnsName("w\($0).hospital.example") },
            twin: (0..<16).map { .dnsName("w\($0).hospital.example") }),
        bytes("a NUL after a name", "ward.hospital.example", [0]),
        bytes("a NUL within a name", "ward.hospital.example\0.evil.example"),
        bytes("a letter that only looks like one (Cyrillic а)", "w\u{0430}rd.hospital.example"),
        bytes("a byte that is no ASCII", "ward.hospital.example", [0xE9]),
        bytes("a wide letter", "\u{FF57}ard.hospital.example"),
        bytes("an empty name", ""),
    ]
}
