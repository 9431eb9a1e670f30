// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Simulator
import Testing

@testable import mig

extension `The whole gateway` {
    /// A record that is handed on while a source fails and another is late.
    @Suite struct `A stream while a source fails` {
        private static let person = DemonstrationPeople.knownToAll
        private static let failing = DemonstrationSource.acuteTrust
        private static let late = DemonstrationSource.hillsideMedicalCentre

        /// The record so far of one event, and the sources that were done by then.
        private struct Part {
            let record: RecordDocument
            let done: Set<String>
        }

        private static func document(_ value: JSONValue) -> RecordDocument {
            RecordDocument(
                reply: Reply(status: 200, headers: [], bytes: Array(value.bytes), elapsed: .zero), root: value)
        }

        /// Reads a whole stream: its parts in order, and the record at its end.
        private static func read(_ gateway: RunningDemonstration) async throws -> (parts: [Part], whole: RecordDocument)
        {
            var stream = try await gateway.events(
                "/fhir/R4/Patient/\(person)/$detailed-care-record", headers: ["Accept": "text/event-stream"])
            var done: Set<String> = []
            var parts: [Part] = []
            for event in try await stream.events(through: "record") {
                guard let json = event.json else { continue }
                if event.name == "record" { return (parts, document(json)) }
                guard event.name == "source", let name = json["source"]?.string else { continue }
                #expect(done.insert(name).inserted, "\(name) is done twice")
                if let record = json["record"] { parts.append(Part(record: document(record), done: done)) }
            }
            throw RunningDemonstration.Missing("the stream ended without a record")
        }

        @Test(arguments: [
            "down:1", "down:2", "down:3", "slow:2", "dripping:3", "wrong:1", "wrong:3", "truncated:1", "truncated:3",
            "malformed:1", "malformed:3", "another-person:1", "another-person:2", "another-person:3", "too-big:2",
            "too-big:3", "refusing:1", "refusing:2",
        ])
        func `no part of it is wrong or looks whole, and its end is the record`(name: String) async throws {
            let fault = try #require(NamedFault(name)).fault
            try await withDemonstration(
                pause: waitingLonger, configure: { $0.setTimeLimit(.seconds(3), of: Self.failing) }
            ) { gateway in
                let healthy = try await gateway.record(of: Self.person)
                gateway.faults.change { plan in
                    plan.set(fault, at: Self.failing)
                    plan.set(.slow(after: .milliseconds(200)), at: Self.late)
                }
                await gateway.faults.settled()
                let (parts, whole) = try await Self.read(gateway)
                #expect(!parts.isEmpty)
                for part in parts { Self.check(part, whole, healthy) }
                gateway.faults.change { $0.set(nil, at: Self.late) }
                let plain = try await gateway.record(of: Self.person)
                for source in DemonstrationSource.allCases {
                    #expect(whole.outcomes(of: source) == plain.outcomes(of: source), "\(source)")
                    #expect(whole.contribution(of: source.rawValue) == plain.contribution(of: source.rawValue))
                }
                #expect(whole.words(of: "allergies") == plain.words(of: "allergies"))
            }
        }

        private static func check(_ part: Part, _ whole: RecordDocument, _ healthy: RecordDocument) {
            let words = part.record.words(of: "allergies")
            #expect(!words.contains("All sources that hold allergies answered"), "\(words)")
            for source in DemonstrationSource.allCases {
                let outcomes = part.record.outcomes(of: source)
                let contribution = Set(part.record.contribution(of: source.rawValue).keys)
                #expect(outcomes.map(\.dataset) == healthy.outcomes(of: source).map(\.dataset), "\(source)")
                if part.done.contains(source.rawValue) {
                    #expect(outcomes == whole.outcomes(of: source), "\(source)")
                    #expect(contribution == Set(whole.contribution(of: source.rawValue).keys), "\(source)")
                } else {
                    #expect(contribution.isEmpty, "\(source)")
                    let awaited = outcomes.filter { $0.code != "not-supported" }
                    #expect(awaited.allSatisfy { $0.code == "not-available" && $0.reason == "awaited" }, "\(source)")
                }
            }
        }
    }
}
