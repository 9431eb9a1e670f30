// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Crypto
import Foundation
import TestSupport
import Testing
import X509

@testable import Identity

@Suite struct `The verifier of clients' certificates` {
    @Test func `accepts a certificate that is in order and says whose it is`() async throws {
        let scene = try TestScene()
        let chain = try scene.chain()
        let peer = try await scene.verifier().verify(chain, at: scene.now).get()
        #expect(peer.dnsNames == [TestScene.clientName])
        #expect(peer.thumbprint == Array(SHA256.hash(data: chain[0])))
    }

    @Test(arguments: HostileCase.all)
    func `refuses`(_ hostile: HostileCase) async throws {
        var scene = try TestScene()
        try hostile.fault(&scene)
        #expect(try await scene.verified() == .failure(hostile.refusal))
    }

    @Test(arguments: HostileCase.all)
    func `accepts the same without the one fault`(_ hostile: HostileCase) async throws {
        var scene = try TestScene()
        try hostile.twin(&scene)
        _ = try await scene.verified().get()
    }

    @Test func `has at least forty hostile certificates, each of its own name`() {
        #expect(HostileCase.all.count >= 40)
        #expect(Set(HostileCase.all.map(\.name)).count == HostileCase.all.count)
    }

    @Test func `refuses a connection with an empty list of certificates`() async throws {
        let scene = try TestScene()
        #expect(try await scene.verifier().verify([], at: scene.now) == .failure(.unreadable))
    }

    @Test func `reads names without regard to upper and lower case`() async throws {
        var scene = try TestScene()
        try scene.client.setNames([.dnsName("WARD.Hospital.Example")])
        #expect(try await scene.verified().get().dnsNames == [TestScene.clientName])
    }

    @Test func `lets an expired list count where the rule is soft, for what it revokes as well`() async throws {
        var scene = try TestScene()
        scene.authorityList.nextUpdate = scene.now - 1
        _ = try await scene.verifier(.soft).verify(try scene.chain(), at: scene.now).get()
        scene.authorityList.entries.append(.init(serial: scene.client.serial))
        #expect(try await scene.verifier(.soft).verify(try scene.chain(), at: scene.now) == .failure(.revoked))
    }

    @Test func `refuses a list of a wrong signature where the rule is soft too`() async throws {
        var scene = try TestScene()
        scene.authorityList.key = .new()
        #expect(
            try await scene.verifier(.soft).verify(try scene.chain(), at: scene.now) == .failure(.revocationUnknown))
        scene.lists = [scene.rootList]
        _ = try await scene.verifier(.soft).verify(try scene.chain(), at: scene.now).get()
    }

    @Test func `asks a list again for every certificate, also once it has found the list's signature good`()
        async throws
    {
        var scene = try TestScene()
        scene.authorityList.entries.append(.init(serial: [0x44]))
        let verifier = try scene.verifier()
        _ = try await verifier.verify(try scene.chain(), at: scene.now).get()
        scene.client.serial = [0x44]
        let chain = try scene.chain()
        #expect(await verifier.verify(chain, at: scene.now) == .failure(.revoked))
        #expect(await verifier.verify(chain, at: scene.now + 2 * TestScene.day) == .failure(.revocationUnknown))
    }

    @Test func `ends soon when a client sends authorities that have all signed each other`() async throws {
        var scene = try TestScene()
        let keys = (0..<4).map { _ in TestKey.new() }
        var web: [TestCertificate] = []
        for (place, key) in keys.enumerated() {
            var authority = scene.authority
            (authority.subject, authority.issuer, authority.key) = ("Web", "Web", key)
            authority.issuerKey = keys[(place + 1) % keys.count]
            web.append(authority)
        }
        (scene.client.issuer, scene.client.issuerKey, scene.sent) = ("Web", keys[0], web)
        #expect(try await scene.verified() == .failure(.untrusted))
    }
}
