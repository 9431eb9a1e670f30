// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Identity
import Synchronization
import TestSupport
import Testing
import X509

@testable import Web

@Suite struct `The API over mutual TLS` {
    private static let ward = RegisteredConsumer(
        id: "ward", name: "Ward", organisation: "RX1", certificateNames: [TestScene.clientName])
    private static let surgery = RegisteredConsumer(
        id: "surgery", name: "Surgery", organisation: "A1", certificateNames: ["surgery.example"])
    private static let record = "/fhir/R4/Patient/\(SampleRecord.number)/$detailed-care-record"

    private func outcomes(
        _ names: [String]?, _ paths: [String], consumers: [RegisteredConsumer] = [ward, surgery]
    ) async throws -> [String] {
        var scene = try TestScene()
        if let names { try scene.client.setNames(names.map { .dnsName($0) }) }
        let (folder, shown) = (try TestFolder(scene), names == nil ? nil : scene)
        let security = try TLSEchoServer.security(folder, .optional, consumers: consumers)
        let outcomes = Mutex<[String]>([])
        try await TestGateway.serving(
            FakeRecordService(.record(SampleRecord.incomplete)), configure: { $0.security = security }
        ) { gateway, _ in
            let client = try shown.map { try TLSClient($0) } ?? TLSClient()
            for path in paths {
                let outcome = await client.outcome(path, port: gateway.port)
                outcomes.withLock { $0.append(outcome) }
            }
            await client.shutDown()
        }
        return outcomes.withLock { $0 }
    }

    @Test func `answers a registered consumer, whatever the case of its name`() async throws {
        #expect(try await outcomes([TestScene.clientName], [Self.record]) == ["200"])
        #expect(try await outcomes(["WARD.hospital.example"], [Self.record]) == ["200"])
        #expect(try await outcomes(["other.example", "surgery.example"], [Self.record]) == ["200"])
    }

    @Test(arguments: [
        ["other.example"], ["hospital.example"], ["a.ward.hospital.example"], ["ward.hospital.example.evil.example"],
        ["xn--wrd-5cd.hospital.example"], [TestScene.clientName, "surgery.example"],
    ])
    func `answers 401 to a certificate that is nobody's or two consumers'`(names: [String]) async throws {
        #expect(try await outcomes(names, [Self.record]) == ["401"])
    }

    @Test func `answers a browser without a certificate its pages, and the API 401`() async throws {
        #expect(
            try await outcomes(nil, ["/viewer", "/health/live", "/fhir/R4/metadata", Self.record]) == [
                "200", "200", "200", "401",
            ])
    }

    @Test func `leaves it to the token where a consumer has no certificate`() async throws {
        let token = RegisteredConsumer(id: "app", name: "App", organisation: "A1", clientID: "app")
        #expect(try await outcomes(nil, [Self.record], consumers: [Self.ward, token]) == ["200"])
    }
}
