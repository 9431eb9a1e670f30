// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Identity
import Synchronization
import TestSupport
import Testing

@testable import Web

/// The server itself, which looks in time at who may stay: without that these tests come to no end, and fail after a minute.
@Suite(.timeLimit(.minutes(1))) struct `Connections that stay open while the gateway serves` {
    private static let path = "/health/live"
    private static let rhythm = Duration.seconds(30)

    private static func serving(
        _ scene: TestScene, now: @escaping @Sendable () -> Date,
        _ test: @escaping @Sendable (ServedConnections) async throws -> Void
    ) async throws {
        let (folder, clock) = (try TestFolder(scene), ManualClock())
        var security = try TLSEchoServer.security(folder, .required)
        security.now = now
        try await TestGateway.serving(
            FakeRecordService(.record(SampleRecord.incomplete)), clock: clock, configure: { $0.security = security }
        ) { [security] gateway, _ in
            try await test(ServedConnections(port: gateway.port, folder: folder, security: security, clock: clock))
        }
    }

    @Test func `end within half a minute after a list is read that revokes the client`() async throws {
        let scene = try TestScene()
        try await Self.serving(scene, now: { TestScene.now }) { server in
            let client = try TLSClient(scene)
            await server.clock.untilSomebodyWaits(for: Self.rhythm)
            #expect(await client.outcome(Self.path, port: server.port) == "200")
            var revoking = scene
            revoking.authorityList.entries.append(.init(serial: scene.client.serial))
            try server.folder.replace(with: revoking)
            #expect(await client.outcome(Self.path, port: server.port) == "200")
            #expect(server.security.connections.count == 1)
            server.clock.advance(by: Self.rhythm)
            await server.clock.untilSomebodyWaits(for: Self.rhythm)
            #expect(await client.outcome(Self.path, port: server.port) == "ended")
            await client.shutDown()
        }
    }

    @Test func `end when the certificate expires, though no file changes, and stay until then`() async throws {
        var scene = try TestScene()
        scene.client.notAfter = TestScene.now + 61
        let passed = Mutex<TimeInterval>(0)
        try await Self.serving(scene, now: { TestScene.now + passed.withLock { $0 } }) { [scene] server in
            let client = try TLSClient(scene)
            await server.clock.untilSomebodyWaits(for: Self.rhythm)
            #expect(await client.outcome(Self.path, port: server.port) == "200")
            for outcome in ["200", "200", "200", "ended"] {
                passed.withLock { $0 += 30 }
                server.clock.advance(by: Self.rhythm)
                await server.clock.untilSomebodyWaits(for: Self.rhythm)
                #expect(await client.outcome(Self.path, port: server.port) == outcome)
            }
            await client.shutDown()
        }
    }
}

/// A gateway that serves over TLS, by a clock that stands still until a test moves it on.
private struct ServedConnections: Sendable {
    let port: Int
    let folder: TestFolder
    let security: TransportSecurity
    let clock: ManualClock
}
