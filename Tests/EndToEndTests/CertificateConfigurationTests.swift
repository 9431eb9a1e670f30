// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Identity
import Logging
import TestSupport
import Testing
import Web

@testable import mig

@Suite struct `Configuring certificates` {
    private static let good = """
        gateway:
          audit: audit.sqlite
          identifierSecret: secret
        demographics:
          url: https://pds.example.org/FHIR/R4
        locator:
          url: https://nrl.example.org/FHIR/R4
        sources:
          - id: anytown
            kind: fhir-r4
            url: https://anytown.example.org/R4
            organisation:
              odsCode: Z99001
              name: Anytown Surgery
        terminology:
          sensitiveSets: sets
        tls:
          certificate: server.pem
          privateKey: server.key
          clientAuthorities: authorities.pem
          revocationLists: [list0, list1]
          clientCertificates: optional
        consumers:
          - id: ward
            name: Ward
            organisation: RX1
            certificateNames: [ward.hospital.example]
          - id: app
            name: App
            organisation: RX2
            clientID: app
            statesRelationships: true
        """

    /// Calls with a folder that holds a secret and the files of a scene.
    private func inFolder<Value>(_ use: (URL) throws -> Value) throws -> Value {
        let folder = URL(
            fileURLWithPath: NSTemporaryDirectory() + "/mig-certificates-" + UUID().uuidString, isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try TestFolder(try TestScene())
        for name in ["server.pem", "server.key", "authorities.pem", "list0", "list1"] {
            try Data(try #require(files[name])).write(to: folder.appendingPathComponent(name))
        }
        try Data(repeating: 7, count: 32).write(to: folder.appendingPathComponent("secret"))
        try MadeUpSets.write(to: folder.appendingPathComponent("sets"))
        return try use(folder)
    }

    private func faults(_ yaml: String) throws -> [ConfigurationFault] {
        try inFolder { folder in
            do {
                _ = try GatewayConfiguration(yaml: yaml, folder: folder)
                return []
            } catch let error as ConfigurationFaults {
                return error.faults
            }
        }
    }

    @Test func `reads the files, the demand and the consumers`() throws {
        try inFolder { folder in
            let configuration = try GatewayConfiguration(yaml: Self.good, folder: folder)
            #expect(configuration.tls?.clientCertificates == .optional)
            #expect(configuration.tls?.revocation == .hard)
            #expect(configuration.tls?.revocationLists.count == 2)
            #expect(configuration.consumers.map(\.id) == ["ward", "app"])
            #expect(configuration.consumers.map(\.statesRelationships) == [false, true])
            let security = try #require(try configuration.security(logger: Logger(label: "test")))
            #expect(security.certificates.material.demand == .optional)
        }
    }

    @Test(arguments: [
        ("certificate: server.pem", "certificate: nowhere.pem", "tls.certificate"),
        ("  certificate: server.pem\n", "", "tls.certificate"),
        ("privateKey: server.key", "privateKey: nowhere.key", "tls.privateKey"),
        ("  clientAuthorities: authorities.pem\n", "", "tls.clientAuthorities"),
        ("[list0, list1]", "[list0, list9]", "tls.revocationLists"),
        ("clientCertificates: optional", "clientCertificates: perhaps", "tls.clientCertificates"),
        ("clientCertificates: optional", "clientCertificates: none", "tls.clientCertificates"),
        ("clientCertificates: optional", "clientCertificate: optional", "tls.clientCertificate"),
        ("clientCertificates: optional", "revocation: never", "tls.revocation"),
        ("[ward.hospital.example]", "['*.hospital.example']", "consumers"),
        ("clientID: app", "certificateNames: [WARD.hospital.example]", "consumers"),
        ("id: app", "id: ward", "consumers"),
        ("    clientID: app", "    needsBoundTokens: true", "consumers[1].certificateNames"),
        ("    clientID: app", "    clientId: app", "consumers[1].clientId"),
        ("statesRelationships: true", "statesRelationships: perhaps", "consumers[1].statesRelationships"),
    ])
    func `names what is wrong`(right: String, wrong: String, key: String) throws {
        #expect(try faults(Self.good).isEmpty)
        let found = try faults(Self.good.replacing(right, with: wrong))
        #expect(found.contains { $0.key == key }, "\(found)")
    }

    @Test func `says in a sentence which file cannot be used`() throws {
        try inFolder { folder in
            try Data("broken".utf8).write(to: folder.appendingPathComponent("list1"))
            let configuration = try GatewayConfiguration(yaml: Self.good, folder: folder)
            let error = #expect(throws: CommandFailure.self) {
                _ = try configuration.security(logger: Logger(label: "test"))
            }
            #expect(error.map { "\($0)" }?.contains("revocation-list: ") == true)
        }
    }
}
