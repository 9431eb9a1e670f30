// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import JSON
import Testing

@testable import Web

@Suite struct `The FHIR API over a socket` {
    static let path = "/fhir/R4/Patient/\(SampleRecord.number)/$detailed-care-record"
    static let trace = "6f1c1f6e-0000-4000-8000-000000000001"

    /// A request that cannot be answered, and what it is answered with.
    struct Fault: Sendable, CustomTestStringConvertible {
        let path: String
        var method = "GET"
        var headers: [String: String] = [:]
        var body: String?
        let status: Int
        let issue: String
        let says: String
        var testDescription: String { "\(method) \(path) \(headers)" }
    }

    static let operation = "/fhir/R4/Patient/$detailed-care-record"
    static let fhir = ["Content-Type": "application/fhir+json"]

    static func parameters(_ others: String, number: String = SampleRecord.number) -> String {
        #"{"resourceType":"Parameters","parameter":[{"name":"patientNHSNumber","valueIdentifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(number)"}}\#(others)]}"#
    }

    static let faults: [Fault] = [
        Fault(path: "/fhir/R4/Patient/123/$detailed-care-record", status: 400, issue: "invalid", says: "ten digits"),
        Fault(path: "/fhir/R4/Patient/9990000019", status: 400, issue: "invalid", says: "check digit"),
        Fault(path: "/fhir/R4/Patient/..%2f..%2fetc/$locate", status: 400, issue: "invalid", says: "ten digits"),
        Fault(path: "/fhir/R4/Patient/%00/$locate", status: 400, issue: "invalid", says: "ten digits"),
        Fault(path: path + "?dataset=allergies", status: 400, issue: "value", says: "'dataset'"),
        Fault(path: path + "?from=yesterday", status: 400, issue: "value", says: "'from'"),
        Fault(path: path + "?from=2026-02-30", status: 400, issue: "value", says: "'from'"),
        Fault(path: path + "?from=2026-02-02&to=2026-01-01", status: 400, issue: "value", says: "'to'"),
        Fault(path: path + "?from=2026-02-02&from=2026-01-01", status: 400, issue: "invalid", says: "'from'"),
        Fault(path: path + "?deadline=soon", status: 400, issue: "value", says: "'deadline'"),
        Fault(path: path + "?deadline=0", status: 400, issue: "value", says: "'deadline'"),
        Fault(path: path + "?again=yes", status: 400, issue: "value", says: "'again'"),
        Fault(path: path + "?again=true&again=true", status: 400, issue: "invalid", says: "'again'"),
        Fault(path: path + "?source=nowhere", status: 400, issue: "value", says: "'source'"),
        Fault(path: path + "?colour=red", status: 400, issue: "not-supported", says: "'colour'"),
        Fault(path: path + "?_count=5", status: 400, issue: "not-supported", says: "Allergies are always given whole"),
        Fault(path: path + "?_summary=true", status: 400, issue: "not-supported", says: "'_summary'"),
        Fault(path: path + "?_elements=code", status: 400, issue: "not-supported", says: "'_elements'"),
        Fault(path: path + "?status=active", status: 400, issue: "not-supported", says: "'status'"),
        Fault(path: path + "?dataset=risks&from=2026-01-01", status: 400, issue: "not-supported", says: "'from'"),
        Fault(
            path: path, headers: ["Accept": "application/fhir+xml"], status: 406, issue: "not-supported", says: "media"),
        Fault(
            path: path, headers: ["Accept": "application/fhir+json;fhirVersion=3.0"], status: 406,
            issue: "not-supported",
            says: "media"),
        Fault(path: path + "?_format=xml", status: 406, issue: "not-supported", says: "media"),
        Fault(path: path, method: "DELETE", status: 405, issue: "not-supported", says: "GET"),
        Fault(path: path, method: "HEAD", status: 405, issue: "", says: ""),
        Fault(path: operation, status: 405, issue: "not-supported", says: "POST"),
        Fault(path: "/fhir/R4/Observation/1", status: 404, issue: "not-found", says: "Nothing"),
        Fault(path: "/fhir/R4//Patient/\(SampleRecord.number)", status: 404, issue: "not-found", says: "Nothing"),
        Fault(path: operation, method: "POST", body: "{}", status: 415, issue: "not-supported", says: "fhir+json"),
        Fault(
            path: operation, method: "POST", headers: ["Content-Type": "text/xml"], body: "<a/>", status: 415,
            issue: "not-supported", says: "fhir+json"),
        Fault(path: operation, method: "POST", headers: fhir, body: "{", status: 400, issue: "structure", says: "JSON"),
        Fault(
            path: operation, method: "POST", headers: fhir, body: #"{"a":1,"a":2}"#, status: 400, issue: "structure",
            says: "member name"),
        Fault(
            path: operation, method: "POST", headers: fhir, body: #"{"resourceType":"Patient"}"#, status: 400,
            issue: "structure", says: "Parameters"),
        Fault(
            path: operation, method: "POST", headers: fhir, body: #"{"resourceType":"Parameters"}"#, status: 400,
            issue: "required", says: "patientNHSNumber"),
        Fault(
            path: operation, method: "POST", headers: fhir, body: parameters("", number: "9990000019"), status: 400,
            issue: "invalid", says: "check digit"),
        Fault(
            path: operation, method: "POST", headers: fhir,
            body: parameters(#",{"name":"from","valueString":"2026-01-01"}"#), status: 400, issue: "invalid",
            says: "valueDate"),
        Fault(
            path: operation, method: "POST", headers: fhir,
            body: parameters(#",{"name":"status","valueCode":"active"}"#), status: 400, issue: "not-supported",
            says: "'status'"),
        Fault(
            path: operation, method: "POST", headers: fhir, body: String(repeating: " ", count: 70_000), status: 413,
            issue: "too-long", says: "65536"),
    ]

    @Test func `answers every fault as an OperationOutcome and asks nobody`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service) { gateway, _ in
            for fault in Self.faults {
                let reply = try await gateway.send(
                    fault.path, method: fault.method, headers: fault.headers, body: fault.body)
                #expect(reply.status == fault.status, "\(fault.testDescription): \(reply.body)")
                guard fault.method != "HEAD" else { continue }
                #expect(reply["content-type"] == "application/fhir+json", "\(fault.testDescription)")
                #expect(reply.json?["resourceType"]?.string == "OperationOutcome", "\(fault.testDescription)")
                #expect(reply.issue?["code"]?.string == fault.issue, "\(fault.testDescription)")
                let words = reply.issue?["diagnostics"]?.string ?? ""
                #expect(words.contains(fault.says), "\(fault.testDescription): \(words)")
                #expect(reply.json?["id"]?.string == reply["x-request-id"])
                #expect(!words.contains("999000001"))
            }
            #expect(service.requests.isEmpty)
        }
    }

