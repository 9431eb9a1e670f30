// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Audit
import Brokering
import Crypto
import Foundation
import JSON
import Simulator
import TestSupport
import Testing

@testable import mig

extension `The whole gateway` {
    @Suite struct `What is kept, and what is not` {
        private static let person = DemonstrationPeople.knownToAll

        @Test(arguments: ["application/fhir+json", "text/html", "text/plain"])
        func `accounts for the very bytes that left`(mediaType: String) async throws {
            try await withDemonstration { gateway in
                let reply = try await gateway.record(of: Self.person, as: mediaType)
                #expect(reply.status == 200)
                let digest = SHA256.hash(data: reply.bytes).map { String(format: "%02x", $0) }.joined()
                let lines = try await gateway.auditLines()
                #expect(lines.count == 2)
                #expect(lines.first?.contains("event=\"intent\"") == true)
                #expect(lines.last?.contains("event=\"disclosure\"") == true)
                #expect(lines.last?.contains(digest) == true)
                for source in DemonstrationSource.allCases {
                    #expect(lines.allSatisfy { $0.contains(source.rawValue) })
                }
            }
        }

        @Test func `accounts for the stream's record too`() async throws {
            try await withDemonstration { gateway in
                let reply = try await gateway.record(of: Self.person, as: "text/event-stream")
                let record = reply.text.components(separatedBy: "event: record\ndata: ").last ?? ""
                let body = Array(record.dropLast(2).utf8)
                let digest = SHA256.hash(data: body).map { String(format: "%02x", $0) }.joined()
                #expect(try await gateway.auditLines().last?.contains(digest) == true)
            }
        }

        @Test func `keeps nothing clinical at rest, and logs nobody`() async throws {
            try await withDemonstration { gateway in
                for person in gateway.people {
                    for mediaType in ["application/fhir+json", "text/html", "text/plain"] {
                        _ = try await gateway.record(of: person.nhsNumber, as: mediaType)
                    }
                }
                gateway.faults.change { $0.set(.html, at: .acuteTrust) }
                _ = try await gateway.record(of: Self.person, as: "application/fhir+json")
                var clinical: Set<String> = []
                var personal: Set<String> = []
                for person in gateway.people {
                    personal.formUnion(person.name.given + [person.name.family, person.address.postcode])
                    for record in person.records.values {
                        clinical.formUnion(record.medicines.map(\.product.display))
                        clinical.formUnion(record.allergies.map(\.term.display))
                        clinical.formUnion(record.problems.map(\.term.display))
                    }
                }
                #expect(clinical.count > 20 && personal.count > 10)
                let files = try gateway.filesAtRest()
                #expect(files.keys.contains { $0.hasPrefix("audit.sqlite") })
                for (name, data) in files {
                    for word in clinical.union(personal) {
                        #expect(data.range(of: Data(word.utf8)) == nil, "a canary stands in \(name)")
                    }
                }
                let log = gateway.log.text
                #expect(log.contains("request answered"))
                for word in clinical.union(personal).union(gateway.people.map(\.nhsNumber)) {
                    #expect(!log.contains(word), "a canary stands in the log")
                }
            }
        }

        @Test func `releases nothing when the audit is full`() async throws {
            try await withDemonstration(configure: { $0.auditPages = 24 }) { gateway in
                #expect(try await gateway.record(of: Self.person).reply.status == 200)
                var reply = try await gateway.record(of: Self.person, as: "application/fhir+json")
                for _ in 0..<100 where reply.status == 200 {
                    reply = try await gateway.record(of: Self.person, as: "application/fhir+json")
                }
                #expect(reply.status == 503)
                for mediaType in ["application/fhir+json", "text/html", "text/plain", "text/event-stream"] {
                    let reply = try await gateway.record(of: Self.person, as: mediaType)
                    #expect(reply.status == 503 || mediaType == "text/event-stream")
                    #expect(reply.text.contains("Nothing was released"))
                    #expect(!reply.text.contains("enicillin"))
                }
                // The account of a location is shorter, and may still find room.
                var locate = try await gateway.send("/fhir/R4/Patient/\(Self.person)/$locate")
                for _ in 0..<100 where locate.status == 200 {
                    locate = try await gateway.send("/fhir/R4/Patient/\(Self.person)/$locate")
                }
                #expect(locate.status == 503)
            }
        }
    }
}
