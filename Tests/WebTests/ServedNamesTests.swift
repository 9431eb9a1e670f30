// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Testing

@testable import Web

@Suite struct `The names under which the gateway is asked` {
    static let paths = [
        "/", "/viewer", "/viewer/style.css", "/viewer/patients/x", "/fhir/R4/metadata", "/nowhere",
        "/fhir/R4/Patient/\(SampleRecord.number)/$detailed-care-record",
    ]
    static let rebound = [
        "rebound.example", "127.0.0.1.rebound.example", "localhost.rebound.example", "[::2]", "192.0.2.1", "localhost.",
        "xlocalhost",
    ]

    @Test func `are those of this machine alone where nobody is authenticated`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service, configure: { $0.publicAddress = "https://rebound.example" }) {
            gateway, _ async throws in
            for name in Self.rebound {
                for path in Self.paths {
                    let reply = try await gateway.send(path, headers: ["Host": "\(name):\(gateway.port)"])
                    #expect(reply.status == 421, "\(name) \(path)")
                    #expect(reply.json?["resourceType"]?.string == "OperationOutcome")
                    #expect(!reply.body.contains("rebound"))
                }
                #expect(try await gateway.send("/health/live", headers: ["Host": name]).status == 200)
            }
            #expect(service.requests.isEmpty)
            for name in ["localhost", "LOCALHOST:8080", "127.0.0.1", "[::1]:\(gateway.port)"] {
                #expect(try await gateway.send("/viewer", headers: ["Host": name]).status == 200, "\(name)")
            }
        }
    }

    @Test func `are the published one and this machine's where somebody is`() async throws {
        try await TestGateway.serving(
            FakeRecordService(.noRecord), authentication: .testing(),
            configure: { $0.publicAddress = "https://Gateway.example:8443" }
        ) { gateway, _ async throws in
            for name in ["gateway.example", "GATEWAY.example:8443", "localhost", "127.0.0.1:1"] {
                #expect(try await gateway.send("/fhir/R4/metadata", headers: ["Host": name]).status == 200, "\(name)")
            }
            for name in Self.rebound + ["gateway.example.evil.example", "evil-gateway.example"] {
                #expect(try await gateway.send("/fhir/R4/metadata", headers: ["Host": name]).status == 421, "\(name)")
            }
        }
    }

    @Test(arguments: ["", "Host: localhost\r\nHost: localhost\r\n", "Host: a@b\r\n", "Host: [::1\r\n", "Host: \r\n"])
    func `have to be said once, and be a name`(headers: String) async throws {
        try await TestGateway.serving(FakeRecordService(.noRecord)) { gateway, _ async throws in
            let client = try RawClient(port: gateway.port)
            client.send("GET /viewer HTTP/1.1\r\n\(headers)Connection: close\r\n\r\n")
            #expect(client.receiveAll().hasPrefix("HTTP/1.1 400 "))
            client.close()
        }
    }
}
