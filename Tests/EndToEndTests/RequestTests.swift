// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import JSON
import Simulator
import Testing

@testable import mig

extension `The whole gateway` {
    @Suite struct `What may be asked, and how` {
        private static let person = DemonstrationPeople.knownToAll
        private static let operation = "$detailed-care-record"

        @Test func `refuses what is no NHS number, asking nobody`() async throws {
            try await withDemonstration { gateway in
                for (number, word) in [
                    ("9991001019", "check digit"), ("99910010", "ten digits"), ("99910x1018", "digits"),
                ] {
                    let reply = try await gateway.send("/fhir/R4/Patient/\(number)/\(Self.operation)")
                    #expect(reply.status == 400)
                    #expect(reply.issue?["code"]?.string == "invalid")
                    #expect(reply.issue?["diagnostics"]?.string?.contains(word) == true, "\(reply.text)")
                    #expect(!reply.text.contains(number))
                }
                let audit = try await gateway.auditLines()
                #expect(audit.isEmpty)
            }
        }

        @Test func `answers for the unknown and the restricted with the same bytes`() async throws {
            try await withDemonstration { gateway in
                var answers: [String] = []
                for number in ["9991009019", DemonstrationPeople.restricted, DemonstrationPeople.invalidated] {
                    for accept in ["application/fhir+json", "text/html"] {
                        let reply = try await gateway.send(
                            "/fhir/R4/Patient/\(number)/\(Self.operation)", headers: ["Accept": accept])
                        #expect(reply.status == 404, "\(number)")
                        let trace = reply["X-Request-Id"] ?? reply.json?["id"]?.string ?? "?"
                        let headers = reply.headers.filter { $0.name.lowercased() != "date" }
                            .map { "\($0.name): \($0.value)" }.joined(separator: "\n")
                        answers.append((headers + "\n" + reply.text).replacing(trace, with: "TRACE"))
                    }
                }
                #expect(answers[0] == answers[2] && answers[2] == answers[4])
                #expect(answers[1] == answers[3] && answers[3] == answers[5])
                let locate = try await gateway.send("/fhir/R4/Patient/\(DemonstrationPeople.restricted)/$locate")
                #expect(locate.status == 404)
            }
        }

