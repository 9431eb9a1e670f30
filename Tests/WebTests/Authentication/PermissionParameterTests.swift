// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import JSON
import Sharing
import TestSupport
import Testing

@testable import Web

@Suite struct `Permission to view, stated with a request` {
    typealias API = `The FHIR API over a socket`

    static func body(_ parameters: [(String, String)]) -> String {
        API.parameters(parameters.map { #",{"name":"\#($0.0)","valueString":"\#($0.1)"}"# }.joined())
    }

    static func post(
        _ gateway: TestGateway, _ parameters: [(String, String)], _ change: (inout TokenDraft) -> Void = { _ in }
    ) async throws -> TestGateway.Reply {
        try await gateway.send(
            API.operation, method: "POST", headers: API.fhir.merging(bearing(change)) { $1 }, body: body(parameters))
    }

    static let emergency = [
        ("permission", "emergency"), ("permission-reason", "unable-to-respond"),
        ("permission-text", "Found unconscious"),
    ]

    @Test func `reaches the broker with all its parts`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service, authentication: .testing()) { gateway, _ async throws in
            let query =
                "?permission=could-not-be-asked&permission-reason=not-present&permission-extent=episode&consultation=c.1&relationship=stated-by-system"
            #expect(try await gateway.send(API.path + query, headers: bearing()).status == 200)
            #expect(try await gateway.send(API.path + "?permission=given", headers: bearing()).status == 200)
            #expect(try await Self.post(gateway, [("permission", "refused")]).status == 200)
            #expect(
                service.requests.map(\.statement) == [
                    PermissionStatement(.couldNotBeAsked(.notPresent), extent: .episode), PermissionStatement(.given),
                    PermissionStatement(.refused),
                ])
            #expect(service.requests.map(\.consultation) == ["c.1", nil, nil])
            #expect(service.requests.map(\.relationship) == [.statedBySystem, nil, nil])
            #expect(service.requests.allSatisfy { $0.requester.purpose == .treatment })
        }
    }

    @Test(arguments: [#""TREAT""#, #""ETREAT""#, #""BTG""#])
    func `changes the purpose in an emergency`(purpose: String) async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service, authentication: .testing()) { gateway, _ async throws in
            let reply = try await Self.post(gateway, Self.emergency) { $0.claim("purpose_of_use", purpose) }
            #expect(reply.status == 200, "\(reply.body)")
            #expect(service.requests.map(\.requester.purpose) == [.breakGlass])
            #expect(service.requests.first?.statement?.isEmergency == true)
        }
    }

    @Test(arguments: [
        ("role", #""practice-manager""#), ("role", #""privacy-officer""#), ("role", #""wizard""#),
        ("purpose_of_use", #""PATRQT""#), ("purpose_of_use", #""HRESCH""#),
    ])
    func `is no emergency for anybody else, or for another purpose`(claim: String, value: String) async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service, authentication: .testing()) { gateway, _ async throws in
            let reply = try await Self.post(gateway, Self.emergency) { $0.claim(claim, value) }
            #expect(reply.status == 403)
            #expect(reply.issue?["code"]?.string == "forbidden")
            #expect(service.requests.isEmpty)
        }
    }

    @Test func `is not for patients to state`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service, authentication: .testing()) { gateway, _ async throws in
            let reply = try await Self.post(gateway, [("permission", "given")]) { draft in
                draft.claim("role", #""patient""#)
                draft.claim("nhs_number", "\"\(SampleRecord.number)\"")
            }
            #expect(reply.status == 403)
            #expect(service.requests.isEmpty)
        }
    }

    @Test func `tells of a relationship where the system is registered to, or a professional gives a reason`()
        async throws
    {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        let claim = [("relationship", "self-claimed"), ("relationship-reason", "Referred by her practice")]
        let stated = [("relationship", "stated-by-system")]
        try await TestGateway.serving(service, authentication: .testing()) { gateway, _ async throws in
            #expect(try await Self.post(gateway, stated).status == 200)
            #expect(try await Self.post(gateway, claim).status == 200)
            #expect(service.requests.map(\.relationship) == [.statedBySystem, .selfClaimed])
            #expect(service.requests.map(\.relationshipReason) == [nil, "Referred by her practice"])
            for role in ["practice-manager", "privacy-officer"] {
                #expect(try await Self.post(gateway, claim) { $0.claim("role", "\"\(role)\"") }.status == 403)
            }
        }
        var nobody = FixedCertificate()
        nobody.shown = nil
        try await TestGateway.serving(service, authentication: .testing(nobody)) { gateway, _ async throws in
            func ask(_ parameters: [(String, String)], _ id: String) async throws -> TestGateway.Reply {
                try await Self.post(gateway, parameters) { draft in
                    draft.claim("client_id", #""kiosk""#)
                    draft.claim("cnf", nil)
                    draft.claim("jti", "\"\(id)\"")
                }
            }
            let refused = try await ask(stated, "one")
            #expect(refused.status == 403 && refused.body.contains("not registered to state relationships"))
            #expect(try await ask(claim, "two").status == 200)
        }
        #expect(service.requests.count == 3)
    }

    static let faults: [[(String, String)]] = [
        [("permission", "yes")], [("permission", "given"), ("permission", "given")],
        [("permission", "given"), ("permission-reason", "not-present")],
        [("permission", "given"), ("permission-text", "words")], [("permission", "could-not-be-asked")],
        [("permission", "could-not-be-asked"), ("permission-reason", "life-threatening")],
        [("permission", "emergency"), ("permission-text", "words")],
        [("permission", "emergency"), ("permission-reason", "not-present"), ("permission-text", "words")],
        [("permission", "emergency"), ("permission-reason", "life-threatening")],
        [("permission", "emergency"), ("permission-reason", "life-threatening"), ("permission-text", "  ")],
        [
            ("permission", "emergency"), ("permission-reason", "life-threatening"),
            ("permission-text", String(repeating: "a", count: 2_001)),
        ],
        [("permission", "given"), ("permission-extent", "forever")], [("permission-reason", "not-present")],
        [("permission-extent", "episode")], [("consultation", "a b")],
        [("consultation", String(repeating: "c", count: 65))],
        [("relationship", "registered-practice")], [("relationship", "friend")], [("relationship", "self-claimed")],
        [("relationship", "self-claimed"), ("relationship-reason", "  ")],
        [("relationship", "self-claimed"), ("relationship-reason", String(repeating: "a", count: 2_001))],
        [("relationship", "stated-by-system"), ("relationship-reason", "words")], [("relationship-reason", "words")],
    ]

    @Test func `is refused where it says nothing that is known`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service, authentication: .testing()) { gateway, _ async throws in
            for fault in Self.faults {
                let reply = try await Self.post(gateway, fault)
                #expect(reply.status == 400, "\(fault): \(reply.body)")
            }
            let text = try await gateway.send(
                API.path + "?permission=emergency&permission-reason=life-threatening&permission-text=words",
                headers: bearing())
            #expect(text.status == 400)
            let reason = try await gateway.send(
                API.path + "?relationship=self-claimed&relationship-reason=words", headers: bearing())
            #expect(reason.status == 400)
            #expect(service.requests.isEmpty)
        }
    }

    @Test func `is explained by what stands in the way, for one's own access alone`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service, authentication: .testing()) { gateway, _ async throws in
            func explain(_ parameters: [(String, String)]) async throws -> TestGateway.Reply {
                try await gateway.send(
                    "/fhir/R4/$explain-access", method: "POST", headers: API.fhir.merging(bearing()) { $1 },
                    body: Self.body(parameters))
            }
            let own = try await explain([("role", "doctor"), ("organisation", "RXX01"), ("purpose", "TREAT")])
            #expect(own.status == 200)
            #expect(own.json?["parameter"]?[0]?["name"]?.string == "opens-now")
            #expect(own.json?["parameter"]?[0]?["valueBoolean"]?.boolean == true)
            for other in [("role", "nurse"), ("organisation", "RYY02"), ("purpose", "BTG")] {
                #expect(try await explain([other]).status == 403)
            }
            #expect(try await explain([("permission", "given")]).status == 400)
            #expect(service.requests.count == 1)
        }
        let unknown = FakeRecordService(.noRecord)
        try await TestGateway.serving(unknown, authentication: .testing()) { gateway, _ async throws in
            let reply = try await gateway.send(
                "/fhir/R4/$explain-access", method: "POST", headers: API.fhir.merging(bearing()) { $1 },
                body: API.parameters(""))
            #expect(reply.status == 404)
        }
    }
}
