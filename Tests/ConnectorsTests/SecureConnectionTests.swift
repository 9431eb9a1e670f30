// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Testing

@testable import Connectors

@Suite struct `Asking over a secure connection` {
    /// Asks a server that demands a certificate.
    private func ask(
        _ authority: TestAuthority, server: String = "server", files: TLSFiles
    ) async throws -> Result<Int, SourceFault> {
        try await ScriptedServer.run(tls: try authority.serverContext(server)) { _ in
            .answer("{}")
        } during: { server in
            try await TestSource.withClient(server, scheme: "https", adjust: { $0.tls = files }) { client in
                do throws(SourceFault) {
                    let question = HTTPQuestion.get(client.connection.address, headers: [])
                    return .success(try await client.answer(to: question, until: TestSource.generousDeadline).status)
                } catch {
                    return .failure(error)
                }
            }
        }
    }

    @Test func `shows its certificate and checks the other's`() async throws {
        try await TestAuthority.make { authority in
            let own = TLSFiles(
                trustRoots: authority.root, certificateChain: authority.certificate("client"),
                privateKey: authority.key("client"))
            #expect(try await ask(authority, files: own) == .success(200))

            // The server's certificate is for another host.
            #expect(try await ask(authority, server: "elsewhere", files: own) == .failure(.insecure))

            // The server's certificate is of an authority that is not trusted.
            var untrusting = own
            untrusting.trustRoots = nil
            #expect(try await ask(authority, files: untrusting) == .failure(.insecure))

            // The gateway shows no certificate, and is turned away.
            guard case .failure = try await ask(authority, files: TLSFiles(trustRoots: authority.root)) else {
                Issue.record("the server let a client in without a certificate")
                return
            }
            #expect(throws: ConnectionConfigurationError.self) {
                try TLSFiles(certificateChain: authority.certificate("client")).configuration()
            }
        }
    }
}
