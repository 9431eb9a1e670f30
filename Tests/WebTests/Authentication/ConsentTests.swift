// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import JSON
import Sharing
import Synchronization
import TestSupport
import Testing

@testable import Web

@Suite struct `Wishes as FHIR Consent, over a socket` {
    typealias API = `The FHIR API over a socket`
    private static let path = "/fhir/R4/Consent"
    private static let scope =
        #""scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]}"#
    private static let patient =
        #""patient":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(SampleRecord.number)"}}"#
    private static let organisation =
        #""organization":[{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"A12345"}}]"#

    private static func consent(_ provision: String = #""provision":{"type":"deny"}"#, _ others: String = organisation)
        -> String
    {
        #"{"resourceType":"Consent","status":"active",\#(scope),"category":[{"text":"x"}],\#(patient),\#(others),\#(provision)}"#
    }

    private func with(
        _ service: FixedPreferences?, _ body: @escaping @Sendable (TestGateway) async throws -> Void
    ) async throws {
        try await TestGateway.serving(
            FakeRecordService(.noRecord), authentication: .testing(), sharing: SharingServices(preferences: service)
        ) { gateway, _ async throws in try await body(gateway) }
    }

    private static var headers: [String: String] { API.fhir.merging(bearing()) { $1 } }

    @Test func `records a dissent with one controller, and a wish to share with all`() async throws {
        let service = FixedPreferences()
        try await with(service) { gateway in
            let one = try await gateway.send(Self.path, method: "POST", headers: Self.headers, body: Self.consent())
            #expect(one.status == 201, "\(one.body)")
            #expect(one.json?["provision"]?["type"]?.string == "deny")
            #expect(one.json?["organization"]?[0]?["identifier"]?["value"]?.string == "A12345")
            let all = try await gateway.send(
                Self.path, method: "POST", headers: Self.headers,
                body: Self.consent(#""provision":{"type":"permit"}"#, #""dateTime":"2026-01-31""#))
            #expect(all.status == 201, "\(all.body)")
            #expect(all.json?["organization"] == nil)
        }
        #expect(service.recorded == [SharingPreference(.dissent, controller: "A12345"), SharingPreference(.share)])
        #expect(service.numbers == [SampleRecord.number, SampleRecord.number])
    }

    @Test func `records nothing that it does not understand whole`() async throws {
        let service = FixedPreferences()
        let wrong: [(String, String)] = [
            (Self.consent().replacing("active", with: "draft"), "Consent.status"),
            (Self.consent(#""provision":{"type":"deny","period":{"end":"2026-02-01"}}"#), "Consent.provision.period"),
            (
                Self.consent(#""provision":{"type":"permit","provision":[{"type":"deny"}]}"#),
                "Consent.provision.provision"
            ),
            (Self.consent(#""provision":{"type":"maybe"}"#), "Consent.provision.type"),
            (Self.consent(#""note":"x""#), "Consent.note"),
            (Self.consent(#""language":"en""#), "Consent.provision"),
            (
                Self.consent(#""modifierExtension":[{"url":"x"}],"provision":{"type":"deny"}"#),
                "Consent.modifierExtension"
            ),
            (Self.consent().replacing("patient-privacy", with: "research"), "Consent.scope"),
            (Self.consent().replacing("nhs-number", with: "other-number"), "Consent.patient"),
            (
                Self.consent().replacing(#""patient":{"#, with: #""patient":{"reference":"Patient/1","#),
                "Consent.patient"
            ),
            (Self.consent().replacing("ods-organization-code", with: "other"), "Consent.organization"),
            (Self.consent().replacing(SampleRecord.number, with: "9990000019"), "Consent.patient"),
        ]
        try await with(service) { gateway in
            for (body, element) in wrong {
                let reply = try await gateway.send(Self.path, method: "POST", headers: Self.headers, body: body)
                #expect(reply.status == 400, "\(element)")
                #expect(reply.issue?["expression"]?[0]?.string == element, "\(reply.body)")
            }
            let bare = try await gateway.send(Self.path, method: "POST", headers: API.fhir, body: Self.consent())
            #expect(bare.status == 401)
        }
        #expect(service.recorded.isEmpty)
    }

    @Test func `tells what stands, by address and by form`() async throws {
        let service = FixedPreferences()
        let form = ["Content-Type": "application/x-www-form-urlencoded"].merging(bearing()) { $1 }
        try await with(service) { gateway in
            let system = "https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C"
            for query in [
                "patient=\(SampleRecord.number)", "patient=Patient/\(SampleRecord.number)",
                "patient:identifier=\(system)\(SampleRecord.number)",
            ] {
                let reply = try await gateway.send(Self.path + "?" + query, headers: bearing())
                #expect(reply.status == 200, "\(reply.body)")
                #expect(reply.json?["total"]?.numberLexeme == "1")
                #expect(reply.json?["entry"]?[0]?["resource"]?["provision"]?["type"]?.string == "deny")
            }
            let found = try await gateway.send(
                Self.path + "/_search", method: "POST", headers: form, body: "patient=\(SampleRecord.number)")
            #expect(found.status == 200)
            for query in [
                "", "?patient=123", "?status=active&patient=\(SampleRecord.number)",
                "?patient=\(SampleRecord.number)&patient=\(SampleRecord.number)",
                "?patient:identifier=" + system.replacing("nhs-number", with: "ods-number") + SampleRecord.number,
            ] {
                #expect(try await gateway.send(Self.path + query, headers: bearing()).status == 400)
            }
            #expect(!gateway.log.text.contains(SampleRecord.number))
            let metadata = try await gateway.send("/fhir/R4/metadata")
            #expect(metadata.body.contains(#""type":"Consent""#))
        }
    }

    @Test func `refuses whoever may not, and exists only where there is a register`() async throws {
        try await with(FixedPreferences(.notPermitted)) { gateway in
            let reply = try await gateway.send(Self.path, method: "POST", headers: Self.headers, body: Self.consent())
            #expect(reply.status == 403)
        }
        try await with(FixedPreferences(.noRecordCanBeShown)) { gateway in
            let reply = try await gateway.send(Self.path, method: "POST", headers: Self.headers, body: Self.consent())
            #expect(reply.status == 404)
        }
        try await with(nil) { gateway in
            let reply = try await gateway.send(Self.path, method: "POST", headers: Self.headers, body: Self.consent())
            #expect(reply.status == 404)
            #expect(try await !gateway.send("/fhir/R4/metadata").body.contains(#""type":"Consent""#))
        }
    }
}

/// Takes every wish, or answers as it is told.
final class FixedPreferences: PreferenceService {
    private let answer: PreferenceAnswer?
    private let kept = Mutex<[(SharingPreference, String)]>([])
    var recorded: [SharingPreference] { kept.withLock { $0.map(\.0) } }
    var numbers: [String] { kept.withLock { $0.map(\.1) } }
    init(_ answer: PreferenceAnswer? = nil) { self.answer = answer }

    func record(
        _ preference: SharingPreference, of number: NHSNumber, by requester: Requester, traceID: String
    ) async -> PreferenceAnswer {
        if let answer { return answer }
        kept.withLock { $0.append((preference, number.disclosed)) }
        return .wishes([preference])
    }

    func standing(of number: NHSNumber, for requester: Requester, traceID: String) async -> PreferenceAnswer {
        answer ?? .wishes([SharingPreference(.dissent)])
    }
}
