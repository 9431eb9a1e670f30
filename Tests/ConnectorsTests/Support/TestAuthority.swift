// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import NIOSSL

/// Certificates made for one test run with the `openssl` command, in a folder that is removed afterwards.
struct TestAuthority: Sendable {
    let folder: String

    var root: String { folder + "/root.pem" }
    func certificate(_ name: String) -> String { folder + "/\(name).pem" }
    func key(_ name: String) -> String { folder + "/\(name).key" }

    /// Runs `body` with certificates for `server` (127.0.0.1), `elsewhere` (another host) and `client`; without `openssl` it says so
    /// and does nothing.
    static func make(_ body: (TestAuthority) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/authority-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let authority = TestAuthority(folder: folder)
        guard authority.create() else {
            print("skipped: no openssl")
            return
        }
        try await body(authority)
    }

    /// A server's side of TLS that demands a certificate of this authority.
    func serverContext(_ name: String = "server") throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate(name)).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key(name), format: .pem)))
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(root))
        return try NIOSSLContext(configuration: configuration)
    }

    private func create() -> Bool {
        let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        guard
            openssl(
                ["req", "-x509", "-days", "2", "-subj", "/CN=Test root", "-keyout", key("root"), "-out", root] + newKey)
        else { return false }
        return [("server", "IP:127.0.0.1"), ("elsewhere", "DNS:elsewhere.example"), ("client", "DNS:client.example")]
            .allSatisfy { name, subject in
                openssl(
                    ["req", "-x509", "-days", "2", "-subj", "/CN=\(name)", "-addext", "subjectAltName=\(subject)"]
                        + ["-addext", "basicConstraints=critical,CA:FALSE", "-CA", root, "-CAkey", key("root")]
                        + ["-keyout", key(name), "-out", certificate(name)] + newKey)
            }
    }

    private func openssl(_ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
