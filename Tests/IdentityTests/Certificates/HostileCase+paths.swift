// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Identity
import SwiftASN1
import TestSupport
import X509

extension HostileCase {
    static let paths: [HostileCase] = [
        HostileCase(
            "an authority that is not configured", .untrusted,
            fault: { scene in
                var other = scene.root
                (other.subject, other.issuer, other.key) = ("Other Root", "Other Root", .new())
                other.issuerKey = other.key
                scene.trusted = [other]
            },
            twin: { scene in
                var other = scene.root
                (other.subject, other.issuer, other.key) = ("Other Root", "Other Root", .new())
                other.issuerKey = other.key
                scene.trusted = [other, scene.root]
            }),
        HostileCase(
            "an authority of the same name with another key", .untrusted,
            fault: { scene in
                var other = scene.root
                other.key = .new()
                other.issuerKey = other.key
                scene.trusted = [other]
            },
            twin: { scene in
                var other = scene.root
                other.key = .new()
                other.issuerKey = other.key
                scene.trusted = [other, scene.root]
            }),
        HostileCase(
            "a client's certificate that it has issued itself", .untrusted,
            fault: { scene in
                scene.client.issuer = scene.client.subject
                scene.client.issuerKey = scene.client.key
                scene.sent = []
            }),
        HostileCase(
            "an intermediate authority that was not sent", .untrusted, fault: { $0.sent = [] },
            twin: {
                $0.sent = []; $0.trusted = [$0.root, $0.authority]
            }),
        HostileCase(
            "an intermediate authority alone is configured, not its root", .untrusted,
            fault: { $0.trusted = [$0.authority] }, twin: { $0.trusted = [$0.authority, $0.root] }),
        HostileCase(
            "an issuer that is said to be none", .brokenPath,
            fault: { try $0.authority.setConstraints(.notCertificateAuthority) }),
        HostileCase(
            "an issuer that does not say what it is", .brokenPath,
            fault: { $0.authority.remove([2, 5, 29, 19]) }),
        HostileCase(
            "an issuer of version 1", .oldVersion,
            fault: { ($0.authority.version, $0.authority.extensions, $0.lists) = (0, [], []) },
            twin: { $0.lists = [] }),
        HostileCase(
            "a client's certificate used as an issuer", .brokenPath,
            fault: { scene in
                var second = scene.client
                (second.issuer, second.subject, second.issuerKey) = (scene.client.subject, "Second", scene.client.key)
                second.key = .new()
                let first = scene.client
                (scene.client, scene.sent, scene.lists) = (second, [first, scene.authority], [])
            },
            twin: { $0.lists = [] }),
        HostileCase(
            "one authority more than the root's path length allows", .brokenPath,
            fault: { try $0.root.setConstraints(.isCertificateAuthority(maxPathLength: 0)) },
            twin: { try $0.root.setConstraints(.isCertificateAuthority(maxPathLength: 1)) }),
        HostileCase(
            "more certificates than are looked at", .tooMany,
            fault: { scene in scene.sent = Array(repeating: scene.authority, count: 5) },
            twin: { scene in scene.sent = Array(repeating: scene.authority, count: 4) }),
        HostileCase(
            "a name that its authority must not give", .brokenPath,
            fault: { scene in
                scene.authority.set(
                    try Certificate.Extension(NameConstraints(excludedDNSDomains: ["hospital.example"]), critical: true)
                )
            },
            twin: { scene in
                scene.authority.set(
                    try Certificate.Extension(NameConstraints(excludedDNSDomains: ["surgery.example"]), critical: true))
            }),
        HostileCase(
            "a name beyond those its authority may give", .brokenPath,
            fault: { scene in
                scene.authority.set(
                    try Certificate.Extension(NameConstraints(permittedDNSDomains: ["surgery.example"]), critical: true)
                )
            },
            twin: { scene in
                scene.authority.set(
                    try Certificate.Extension(
                        NameConstraints(permittedDNSDomains: ["hospital.example"]), critical: true))
            }),
        HostileCase(
            "a root that shows its own certificate", .isAuthority,
            fault: { scene in
                let bytes = try scene.root.der()
                scene.root.mangling = { _ in bytes }
                (scene.client, scene.sent) = (scene.root, [])
            }),
        HostileCase(
            "a client's certificate that is trusted itself", .brokenPath,
            fault: { scene in
                (scene.client.issuer, scene.client.issuerKey) = (scene.client.subject, scene.client.key)
                let bytes = try scene.client.der()
                scene.client.mangling = { _ in bytes }
                (scene.trusted, scene.sent) = ([scene.root, scene.client], [])
            }),
        HostileCase(
            "an intermediate authority that shows its own certificate", .isAuthority,
            fault: { ($0.client, $0.sent) = ($0.authority, []) }),
        HostileCase(
            "a client's certificate that is an authority's too", .isAuthority,
            fault: { try $0.client.setConstraints(.isCertificateAuthority(maxPathLength: nil)) }),
    ]

