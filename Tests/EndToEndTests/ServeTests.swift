// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import JSON
import Simulator
import TestSupport
import Testing

extension `The whole gateway` {
    /// `mig serve` with a configuration file that has everything in it.
    @Suite struct `Served from a configuration file` {
        private static let path =
            "/fhir/R4/Patient/\(DemonstrationPeople.knownToAll)/$detailed-care-record?permission=given"

        /// A client of the same authority, with a key and a name of its own.
        private static func client(_ scene: TestScene, named name: String) throws -> ServedGateway.Client {
            var client = scene
            client.setClientKey(.new())
            client.client.serial = [0x44, 0x55]
            try TestScene.makeClient(&client.client, named: name)
            return try ServedGateway.Client(client)
        }

        @Test func `answers the registered system with its token, and nobody else`() async throws {
            try await ServedGateway.serving { gateway in
                let (ward, path) = (gateway.ward, Self.path)
                func status(
                    as client: ServedGateway.Client?, _ spoil: (inout TokenDraft) -> Void = { _ in }
                ) async throws -> Int {
                    try await gateway.send(path, as: client, token: try gateway.token(spoil)).status
                }
                let good = try await gateway.send(path, as: ward, token: try gateway.token())
                #expect(good.status == 200 && good.text.contains("Hartley"))
                #expect(try await status(as: ward) == 200)

                #expect(try await status(as: nil) == 401)
                #expect(try await gateway.send(path, as: ward).status == 401)
                #expect(try await status(as: try Self.client(gateway.scene, named: "other.example")) == 401)
                // A token that was stolen, on the connection of another system that is registered.
                #expect(try await status(as: try Self.client(gateway.scene, named: "surgery.example")) == 401)
                #expect(try await status(as: ward) { $0.signer = .foreignES256 } == 401)
                #expect(try await status(as: ward) { $0.claim("aud", #""https://another.example""#) } == 401)
                #expect(try await status(as: ward) { $0.claim("iss", #""https://another.example""#) } == 401)
                #expect(try await status(as: ward) { $0.claim("exp", "1") } == 401)
                #expect(try await status(as: ward) { $0.claim("cnf", nil) } == 401)
                var scene = gateway.scene
                scene.setAuthorityKey(.new())
                let strange = try ServedGateway.Client(scene)
                await #expect(throws: (any Error).self) { _ = try await status(as: strange) }
                // Still answered, after all these.
                #expect(try await status(as: ward) == 200)
            }
        }

        @Test func `takes every key of its configuration at its word`() async throws {
            try await ServedGateway.serving { gateway in
                let (ward, path) = (gateway.ward, Self.path)
                func status(_ spoil: (inout TokenDraft) -> Void) async throws -> Int {
                    try await gateway.send(path, as: ward, token: try gateway.token(spoil)).status
                }
                // tokens.rsaAlgorithm, for a key that names none.
                #expect(try await status { $0.sign(.ps256, key: "rsa", algorithm: "PS256") } == 200)
                #expect(try await status { $0.sign(.rs256, key: "rsa", algorithm: "RS256") } == 401)
                // consumers[].otherOrganisations.
                #expect(try await status { $0.claim("organisation", #""RXX02""#) } == 200)
                #expect(try await status { $0.claim("organisation", #""RXX03""#) } == 401)
                // agreements: a role, and a permission, that none of them names.
                #expect(try await status { $0.claim("role", #""nurse""#) } == 403)
                let unasked = path.replacing("?permission=given", with: "")
                #expect(try await gateway.send(unasked, as: ward, token: try gateway.token()).status == 403)
                // tls, and what operators are told.
                let metrics = try await gateway.send("/metrics", as: nil)
                for words in ["mig_certificate_expiry_seconds{role=\"server-certificate\"}", "mig_requests_total"] {
                    #expect(metrics.status == 200 && metrics.text.contains(words), "\(words)")
                }
                #expect(try await gateway.send("/health/ready", as: nil).status == 200)
                // No signIn, and so no pages.
                #expect(try await gateway.send("/viewer", as: ward).status >= 400)
            }
        }

        @Test func `explains, and obeys what the command line changes in the register while it runs`() async throws {
            try await ServedGateway.serving { gateway in
                let (ward, path, file) = (gateway.ward, Self.path, gateway.configurationFile)
                func status() async throws -> Int {
                    try await gateway.send(path, as: ward, token: try gateway.token()).status
                }
                func sharing(_ arguments: String...) async throws -> Int32 {
                    try await `The command line`.mig(["sharing"] + arguments + ["--config", file]).status
                }
                let body = """
                    {"resourceType":"Parameters","parameter":[{"name":"nhsNumber","valueIdentifier":{"system":\
                    "https://fhir.nhs.uk/Id/nhs-number","value":"\(DemonstrationPeople.knownToAll)"}}]}
                    """
                let explained = try await gateway.send(
                    "/fhir/R4/$explain-access", as: ward, token: try gateway.token(), body: body)
                #expect(explained.status == 200 && explained.text.contains("needs-permission"))
                #expect(try await status() == 200)
                #expect(try await sharing("suspend", "anytown", "--by", "guardian") == 0)
                #expect(try await status() == 403)
                #expect(try await sharing("resume", "anytown", "--by", "guardian") == 0)
                #expect(try await status() == 200)
            }
        }

        @Test func `does not start without a register, or in the clear on a network`() async throws {
            try await ServedGateway.serving { gateway in
                let text = String(
                    decoding: FileManager.default.contents(atPath: gateway.configurationFile) ?? Data(), as: UTF8.self)
                func serve(_ yaml: String) async throws -> `The command line`.Ending {
                    let file = gateway.folder + "/another.yaml"
                    try Data(yaml.utf8).write(to: URL(fileURLWithPath: file))
                    return try await `The command line`.mig(["serve", "--config", file])
                }
                let unregistered = try await serve(
                    text.replacing("  register: register.sqlite\n", with: "").replacing(
                        "agreements: agreements\n", with: ""))
                #expect(unregistered.status == 2 && unregistered.errors.contains("gateway.register"))
                let clear = text.components(separatedBy: "tls:\n")
                let rest = clear[1].components(separatedBy: "tokens:\n")
                let open = try await serve(
                    (clear[0] + "tokens:\n" + rest[1]).replacing("  port: 0\n", with: "  port: 0\n  address: 0.0.0.0\n")
                )
                #expect(open.status == 2 && open.errors.contains("in the clear"))
                let nobody = try await serve(clear[0])
                #expect(nobody.status == 2 && nobody.errors.contains("tokens or signIn"))
            }
        }
    }
}
