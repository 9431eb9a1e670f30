// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Simulator
import Testing

@testable import mig

extension `The whole gateway` {
    /// Invariant 9, from the demographic service's own answers on: restricted, withdrawn and unknown are one.
    @Suite struct `Of whom no record can be shown` {
        private static let trace = "6f1c1f6e-0000-4000-8000-000000000001"
        private static let numbers = [
            "9991009019", DemonstrationPeople.restricted, DemonstrationPeople.invalidated,
        ]

        /// All of an answer but the date, the id of a stream, and the handle that was asked by.
        private static func told(_ reply: Reply, hiding visit: RunningDemonstration.Visit? = nil) -> String {
            let headers = reply.headers.filter { $0.name.lowercased() != "date" }.map { "\($0.name): \($0.value)" }
            var text = "\(reply.status)\n" + headers.joined(separator: "\n") + "\n\n" + reply.text
            if let visit {
                for secret in [visit.path, visit.token] { text = text.replacing(secret, with: "HIDDEN") }
            }
            return text.replacing(/"stream":"[A-Za-z0-9_-]{24}"/, with: "STREAM")
        }

        private static func answers(for number: String, _ gateway: RunningDemonstration) async throws -> [String] {
            var answers: [String] = []
            let patient = "/fhir/R4/Patient/\(number)"
            for path in [patient, patient + "/$locate"] {
                answers.append(told(try await gateway.send(path, headers: ["X-Request-ID": trace])))
            }
            for form in [
                "application/fhir+json", "text/html", "text/plain", "text/event-stream", "text/event-stream, text/html",
            ] {
                for query in ["", "?permission=given", "?dataset=risks"] {
                    answers.append(
                        told(
                            try await gateway.send(
                                patient + "/$detailed-care-record" + query,
                                headers: ["Accept": form, "X-Request-ID": trace])))
                }
            }
            let body = """
                {"resourceType":"Parameters","parameter":[{"name":"patientNHSNumber","valueIdentifier":{"system":\
                "https://fhir.nhs.uk/Id/nhs-number","value":"\(number)"}}]}
                """
            for path in ["Patient/$detailed-care-record", "Patient/$locate", "$explain-access"] {
                answers.append(
                    told(
                        try await gateway.send(
                            "/fhir/R4/" + path, method: "POST",
                            headers: ["Content-Type": "application/fhir+json", "X-Request-ID": trace], body: body)))
            }
            let visit = try await gateway.visit(number)
            for rest in ["", "?whole=1", "?whole=1&view=social-care", "/events"] {
                let reply = try await gateway.send(
                    visit.path + rest, headers: ["Cookie": visit.cookie, "X-Request-ID": trace])
                answers.append(told(reply, hiding: visit))
            }
            return answers
        }

        @Test func `every way gives the same bytes, status and headers`() async throws {
            try await withDemonstration { gateway in
                let unknown = try await Self.answers(for: Self.numbers[0], gateway)
                for number in Self.numbers.dropFirst() {
                    let answers = try await Self.answers(for: number, gateway)
                    #expect(answers.count == unknown.count)
                    for (place, (one, other)) in zip(answers, unknown).enumerated() {
                        #expect(one == other, "\(place)")
                        #expect(!one.contains(number), "\(place)")
                    }
                }
                // The same comparison tells somebody who has a record from them.
                let known = try await Self.answers(for: DemonstrationPeople.knownToAll, gateway)
                let alike = zip(known, unknown).filter { $0 == $1 }.count
                // The page that a script fills is the same before it is filled.
                #expect(alike <= 1)
            }
        }
    }
}
