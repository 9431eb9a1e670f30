// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Crypto
import Foundation
import JSON
import Simulator
import Testing

@testable import mig

extension `The whole gateway` {
    @Suite struct `While sources answer` {
        private static let person = DemonstrationPeople.knownToAll
        private static let others = DemonstrationSource.allCases.count - 1

        /// A plan in which one source says nothing until the test lets it, and how to let it.
        private static func held(_ source: DemonstrationSource) -> (FaultPlan, Pause, AsyncStream<Void>.Continuation) {
            let (releases, release) = AsyncStream<Void>.makeStream()
            var faults = FaultPlan()
            faults.set(.slow(seconds: 3600), at: source)
            let pause: Pause = { _ in
                for await _ in releases { break }
                try Task.checkCancellation()
            }
            return (faults, pause, release)
        }

        @Test func `a page shows what is known before a slow source has answered, and calls nothing complete`()
            async throws
        {
            let (faults, pause, release) = Self.held(.anytownSurgery)
            try await withDemonstration(faults: faults, pause: pause) { gateway in
                let visit = try await gateway.visit(Self.person)
                var stream = try await gateway.events(visit.path + "/events", headers: ["Cookie": visit.cookie])
                var page: [String: String] = [:]
                var words = ""
                // Sources that are done at once share an update.
                while !words.hasPrefix("\(Self.others) of") {
                    let events = try await stream.events(through: "stage")
                    try #require(events.last?.name == "stage")
                    for event in events where event.name == "region" {
                        page[event.json?["region"]?.string ?? "?"] = event.json?["html"]?.string
                    }
                    words = events.last?.json?["words"]?.string ?? ""
                    #expect(events.last?.json?["asking"]?.boolean == true)
                }
                let shown = page.values.joined()
                #expect(shown.contains("Lithium") && shown.contains("Still being asked."))
                #expect(!shown.contains("All sources"))
                release.finish()
                let rest = try await stream.events(through: "end")
                #expect(rest.last?.name == "end")
                #expect(rest.last { $0.name == "stage" }?.json?["words"]?.string?.hasPrefix("All sources") == true)
                #expect(!rest.contains { $0.data.contains("Still being asked.") })
            }
        }

        @Test func `try again asks only the source that did not answer`() async throws {
            var faults = FaultPlan()
            faults.set(.notJSON, at: .anytownSurgery)
            try await withDemonstration(faults: faults) { gateway in
                let visit = try await gateway.visit(Self.person)
                var stream = try await gateway.events(visit.path + "/events", headers: ["Cookie": visit.cookie])
                var events = try await stream.events(through: "stage")
                let open = try #require(events.first?.json)
                while events.last?.json?["asking"]?.boolean == true {
                    events = try await stream.events(through: "stage")
                }
                #expect(events.last?.json?["words"]?.string?.contains("incomplete") == true)
                gateway.faults.change { $0.mendAll() }
                let reply = try await gateway.send(
                    visit.path + "/again", method: "POST",
                    headers: ["Content-Type": "application/x-www-form-urlencoded", "Cookie": visit.cookie],
                    body: "stream=\(open["stream"]?.string ?? "")&token=\(open["token"]?.string ?? "")")
                #expect(reply.status == 204)
                let rest = try await stream.events(through: "end")
                #expect(rest.last { $0.name == "stage" }?.json?["words"]?.string?.hasPrefix("All sources") == true)
                let intents = try await gateway.auditLines().filter { $0.contains("event=\"intent\"") }
                try #require(intents.count == 2)
                for source in DemonstrationSource.allCases {
                    #expect(intents[0].contains(source.rawValue))
                    #expect(intents[1].contains(source.rawValue) == (source == .anytownSurgery))
                }
            }
        }

        @Test func `without scripts try again asks only the source that did not answer, by a form`() async throws {
            var faults = FaultPlan()
            faults.set(.notJSON, at: .anytownSurgery)
            try await withDemonstration(faults: faults) { gateway in
                let visit = try await gateway.visit(Self.person)
                let address = visit.path + "?whole=1"
                let first = try await gateway.send(address, headers: ["Cookie": visit.cookie]).text
                #expect(first.contains("INCOMPLETE RECORD"))
                let mark = try #require(first.firstRange(of: "name=\"page\" value=\"")).upperBound
                let page = first[mark...].prefix { $0 != "\"" }
                gateway.faults.change { $0.mendAll() }
                let reply = try await gateway.send(
                    address, method: "POST",
                    headers: ["Content-Type": "application/x-www-form-urlencoded", "Cookie": visit.cookie],
                    body: "page=\(page)&token=\(visit.token)")
                #expect(reply.status == 200)
                #expect(!reply.text.contains("INCOMPLETE RECORD") && !reply.text.contains("Try again"))
                #expect(reply.text.contains("7 of 7 sources answered"))
                // What the others gave the first time stands on the page still.
                #expect(reply.text.contains("Lithium"))
                let intents = try await gateway.auditLines().filter { $0.contains("event=\"intent\"") }
                try #require(intents.count == 2)
                for source in DemonstrationSource.allCases {
                    #expect(intents[0].contains(source.rawValue))
                    #expect(intents[1].contains(source.rawValue) == (source == .anytownSurgery))
                }
            }
        }

        @Test func `a program is given the record so far, accounted for, before the whole`() async throws {
            let (faults, pause, release) = Self.held(.hillsideMedicalCentre)
            try await withDemonstration(faults: faults, pause: pause) { gateway in
                var stream = try await gateway.events(
                    "/fhir/R4/Patient/\(Self.person)/$detailed-care-record", headers: ["Accept": "text/event-stream"])
                var last = try #require(try await stream.events(through: "source").last)
                while last.json?["done"]?.numberLexeme != "\(Self.others)" || last.json?["record"] == nil {
                    last = try #require(try await stream.events(through: "source").last)
                    try #require(last.name == "source")
                }
                let partial = try #require(last.json?["record"])
                #expect(partial["entry"]?[0]?["resource"]?["status"]?.string == "preliminary")
                let digest = SHA256.hash(data: Data(partial.bytes)).map { String(format: "%02x", $0) }.joined()
                #expect(try await gateway.auditLines().contains { $0.contains(digest) })
                // Every source stands in the ledger, the one that is awaited too.
                let outcomes =
                    partial["entry"]?.elements.compactMap { $0["resource"] }
                    .filter { $0["resourceType"]?.string == "OperationOutcome" }.map {
                        String(decoding: $0.bytes, as: UTF8.self)
                    }.joined() ?? ""
                for source in DemonstrationSource.allCases { #expect(outcomes.contains(source.rawValue)) }
                #expect(outcomes.contains("\"awaited\""))
                release.finish()
                let rest = try await stream.events(through: "record")
                #expect(rest.last?.json?["entry"]?[0]?["resource"]?["status"]?.string == "final")
                #expect(rest.last?.data.contains("\"awaited\"") == false)
            }
        }
    }
}
