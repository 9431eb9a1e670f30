// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import JSON
import Sharing
import TestSupport
import Testing

@testable import Web

@Suite struct `Authentication over a socket` {
    typealias API = `The FHIR API over a socket`
    static let trace = ["X-Request-ID": API.trace]

    static func everything(in reply: TestGateway.Reply) -> String {
        "\(reply.status)\n"
            + reply.headers.filter { $0.name.lowercased() != "date" }.map { "\($0.name): \($0.value)" }.joined(
                separator: "\n")
            + "\n\n" + reply.body
    }

    @Test func `refuses every hostile token alike, and takes its twin`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service, authentication: .testing()) { gateway, _ async throws in
            let plain = try await gateway.send(API.path, headers: Self.trace)
            #expect(plain.status == 401)
            #expect(plain["www-authenticate"] == #"Bearer error="invalid_token""#)
            #expect(plain.json?["resourceType"]?.string == "OperationOutcome")
            #expect(plain.issue?["code"]?.string == "login")
            // What stands in the header's way, or needs another connection, is tested elsewhere.
            let sendable = HostileToken.all.filter { hostile in
                var draft = TokenDraft()
                hostile.spoil(&draft)
                return draft.certificate?.name == "ward.example" && draft.certificate?.byte == 7
                    && draft.text.utf8.count < 8_000 && draft.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            }
            #expect(sendable.count >= 60)
            for hostile in sendable {
                let reply = try await gateway.send(
                    API.path, headers: Self.trace.merging(bearing(hostile.spoil)) { $1 })
                #expect(Self.everything(in: reply) == Self.everything(in: plain), "\(hostile.name)")
            }
            #expect(service.requests.isEmpty)
            #expect(try await gateway.send(API.path, headers: bearing()).status == 200)
            #expect(service.requests.map(\.requester.person) == ["person-1"])
        }
    }

    @Test func `looks for one token in one header alone`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service, authentication: .testing()) { gateway, _ async throws in
            let token = TokenDraft().text
            let others: [[String: String]] = [
                ["Authorization": "Basic dXNlcjpwYXNz"], ["Authorization": "Bearer"], ["Authorization": "Bearer "],
                ["Authorization": token], ["Authorization": "Bearer \(token) \(token)"],
                ["Authorization": "Bearer \(token), Bearer \(token)"], ["X-Authorization": "Bearer \(token)"],
                ["Cookie": "access_token=\(token)"], ["Authorization": "Token \(token)"],
            ]
            for headers in others {
                #expect(try await gateway.send(API.path, headers: headers).status == 401, "\(headers.keys)")
            }
            let twice = ["Authorization": "Bearer \(token)", "authorization": "Bearer \(token)"]
            #expect(try await gateway.send(API.path, headers: twice).status == 401)
            #expect(gateway.log.text.contains("several-tokens"))
            #expect(try await gateway.send(API.path + "?access_token=\(token)").status == 401)
            #expect(try await gateway.send(API.path, headers: ["authorization": "bearer \(token)"]).status == 200)
        }
    }

    @Test(arguments: [
        ("GET", "/fhir/R4/Patient/\(SampleRecord.number)", nil), ("GET", API.path, nil),
        ("POST", API.operation, API.parameters("")), ("GET", "/fhir/R4/Patient/\(SampleRecord.number)/$locate", nil),
        ("POST", "/fhir/R4/Patient/$locate", API.parameters("")),
        ("POST", "/fhir/R4/$explain-access", API.parameters("")),
    ])
    func `guards every way to a record`(method: String, path: String, body: String?) async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service, authentication: .testing()) { gateway, _ async throws in
            let bare = try await gateway.send(path, method: method, headers: API.fhir, body: body)
            #expect(bare.status == 401)
            #expect(service.requests.isEmpty)
            let held = try await gateway.send(
                path, method: method, headers: API.fhir.merging(bearing()) { $1 }, body: body)
            #expect(held.status == 200, "\(held.body)")
            #expect(service.requests.map(\.requester.system) == ["ward"])
        }
    }

    @Test func `comes before a byte of the body`() async throws {
        try await TestGateway.serving(FakeRecordService(.noRecord), authentication: .testing()) {
            gateway, _ async throws in
            let garbage = String(repeating: "{", count: 70_000)
            #expect(
                try await gateway.send(API.operation, method: "POST", headers: API.fhir, body: garbage).status == 401)
            let known = try await gateway.send(
                API.operation, method: "POST", headers: API.fhir.merging(bearing()) { $1 }, body: garbage)
            #expect(known.status == 413)
        }
    }

    @Test func `refuses a stolen token on another certificate`() async throws {
        for shown in [nil, (8, "ward.example"), (7, "other.example")] as [(byte: UInt8, name: String)?] {
            let authentication = GatewayAuthentication.testing(FixedCertificate(shown: shown))
            try await TestGateway.serving(FakeRecordService(.noRecord), authentication: authentication) {
                gateway, _ async throws in
                #expect(try await gateway.send(API.path, headers: bearing()).status == 401)
            }
        }
        try await TestGateway.serving(FakeRecordService(.noRecord), authentication: .testing()) {
            gateway, _ async throws in
            #expect(try await gateway.send(API.path, headers: bearing()).status == 404)
        }
    }

    @Test func `takes an unbound token once`() async throws {
        let authentication = GatewayAuthentication.testing(FixedCertificate(shown: nil))
        try await TestGateway.serving(FakeRecordService(.noRecord), authentication: authentication) {
            gateway, _ async throws in
            let headers = bearing { draft in
                draft.claim("client_id", #""kiosk""#)
                draft.claim("cnf", nil)
            }
            #expect(try await gateway.send(API.path, headers: headers).status == 404)
            #expect(try await gateway.send(API.path, headers: headers).status == 401)
        }
    }

    @Test func `answers that it cannot tell who asks while there are no keys`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service, authentication: .testing(keysAreDown: true)) { gateway, _ async throws in
            let reply = try await gateway.send(API.path, headers: bearing())
            #expect(reply.status == 503)
            #expect(reply["retry-after"] == "30")
            #expect(service.requests.isEmpty)
            #expect(gateway.log.text.contains("keys-unavailable"))
        }
    }

    @Test func `logs why as a code, and nothing of the token`() async throws {
        try await TestGateway.serving(FakeRecordService(.noRecord), authentication: .testing()) {
            gateway, _ async throws in
            let headers = bearing { $0.claim("aud", #""https://canary.example""#) }
            _ = try await gateway.send(API.path, headers: headers)
            #expect(gateway.log.text.contains("wrong-audience"))
            let line = gateway.log.text.split(separator: "\n").first { $0.contains("request not authenticated") }
            for told in ["gw.trace.id", "gw.consumer", "wrong-audience", "/fhir/R4/Patient/{nhs-number}"] {
                #expect(line?.contains(told) == true, "\(told) is not told")
            }
            for secret in ["canary", "person-1", "Ada", "eyJ", headers["Authorization"] ?? ""] {
                #expect(!gateway.log.text.contains(secret))
            }
        }
    }

    @Test func `is not asked for where nobody is told anything of a person`() async throws {
        try await TestGateway.serving(FakeRecordService(.noRecord), authentication: .testing()) {
            gateway, _ async throws in
            for path in [
                "/health/live", "/health/ready", "/fhir/R4/metadata", "/fhir/R4/.well-known/smart-configuration",
            ] {
                #expect(try await gateway.send(path).status == 200, "\(path)")
            }
            let metadata = try await gateway.send("/fhir/R4/metadata")
            let security = metadata.json?["rest"]?[0]?["security"]
            #expect(security?["service"]?[0]?["coding"]?[0]?["code"]?.string == "SMART-on-FHIR")
            #expect(security?["description"]?.string?.contains(TokenDraft.issuer) == true)
            let smart = try await gateway.send("/fhir/R4/.well-known/smart-configuration")
            #expect(smart["content-type"] == "application/json")
            #expect(smart.json?["token_endpoint"]?.string == "https://auth.example/token")
            #expect(smart.json?["authorization_endpoint"] == nil)
        }
    }

    @Test func `shows no pages while nobody can sign in`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service, authentication: .testing()) { gateway, _ async throws in
            for path in ["/viewer", "/viewer/patients/abc", "/viewer/patients/abc/events"] {
                #expect(try await gateway.send(path, headers: bearing()).status == 403, "\(path)")
            }
            #expect(service.requests.isEmpty)
        }
    }

    @Test func `is said not to be where it is not`() async throws {
        try await TestGateway.serving(FakeRecordService(.noRecord)) { gateway, _ async throws in
            #expect(try await gateway.send("/fhir/R4/.well-known/smart-configuration").status == 404)
            let metadata = try await gateway.send("/fhir/R4/metadata")
            #expect(metadata.json?["rest"]?[0]?["security"]?["description"]?.string?.contains("Nobody") == true)
        }
    }
}