    @Test(arguments: ["/%zz", "/%4", "/a?b=%", "/%C3%28", "no-slash", ""])
    func `reads no address with a wrong escape in it`(address: String) {
        #expect(RequestTarget(address) == nil)
    }

    @Test func `says in a 405 what is allowed`() async throws {
        try await TestGateway.serving(FakeRecordService(.noRecord)) { gateway, _ in
            #expect(try await gateway.send(Self.path, method: "PUT")["allow"] == "GET, OPTIONS")
            let options = try await gateway.send(Self.operation, method: "OPTIONS")
            #expect(options.status == 204 && options["allow"] == "POST, OPTIONS")
        }
    }

    @Test func `gives the record by GET and by POST`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service) { gateway, _ in
            let got = try await gateway.send(
                Self.path + "?dataset=medication,problems&from=2026-01-01&deadline=2.5&source=anytown-surgery",
                headers: ["X-Request-ID": Self.trace.uppercased()])
            #expect(got.status == 200 && got["content-type"] == "application/fhir+json")
            #expect(got["x-request-id"] == Self.trace)
            #expect(got.json?["type"]?.string == "document" && got.json?["id"]?.string == Self.trace)
            #expect(got.body.contains("Allergies and alerts are not filtered by date."))
            let posted = try await gateway.send(
                Self.operation, method: "POST", headers: Self.fhir,
                body: Self.parameters(
                    #",{"name":"dataset","valueCode":"medication"},{"name":"dataset","valueCode":"problems"},{"name":"from","valueDate":"2026-01-01"},{"name":"deadline","valueDecimal":2.5},{"name":"source","valueCode":"anytown-surgery"}"#
                ))
            #expect(posted.status == 200)
        }
        for request in service.requests {
            #expect(request.nhsNumber.disclosed == SampleRecord.number)
            #expect(request.datasets == [.problems, .medication, .risks])
            #expect(request.from?.text == "2026-01-01" && request.to == nil)
            #expect(request.deadline == .milliseconds(2500))
            #expect(request.sources == [SampleRecord.anytown.id])
        }
        #expect(service.requests.count == 2)
    }

    @Test func `asks once more where it is told to, and not otherwise`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service) { gateway, _ in
            for query in ["", "?again=false", "?again=true&source=anytown-surgery"] {
                #expect(try await gateway.send(Self.path + query).status == 200)
            }
            let body = Self.parameters(#",{"name":"again","valueBoolean":true}"#)
            let posted = try await gateway.send(Self.operation, method: "POST", headers: Self.fhir, body: body)
            #expect(posted.status == 200)
        }
        #expect(service.requests.map(\.asksAgain) == [false, false, true, true])
    }

    @Test func `ignores filters on allergies when asked to be lenient, and says so`() async throws {
        let service = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(service) { gateway, _ in
            let reply = try await gateway.send(
                Self.path + "?dataset=risks&from=2026-01-01&_count=1", headers: ["Prefer": "handling=lenient"])
            #expect(reply.status == 200)
            #expect(reply.body.contains("'_count' is not supported and was ignored. Allergies are given whole."))
            #expect(reply.body.contains("'from' was ignored: allergies and alerts are always given whole."))
        }
        #expect(service.requests.first?.from == nil)
    }

    @Test(arguments: [
        ("text/html", "text/html; charset=utf-8", "<!DOCTYPE html>"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8", "<!DOCTYPE html>"),
        ("text/plain", "text/plain; charset=utf-8", "TESTPATIENT, Olwen Mair"),
        ("application/json", "application/fhir+json", #"{"resourceType":"Bundle""#),
        ("text/plain;q=0.1, application/fhir+json", "application/fhir+json", #"{"resourceType":"Bundle""#),
        ("*/*", "application/fhir+json", #"{"resourceType":"Bundle""#),
    ])
    func `gives the form that is asked for`(accept: String, type: String, beginning: String) async throws {
        try await TestGateway.serving(FakeRecordService(.record(SampleRecord.incomplete))) { gateway, _ in
            let reply = try await gateway.send(Self.path, headers: ["Accept": accept])
            #expect(reply["content-type"] == type)
            #expect(reply.body.hasPrefix(beginning))
        }
    }

    @Test func `streams each source as it answers, then the record`() async throws {
        try await TestGateway.serving(FakeRecordService(.record(SampleRecord.incomplete))) { gateway, _ in
            let reply = try await gateway.send(Self.path, headers: ["Accept": "text/event-stream, text/plain"])
            let events = reply.body.split(separator: "\n\n").map(String.init)
            #expect(events.count == 4)
            #expect(events[1].hasPrefix("event: source\ndata: {\"source\":\"st-elsewhere\""))
            #expect(events[1].contains("\"answered\":false,\"done\":2,\"total\":3"))
            #expect(events[3].hasPrefix("event: record\ndata: TESTPATIENT"))
            #expect(!events[0...2].joined().contains("\"record\""))
        }
    }

    @Test func `ends a stream without a record with an outcome`() async throws {
        try await TestGateway.serving(FakeRecordService(.noRecord)) { gateway, _ in
            let reply = try await gateway.send(Self.path, headers: ["Accept": "text/event-stream"])
            #expect(reply.body.hasPrefix("event: outcome\ndata: {\"resourceType\":\"OperationOutcome\""))
        }
    }

    @Test func `gives the person, the sources that know them, and what it can do`() async throws {
        try await TestGateway.serving(FakeRecordService(.record(SampleRecord.incomplete))) { gateway, _ in
            let patient = try await gateway.send("/fhir/R4/Patient/\(SampleRecord.number)")
            #expect(patient.json?["resourceType"]?.string == "Patient")
            #expect(patient.json?["id"]?.string == SampleRecord.number)
            let located = try await gateway.send("/fhir/R4/Patient/\(SampleRecord.number)/$locate")
            #expect(located.json?["parameter"]?.count == 3)
            let posted = try await gateway.send(
                "/fhir/R4/Patient/$locate", method: "POST", headers: Self.fhir, body: Self.parameters(""))
            #expect(posted.body == located.body)
            let metadata = try await gateway.send("/fhir/R4/metadata")
            #expect(metadata.json?["fhirVersion"]?.string == "4.0.1")
        }
    }

    @Test func `releases nothing when the audit or the demographic service fails`() async throws {
        let reasons: [RecordAnswer.ClosedReason] = [
            .auditUnavailable, .demographicsUnavailable(.init(.unreachable, "It could not be reached.")),
        ]
        for reason in reasons {
            try await TestGateway.serving(FakeRecordService(.closed(reason))) { gateway, _ in
                for path in [Self.path, "/fhir/R4/Patient/\(SampleRecord.number)/$locate"] {
                    let reply = try await gateway.send(path)
                    #expect(reply.status == 503 && reply["retry-after"] != nil)
                    #expect(reply.issue?["diagnostics"]?.string?.contains("Nothing was released") == true)
                }
            }
        }
    }

    @Test func `says when to come again when it can take no more`() async throws {
        let service = FakeRecordService(.closed(.overloaded(retryAfter: .milliseconds(1_200))))
        try await TestGateway.serving(service) { gateway, _ in
            let reply = try await gateway.send(Self.path)
            #expect(reply.status == 503 && reply["retry-after"] == "2")
            #expect(reply.issue?["code"]?.string == "throttled")
            #expect(reply.issue?["diagnostics"]?.string?.contains("Try again in 2 seconds.") == true)
            #expect(try await gateway.send("/health/live").status == 200)
        }
    }

    @Test func `answers an unknown and a restricted person alike, byte for byte`() async throws {
        try await TestGateway.serving(FakeRecordService(.noRecord)) { gateway, _ in
            let one = try await gateway.send(Self.path, headers: ["X-Request-ID": Self.trace])
            let other = try await gateway.send(
                "/fhir/R4/Patient/9990000026/$detailed-care-record", headers: ["X-Request-ID": Self.trace])
            #expect(one.status == 404 && one.body == other.body)
            #expect(one.body.contains(RecordAnswer.noRecordWords))
            let kept = { (reply: TestGateway.Reply) in
                reply.headers.filter { $0.name.lowercased() != "date" }.map { "\($0.name): \($0.value)" }
            }
            #expect(kept(one) == kept(other))
        }
    }
}
