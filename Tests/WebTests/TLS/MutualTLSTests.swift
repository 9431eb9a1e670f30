// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Identity
import Logging
import NIOSSL
import TestSupport
import Testing
import X509

@testable import Web

@Suite struct `Mutual TLS over a socket` {
    /// Clients of one authority, each with its own key and name.
    private static func clients(_ scene: TestScene, _ count: Int) throws -> [TestScene] {
        try (0..<count).map { place in
            var copy = scene
            copy.setClientKey(.new())
            copy.client.serial = [0x10, UInt8(place)]
            try copy.client.setNames([.dnsName("ward\(place).hospital.example")])
            return copy
        }
    }

    @Test func `shows every request the certificate of its own connection, while connections are used again and mixed`()
        async throws
    {
        let scene = try TestScene()
        try await TLSEchoServer.serving(scene, .optional) { server in
            let scenes = try Self.clients(scene, 6)
            let clients = try scenes.map { try TLSClient($0) } + [try TLSClient()]
            var answers: [Int: Set<String>] = [:]
            for _ in 0..<20 {
                try await withThrowingTaskGroup(of: (Int, String).self) { group in
                    for (place, client) in clients.enumerated() {
                        group.addTask { (place, try await client.get("/", port: server.port).body) }
                    }
                    for try await (place, body) in group { answers[place, default: []].insert(body) }
                }
            }
            // One answer each, whose port shows that it was one connection.
            #expect(answers.values.allSatisfy { $0.count == 1 })
            let seen = answers.values.compactMap(\.first).compactMap { $0.split(separator: " ").first }
            #expect(Set(seen).count == clients.count)
            #expect(answers[6]?.first?.hasPrefix("nobody ") == true)
            for client in clients { await client.shutDown() }
        }
    }

    @Test func `lets nobody in without a certificate where one is required`() async throws {
        let scene = try TestScene()
        try await TLSEchoServer.serving(scene, .required) { server in
            let (stranger, friend) = (try TLSClient(), try TLSClient(scene))
            #expect(await stranger.outcome("/", port: server.port) == "ended")
            #expect(await friend.outcome("/", port: server.port) == "200")
            await stranger.shutDown()
            await friend.shutDown()
        }
    }

    @Test func `asks for no certificate where none is wanted, and takes none`() async throws {
        let scene = try TestScene()
        try await TLSEchoServer.serving(scene, .none) { server in
            let client = try TLSClient(scene)
            #expect(try await client.get("/", port: server.port).body.hasPrefix("nobody "))
            await client.shutDown()
        }
    }

    @Test func `refuses TLS before 1.2 and ciphers without forward secrecy, and speaks HTTP/1.1 alone`() async throws {
        try await TLSEchoServer.serving(try TestScene(), .none) { server in
            let old = try TLSClient { $0.maximumTLSVersion = .tlsv11 }
            let weak = try TLSClient {
                $0.maximumTLSVersion = .tlsv12
                $0.cipherSuites = "RSA+AESGCM:ECDH+AES128+SHA"
            }
            let second = try TLSClient { $0.applicationProtocols = ["h2"] }
            let twelve = try TLSClient { $0.maximumTLSVersion = .tlsv12 }
            let thirteen = try TLSClient { $0.minimumTLSVersion = .tlsv13 }
            #expect(await old.outcome("/", port: server.port) == "ended")
            #expect(await weak.outcome("/", port: server.port) == "ended")
            #expect(try await second.get("/", port: server.port).version == "HTTP/1.1")
            #expect(await twelve.outcome("/", port: server.port) == "200")
            #expect(await thirteen.outcome("/", port: server.port) == "200")
            for client in [old, weak, second, twelve, thirteen] { await client.shutDown() }
        }
    }

    @Test(arguments: SocketCase.all)
    func `ends the connection of`(_ hostile: SocketCase) async throws {
        var scene = try TestScene()
        try hostile.fault(&scene)
        try await expect("ended", scene)
    }

    @Test(arguments: SocketCase.all)
    func `answers the same without the one fault:`(_ hostile: SocketCase) async throws {
        var scene = try TestScene()
        try hostile.twin(&scene)
        try await expect("200", scene)
    }

    private func expect(_ outcome: String, _ scene: TestScene) async throws {
        for demand in [ClientCertificateDemand.required, .optional] {
            try await TLSEchoServer.serving(scene, demand) { server in
                let client = try TLSClient(scene)
                #expect(await client.outcome("/", port: server.port) == outcome)
                await client.shutDown()
            }
        }
    }

    @Test func `uses what was read again for the next connection, without a new start`() async throws {
        let scene = try TestScene()
        try await TLSEchoServer.serving(scene, .required) { server in
            let first = try TLSClient(scene)
            #expect(await first.outcome("/", port: server.port) == "200")
            var revoking = scene
            revoking.authorityList.entries.append(.init(serial: scene.client.serial))
            try server.folder.replace(with: revoking)
            server.certificates.refresh(at: scene.now)
            let second = try TLSClient(scene)
            #expect(await second.outcome("/", port: server.port) == "ended")
            await first.shutDown()
            await second.shutDown()
        }
    }

    /// A scene whose list names its client.
    private static func revoking(_ scene: TestScene) -> TestScene {
        var revoking = scene
        revoking.authorityList.entries.append(.init(serial: scene.client.serial))
        return revoking
    }