    static let times: [HostileCase] = [
        HostileCase(
            "an expired certificate", .brokenPath, fault: { $0.client.notAfter = $0.now - 1 },
            twin: { $0.client.notAfter = $0.now + 1 }),
        HostileCase(
            "a certificate that is not valid yet", .brokenPath, fault: { $0.client.notBefore = $0.now + 1 },
            twin: { $0.client.notBefore = $0.now - 1 }),
        HostileCase(
            "an expired intermediate authority", .brokenPath, fault: { $0.authority.notAfter = $0.now - 1 },
            twin: { $0.authority.notAfter = $0.now + 1 }),
        HostileCase(
            "an intermediate authority that is not valid yet", .brokenPath,
            fault: { $0.authority.notBefore = $0.now + 1 }, twin: { $0.authority.notBefore = $0.now - 1 }),
        HostileCase(
            "an expired root", .brokenPath, fault: { $0.root.notAfter = $0.now - 1 },
            twin: { $0.root.notAfter = $0.now + 1 }),
    ]

    static let usages: [HostileCase] = [
        HostileCase("no purpose", .purpose, fault: { $0.client.remove([2, 5, 29, 37]) }),
        HostileCase(
            "a server's certificate", .purpose, fault: { try $0.client.setPurposes([.serverAuth]) },
            twin: { try $0.client.setPurposes([.serverAuth, .clientAuth]) }),
        HostileCase(
            "any purpose, but not that of a client", .purpose, fault: { try $0.client.setPurposes([.any]) },
            twin: { try $0.client.setPurposes([.any, .clientAuth]) }),
        HostileCase("no key usage", .keyUsage, fault: { $0.client.remove([2, 5, 29, 15]) }),
        HostileCase(
            "a key that may not sign", .keyUsage,
            fault: { try $0.client.setUsage(KeyUsage(keyEncipherment: true)) },
            twin: { try $0.client.setUsage(KeyUsage(digitalSignature: true, keyEncipherment: true)) }),
        HostileCase(
            "a client's key that may sign certificates", .keyUsage,
            fault: { try $0.client.setUsage(KeyUsage(digitalSignature: true, keyCertSign: true)) }),
        HostileCase(
            "a client's key that may sign revocation lists", .keyUsage,
            fault: { try $0.client.setUsage(KeyUsage(digitalSignature: true, cRLSign: true)) }),
        HostileCase(
            "an issuer's key that may not sign certificates", .issuerUsage,
            fault: { try $0.authority.setUsage(KeyUsage(digitalSignature: true, cRLSign: true)) }),
        HostileCase(
            "an issuer that does not say what its key is for", .issuerUsage,
            fault: { $0.authority.remove([2, 5, 29, 15]) }),
        HostileCase(
            "a root's key that may not sign certificates", .issuerUsage,
            fault: { try $0.root.setUsage(KeyUsage(cRLSign: true)) }),
        HostileCase(
            "an issuer for servers alone", .issuerUsage, fault: { try $0.authority.setPurposes([.serverAuth]) },
            twin: { try $0.authority.setPurposes([.serverAuth, .clientAuth]) }),
    ]
}