        @Test func `names the parameter that it does not take`() async throws {
            try await withDemonstration { gateway in
                for (query, name) in [
                    ("colour=red", "colour"), ("from=yesterday", "from"), ("to=2026-02-30", "to"),
                    ("from=2026-02-01&to=2026-01-01", "to"), ("dataset=everything", "dataset"),
                    ("source=nobody", "source"),
                    ("deadline=-1", "deadline"), ("deadline=soon", "deadline"),
                    ("dataset=risks&from=2026-01-01", "from"),
                    ("dataset=risks&_count=1", "_count"), ("dataset=risks&clinical-status=active", "clinical-status"),
                ] {
                    let reply = try await gateway.send("/fhir/R4/Patient/\(Self.person)/\(Self.operation)?\(query)")
                    #expect(reply.status == 400, "\(query)")
                    #expect(reply.issue?["expression"]?[0]?.string == name, "\(query): \(reply.text)")
                }
                let posted = try await gateway.send(
                    "/fhir/R4/Patient/\(Self.operation)", method: "POST",
                    headers: ["Content-Type": "application/fhir+json"],
                    body: Self.parameters(#",{"name":"from","valueString":"2026-01-01"}"#))
                #expect(posted.status == 400)
                #expect(posted.issue?["expression"]?[0]?.string == "from")
            }
        }

        @Test func `refuses the wrong path, method, and media types`() async throws {
            try await withDemonstration { gateway in
                let record = "/fhir/R4/Patient/\(Self.person)/\(Self.operation)"
                let path = try await gateway.send("/fhir/R4/Observation")
                let method = try await gateway.send(record, method: "DELETE")
                let accept = try await gateway.send(record, headers: ["Accept": "application/fhir+xml"])
                let type = try await gateway.send(
                    "/fhir/R4/Patient/\(Self.operation)", method: "POST", headers: ["Content-Type": "text/csv"],
                    body: Self.parameters())
                #expect([path, method, accept, type].map(\.status) == [404, 405, 406, 415])
                #expect([path, method, accept, type].allSatisfy { $0.issue != nil })
                #expect(method["Allow"]?.contains("GET") == true)
            }
        }

        @Test func `gives the datasets, sources and entries that were asked for`() async throws {
            try await withDemonstration { gateway in
                let problems = try await gateway.record(
                    of: Self.person, query: "dataset=problems&source=anytown-surgery")
                #expect(Set(problems.outcomes.map(\.dataset)) == ["problems"])
                #expect(Set(problems.outcomes.map(\.source)) == ["anytown-surgery"])
                #expect(!problems.entries(of: "problems").isEmpty)
                #expect(problems.section("risks")?["emptyReason"]?["coding"]?[0]?["code"]?.string == "notasked")

                let medicines = try await gateway.record(of: Self.person, query: "dataset=medication")
                #expect(Set(medicines.outcomes.map(\.dataset)) == ["medication", "risks"])
                #expect(!medicines.entries(of: "allergies").isEmpty)

                let posted = try await gateway.send(
                    "/fhir/R4/Patient/\(Self.operation)", method: "POST",
                    headers: ["Content-Type": "application/fhir+json"],
                    body: Self.parameters(#",{"name":"dataset","valueCode":"medication"}"#))
                let document = RecordDocument(reply: posted, root: try #require(posted.json))
                for source in DemonstrationSource.allCases.map(\.rawValue) {
                    #expect(document.contribution(of: source) == medicines.contribution(of: source))
                }
                let dated = try await gateway.record(of: Self.person, query: "from=2100-01-01&source=anytown-surgery")
                #expect(!dated.entries(of: "allergies").isEmpty)
                #expect(dated.entries(of: "active-problems").count == problems.entries(of: "active-problems").count)
                #expect(dated.words(of: "problems").contains("whatever their date"))
                #expect(dated.entries(of: "past-problems").isEmpty)
            }
        }

        @Test func `waits no longer than the caller does`() async throws {
            try await withDemonstration { gateway in
                gateway.faults.change { $0.set(.slow(seconds: 60), at: .anytownSurgery) }
                let record = try await gateway.record(of: Self.person, query: "deadline=0.9")
                #expect(record.reply.elapsed < .seconds(15))
                #expect(record.outcomes(of: .anytownSurgery).allSatisfy { $0.reason == "timed-out" })
            }
        }

        @Test func `tells where a record is held without asking for it`() async throws {
            try await withDemonstration { gateway in
                let reply = try await gateway.send("/fhir/R4/Patient/\(Self.person)/$locate")
                let parameters = reply.json?["parameter"]?.elements.map(\.self) ?? []
                let ids = parameters.compactMap { $0["part"]?[0]?["valueString"]?.string }
                #expect(Set(ids) == Set(DemonstrationSource.allCases.map(\.rawValue)))
                let audit = try await gateway.auditLines()
                #expect(audit.count == 1 && audit[0].contains("event=\"location\""))
            }
        }

        @Test func `streams each source as it answers, then the record`() async throws {
            try await withDemonstration { gateway in
                let reply = try await gateway.record(of: Self.person, as: "text/event-stream")
                #expect(reply["Content-Type"]?.hasPrefix("text/event-stream") == true)
                let events = reply.text.components(separatedBy: "\n\n").filter { !$0.isEmpty }
                let names = events.compactMap { $0.split(separator: "\n").first }
                #expect(names.count(where: { $0 == "event: source" }) == DemonstrationSource.allCases.count)
                #expect(names.last == "event: record")
                let data = (events.last ?? "").split(separator: "\n").dropFirst().map { $0.dropFirst("data: ".count) }
                let document = try JSONDocument(parsing: data.joined(separator: "\n"))
                #expect(document.root["type"]?.string == "document")
                #expect(!(events.last ?? "").contains("\"preliminary\""))
            }
        }

        static func parameters(_ more: String = "") -> String {
            #"""
            {"resourceType":"Parameters","parameter":[{"name":"patientNHSNumber","valueIdentifier":{"system":
            "https://fhir.nhs.uk/Id/nhs-number","value":"\#(person)"}}\#(more)]}
            """#
        }
    }
}
