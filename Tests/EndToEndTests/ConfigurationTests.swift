// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Identity
import Sharing
import Terminology
import Testing

@testable import mig

@Suite struct `Reading the configuration` {
    private static let good = """
        gateway:
          port: 8080
          deadline: 3s
          audit: audit.sqlite
          identifierSecret: secret
        demographics:
          url: https://pds.example.org/FHIR/R4
        locator:
          url: https://nrl.example.org/FHIR/R4
        consumer:
          odsCode: Z99999
        sources:
          - id: anytown
            kind: gp-connect
            url: https://anytown.example.org/Z99001/STU3/1/gpconnect/structured/fhir
            organisation:
              odsCode: Z99001
              name: Anytown Surgery
        terminology:
          sensitiveSets: sets
        """

    /// The faults of a configuration, in a folder that holds a secret.
    private static func faults(_ yaml: String) throws -> [ConfigurationFault] {
        let folder = URL(
            fileURLWithPath: NSTemporaryDirectory() + "/mig-configuration-" + UUID().uuidString, isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let secret = folder.appendingPathComponent("secret").path
        _ = FileManager.default.createFile(atPath: secret, contents: Data(repeating: 7, count: 32))
        try MadeUpSets.write(to: folder.appendingPathComponent("sets"))
        do {
            _ = try GatewayConfiguration(yaml: yaml, folder: folder)
            return []
        } catch {
            return error.faults
        }
    }

    @Test func `takes a good one`() throws {
        let faults = try Self.faults(Self.good)
        #expect(faults.isEmpty, "\(faults)")
    }

    @Test(arguments: [
        ("deadline: 3s", "deadlin: 3s", "gateway.deadlin", 3), ("deadline: 3s", "deadline: 3", "gateway.deadline", 3),
        ("deadline: 3s", "deadline: 3fortnights", "gateway.deadline", 3),
        ("deadline: 3s", "deadline: 9223372036854775807min", "gateway.deadline", 3),
        ("port: 8080", "port: 99999", "gateway.port", 2), ("kind: gp-connect", "kind: fax", "sources[0].kind", 14),
        ("identifierSecret: secret", "identifierSecret: nowhere", "gateway.identifierSecret", 5),
        ("id: anytown", "id: any town", "sources[0].id", 13),
        ("https://pds.example.org/FHIR/R4", "pds", "demographics.url", 7),
    ])
    func `names the line, what it found and what it allows`(
        right: String, wrong: String, key: String, line: Int
    ) throws {
        let faults = try Self.faults(Self.good.replacing(right, with: wrong))
        #expect(faults.contains { $0.key == key && $0.line == line }, "\(faults)")
        #expect(faults.allSatisfy { !$0.found.isEmpty && !$0.allowed.isEmpty })
    }

    @Test(arguments: ["", "terminology: {}"])
    func `refuses sources without sensitive reference sets`(instead: String) throws {
        let sets = "terminology:\n  sensitiveSets: sets"
        let faults = try Self.faults(Self.good.replacing(sets, with: instead))
        #expect(faults.map(\.key) == ["terminology.sensitiveSets"], "\(faults)")
        let none = try Self.faults(
            Self.good.replacing(sets, with: instead).components(separatedBy: "sources:")[0] + "sources: []")
        #expect(none.isEmpty, "\(none)")
    }

    @Test func `takes the example that ships`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let configuration = try GatewayConfiguration(file: root.appendingPathComponent("Examples/gateway.yaml").path)
        #expect(!configuration.sources.isEmpty)
        #expect(configuration.sensitiveCodes?.count == SensitiveCodes.madeUp.count)
    }

    @Test(arguments: ["", "[", "- 1", "gateway: 3"])
    func `refuses what is no configuration`(yaml: String) throws {
        #expect(try !Self.faults(yaml).isEmpty)
    }

    @Test func `names a file that is not there`() {
        let error = #expect(throws: ConfigurationFaults.self) {
            try GatewayConfiguration(file: "/nowhere/gateway.yaml")
        }
        #expect(error?.faults.first?.found == "no file that can be read")
    }

    private static let signIn = """

        signIn:
          issuer: https://id.example.org
          clientID: gateway
          clientSecretFile: secret
          idle: 10min
          nhsNumberClaim: nhsnumber
          scopes: [openid, nhsperson]
          roles:
            "R8000": doctor
            "S8000:G8000:R8001": nurse
          strengths:
            urn:aal3: high
            urn:aal2: substantial
          strengthClaim: authentication_assurance_level
          rolesClaim: nhsid_nrbac_roles
          userinfo: true
        """

    @Test func `takes the provider's own words for roles and strengths`() throws {
        let yaml = Self.good + Self.signIn
        let folder = URL(
            fileURLWithPath: NSTemporaryDirectory() + "/mig-configuration-" + UUID().uuidString, isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(repeating: 7, count: 32).write(to: folder.appendingPathComponent("secret"))
        try MadeUpSets.write(to: folder.appendingPathComponent("sets"))
        let identity = try #require(try GatewayConfiguration(yaml: yaml, folder: folder).identity)
        let signIn = try #require(identity.signIn)
        #expect(signIn.roles == ["R8000": .doctor, "S8000:G8000:R8001": .nurse])
        #expect(signIn.strengths == ["urn:aal3": .high, "urn:aal2": .substantial])
        #expect(signIn.asksUserInfo && signIn.claims.roles == "nhsid_nrbac_roles")
        #expect(signIn.claims.selectedRole == "selected_roleid")
        #expect(signIn.claims.strength == "authentication_assurance_level")
        #expect(signIn.scopes == ["openid", "nhsperson"] && signIn.claims.nhsNumber == "nhsnumber")
        #expect(identity.idle == .seconds(600))
    }

    @Test(arguments: [
        ("userinfo: true", "userinfo: always", "signIn.userinfo"),
        ("R8000\": doctor", "R8000\": surgeon", "signIn.roles.R8000"),
        ("R8000\": doctor", "R8000\": demonstration", "signIn.roles.R8000"),
        ("urn:aal3: high", "urn:aal3: highest", "signIn.strengths.urn:aal3"),
        ("[openid, nhsperson]", "[nhsperson]", "signIn.scopes"), ("idle: 10min", "idle: 31min", "signIn.idle"),
    ])
    func `names what is wrong of signing in`(right: String, wrong: String, key: String) throws {
        let yaml = Self.good + Self.signIn
        #expect(try Self.faults(yaml).isEmpty)
        let found = try Self.faults(yaml.replacing(right, with: wrong))
        #expect(found.map(\.key) == [key], "\(found)")
    }
}