    @Test func `closes a connection that is open when its client is revoked, and lets the others stay`() async throws {
        let scene = try TestScene()
        try await TLSEchoServer.serving(scene, .optional) { server in
            let others = try Self.clients(scene, 2)
            let (revoked, friend, nobody) = (try TLSClient(scene), try TLSClient(others[1]), try TLSClient())
            let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            func look(_ client: TLSClient) async -> String {
                (try? await client.get("/", port: server.port).body) ?? "ended"
            }
            let before = [await look(revoked), await look(friend), await look(nobody)]
            #expect(server.security.connections.count == 3)
            try server.folder.replace(with: Self.revoking(scene))
            server.certificates.refresh(at: scene.now)
            // The revocation is read, and the connection would still be answered: it is looked at again at the same moment.
            #expect(await look(revoked) == before[0])
            await server.security.connections.verifyAgain(by: server.certificates, at: scene.now, logger: logger)
            #expect(await look(revoked) == "ended")
            // The same connections as before: the answer has the client's port.
            #expect([await look(friend), await look(nobody)] == [before[1], before[2]])
            for client in [revoked, friend, nobody] { await client.shutDown() }
        }
    }

    @Test func `closes a connection whose certificate has expired meanwhile, a minute later at the latest`()
        async throws
    {
        var scene = try TestScene()
        scene.client.notAfter = scene.now + 30
        let now = scene.now
        try await TLSEchoServer.serving(scene, .required) { [scene] server in
            let client = try TLSClient(scene)
            let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            func look() async -> String { (try? await client.get("/", port: server.port).body) ?? "ended" }
            let before = await look()
            await server.security.connections.verifyAgain(by: server.certificates, at: now + 20, logger: logger)
            #expect(await look() == before)
            await server.security.connections.verifyAgain(by: server.certificates, at: now + 60, logger: logger)
            // What answers now is another connection: the clock of the server's handshakes stands still.
            #expect(await look() != before)
            await client.shutDown()
        }
    }
}

/// One fault in what a client shows over a socket.
struct SocketCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let fault: @Sendable (inout TestScene) throws -> Void
    var twin: @Sendable (inout TestScene) throws -> Void = { _ in }

    static let all: [SocketCase] = [
        SocketCase(testDescription: "one who shows another's certificate", fault: { $0.provingKey = .new() }),
        SocketCase(
            testDescription: "one with an expired certificate", fault: { $0.client.notAfter = $0.now - 1 },
            twin: { $0.client.notAfter = $0.now + 1 }),
        SocketCase(
            testDescription: "one whose certificate is not valid yet", fault: { $0.client.notBefore = $0.now + 1 },
            twin: { $0.client.notBefore = $0.now - 1 }),
        SocketCase(
            testDescription: "one whose authority is of the same name with another key",
            fault: { scene in
                scene.root.key = .new()
                scene.root.issuerKey = scene.root.key
            }),
        SocketCase(
            testDescription: "one who has issued the certificate to itself",
            fault: { scene in
                (scene.client.issuer, scene.client.issuerKey, scene.sent) = (
                    scene.client.subject, scene.client.key, []
                )
            }),
        SocketCase(
            testDescription: "one who does not send the intermediate authority", fault: { $0.sent = [] },
            twin: {
                $0.sent = []; $0.trusted = [$0.root, $0.authority]
            }),
        SocketCase(
            testDescription: "one whose issuer is no authority",
            fault: { try $0.authority.setConstraints(.notCertificateAuthority) }),
        SocketCase(
            testDescription: "a server", fault: { try $0.client.setPurposes([.serverAuth]) },
            twin: { try $0.client.setPurposes([.serverAuth, .clientAuth]) }),
        SocketCase(
            testDescription: "one whose key may not sign",
            fault: { try $0.client.setUsage(KeyUsage(keyAgreement: true)) }),
        SocketCase(
            testDescription: "one whose certificate is revoked",
            fault: { $0.authorityList.entries.append(.init(serial: $0.client.serial)) },
            twin: { $0.authorityList.entries.append(.init(serial: [0x11])) }),
        SocketCase(
            testDescription: "one whose authority is revoked",
            fault: { $0.rootList.entries.append(.init(serial: $0.authority.serial)) },
            twin: { $0.rootList.entries.append(.init(serial: $0.client.serial)) }),
        SocketCase(
            testDescription: "one whose authority's list has expired", fault: { $0.authorityList.nextUpdate = $0.now },
            twin: { $0.authorityList.nextUpdate = $0.now + 1 }),
        SocketCase(
            testDescription: "one whose authority's list another has signed", fault: { $0.authorityList.key = .new() }),
        SocketCase(
            testDescription: "one with a wildcard for a name",
            fault: { try $0.client.setNames([.dnsName("*.example")]) },
            twin: { try $0.client.setNames([.dnsName("w.example")]) }),
        SocketCase(
            testDescription: "one with a NUL in its name",
            fault: { try $0.client.setName(bytes: Array("ward.hospital.example\0.evil.example".utf8)) },
            twin: { try $0.client.setName(bytes: Array("ward.hospital.example".utf8)) }),
        SocketCase(
            testDescription: "one with a critical extension that nobody knows",
            fault: { $0.client.set(TestCertificate.unknown(critical: true)) },
            twin: { $0.client.set(TestCertificate.unknown(critical: false)) }),
        SocketCase(testDescription: "one whose certificate is signed over SHA-1", fault: { $0.client.signing = .sha1 }),
        SocketCase(
            testDescription: "one with a signature that is damaged",
            fault: { scene in scene.client.issuerKey = scene.server.key }),
        SocketCase(
            testDescription: "one who sends more certificates than are looked at",
            fault: { $0.sent = Array(repeating: $0.authority, count: 5) },
            twin: { $0.sent = Array(repeating: $0.authority, count: 4) }),
    ]
}
