// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Logging
import NIOSSL
import Synchronization
import TestSupport
import Testing

@testable import Identity

@Suite struct `The keeper of certificates` {
    private static let files = CertificateFiles(
        certificate: "server.pem", privateKey: "server.key", clientAuthorities: "authorities.pem",
        revocationLists: ["list0", "list1"], clientCertificates: .required)

    private final class Notes: Sendable {
        let lines = Mutex<[String]>([])
        let gauges = Mutex<[CertificateRole: TimeInterval]>([:])

        var logger: Logger { Logger(label: "test", factory: { _ in Handler(notes: self) }) }
        func take() -> [String] {
            lines.withLock { lines in
                defer { lines = [] }; return lines
            }
        }

        struct Handler: LogHandler {
            let notes: Notes
            var metadata: Logger.Metadata = [:]
            var logLevel = Logger.Level.trace
            subscript(metadataKey key: String) -> Logger.Metadata.Value? {
                get { metadata[key] }
                set { metadata[key] = newValue }
            }
            func log(event: LogEvent) {
                let role = event.metadata?["role"].map { " \($0)" } ?? ""
                notes.lines.withLock { $0.append("\(event.level): \(event.message)\(role)") }
            }
        }
    }

    private func keeper(_ folder: TestFolder, _ notes: Notes = Notes()) throws -> CertificateKeeper {
        try CertificateKeeper(
            Self.files, logger: notes.logger, gauge: { role, seconds in notes.gauges.withLock { $0[role] = seconds } },
            contents: { folder[$0] })
    }

    private func accepts(_ keeper: CertificateKeeper, _ scene: TestScene) async throws -> Bool {
        let verifier = try #require(keeper.material.verifier)
        if case .success = await verifier.verify(try scene.chain(), at: scene.now) { return true }
        return false
    }

    @Test func `takes a new list, so that the next client with a revoked certificate is refused`() async throws {
        var scene = try TestScene()
        let folder = try TestFolder(scene)
        let keeper = try keeper(folder)
        #expect(try await accepts(keeper, scene))
        scene.authorityList.entries.append(.init(serial: scene.client.serial))
        try folder.replace(with: scene)
        #expect(try await accepts(keeper, scene), "nothing is read before the next look")
        keeper.refresh(at: scene.now)
        #expect(try await !accepts(keeper, scene))
    }

    @Test func `takes new authorities, and the server's certificate with its key`() async throws {
        let (old, new) = (try TestScene(), try TestScene())
        let folder = try TestFolder(old)
        let keeper = try keeper(folder)
        let before = keeper.material.configuration.certificateChain
        try folder.replace(with: new)
        keeper.refresh(at: old.now)
        #expect(keeper.material.configuration.certificateChain != before)
        #expect(try await accepts(keeper, new))
        #expect(try await !accepts(keeper, old))
    }

    @Test(arguments: ["server.pem", "server.key", "authorities.pem", "list0", "list1"])
    func `keeps the old and says so when a file is broken or gone`(name: String) async throws {
        let (scene, notes) = (try TestScene(), Notes())
        let folder = try TestFolder(scene)
        let keeper = try keeper(folder, notes)
        let good = folder[name]
        for broken in [Array("broken".utf8), [], nil] {
            folder[name] = broken
            keeper.refresh(at: scene.now)
            #expect(notes.take().count { $0.hasPrefix("error: changed certificate files cannot be used") } == 1)
            keeper.refresh(at: scene.now)
            #expect(notes.take().isEmpty, "it is said once, not at every look")
            #expect(try await accepts(keeper, scene))
        }
        folder[name] = good
        keeper.refresh(at: scene.now)
        #expect(notes.take() == ["notice: certificates were read again; the next connection uses them"])
    }

    @Test func `keeps the old while the key is not yet that of the new certificate`() throws {
        let (old, new, notes) = (try TestScene(), try TestScene(), Notes())
        let folder = try TestFolder(old)
        let keeper = try keeper(folder, notes)
        let before = keeper.material.configuration.certificateChain
        folder["server.pem"] = Array(try new.serverPEM().utf8)
        keeper.refresh(at: old.now)
        #expect(keeper.material.configuration.certificateChain == before)
        folder["server.key"] = Array(new.server.key.pem.utf8)
        keeper.refresh(at: old.now)
        #expect(keeper.material.configuration.certificateChain != before)
    }

    @Test func `does not go back to an older list, which would bring a revoked certificate back`() async throws {
        var (scene, notes) = (try TestScene(), Notes())
        let folder = try TestFolder(scene)
        let older = folder["list1"]
        scene.authorityList.extensions = [TestRevocationList.number(2)]
        scene.authorityList.entries.append(.init(serial: scene.client.serial))
        try folder.replace(with: scene)
        let keeper = try keeper(folder, notes)
        folder["list1"] = older
        keeper.refresh(at: scene.now)
        #expect(notes.take().contains { $0.hasPrefix("error: a revocation list is older") })
        #expect(try await !accepts(keeper, scene))
    }

    @Test(arguments: ["server.pem", "server.key", "authorities.pem", "list0", "list1"])
    func `does not begin with a file that is broken or gone`(name: String) throws {
        let folder = try TestFolder(try TestScene())
        for broken in [Array("broken".utf8), nil] {
            folder[name] = broken
            #expect(throws: CertificateFileFault.self) { _ = try keeper(folder) }
        }
    }

    @Test func `does not begin with authorities of which none is a root`() throws {
        let scene = try TestScene()
        let folder = try TestFolder(scene)
        folder["authorities.pem"] = Array(try scene.authority.pem().utf8)
        #expect(throws: CertificateFileFault.self) { _ = try keeper(folder) }
    }

    @Test func `reports how long each role's files hold`() throws {
        let (scene, notes) = (try TestScene(), Notes())
        try keeper(try TestFolder(scene), notes).refresh(at: scene.now)
        #expect(
            notes.gauges.withLock { $0 } == [
                .serverCertificate: 100 * TestScene.day, .clientAuthorities: 100 * TestScene.day,
                .revocationList: TestScene.day,
            ])
    }

    @Test func `warns of expiry at thirty days, more loudly at seven, and once a day`() throws {
        let (scene, notes) = (try TestScene(), Notes())
        let keeper = try keeper(try TestFolder(scene), notes)
        func lines(_ daysLeft: Double) -> [String] {
            keeper.refresh(at: scene.server.notAfter - daysLeft * TestScene.day)
            return notes.take().filter { $0.hasSuffix("server-certificate") }
        }
        #expect(lines(31).isEmpty)
        #expect(lines(30) == ["warning: certificates expire soon: replace the file server-certificate"])
        #expect(lines(29.5).isEmpty)
        #expect(lines(28.9).count == 1)
        #expect(lines(7) == ["error: certificates expire soon: replace the file server-certificate"])
        #expect(lines(-1) == ["error: certificates have expired server-certificate"])
    }
}
