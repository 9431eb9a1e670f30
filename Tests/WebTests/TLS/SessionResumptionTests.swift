// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Identity
import TestSupport
import Testing

/// By the client of OpenSSL, as the other clients of these tests take up no session.
@Suite(.enabled(if: SessionClient.isInstalled, "no openssl")) struct `A TLS session of before` {
    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func `is not taken up where a certificate is verified, as it may have been revoked since`(
        version: String
    ) async throws {
        let scene = try TestScene()
        let client = try SessionClient(scene, version)
        defer { client.remove() }
        try await TLSEchoServer.serving(scene, .required) { server in
            let first = try await client.visit(server.port, keeping: true)
            #expect(first.contains("New, TLSv1") && first.contains("HTTP/1.1 200"))
            #expect(client.hasSession)
            let second = try await client.visit(server.port, keeping: false)
            #expect(second.contains("New, TLSv1") && !second.contains("Reused") && second.contains("HTTP/1.1 200"))
        }
    }
}

/// A client that keeps the session of a visit in a file and offers it at the next.
private struct SessionClient: Sendable {
    private let folder: URL
    private let version: String

    static let isInstalled = (try? run(["version"], input: "")) != nil

    init(_ scene: TestScene, _ version: String) throws {
        self.version = version
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sessions-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try scene.chainPEM().write(to: file("chain"), atomically: true, encoding: .utf8)
        try scene.provingKey.pem.write(to: file("key"), atomically: true, encoding: .utf8)
    }

    var hasSession: Bool { FileManager.default.fileExists(atPath: file("session").path) }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// One request over a connection of its own; what is returned is all that the client says of it.
    func visit(_ port: Int, keeping: Bool) async throws -> String {
        let arguments = [
            "s_client", "-connect", "localhost:\(port)", "-servername", "localhost", version, "-ign_eof",
            "-cert", file("chain").path, "-cert_chain", file("chain").path, "-key", file("key").path,
            keeping ? "-sess_out" : "-sess_in", file("session").path,
        ]
        return try await withCheckedThrowingContinuation { continuation in
            // It blocks a thread until the server has closed the connection.
            Thread {
                continuation.resume(
                    with: Result {
                        try Self.run(arguments, input: "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    })
            }.start()
        }
    }

    private func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

    private static func run(_ arguments: [String], input: String) throws -> String {
        let (process, output, source) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        (process.standardInput, process.standardOutput, process.standardError) = (source, output, output)
        try process.run()
        try source.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try source.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus != 127 else { throw CocoaError(.executableNotLoadable) }
        return text
    }
}
