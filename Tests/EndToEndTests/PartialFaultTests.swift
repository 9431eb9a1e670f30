// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Simulator
import Testing

@testable import mig

extension `The whole gateway` {
    /// Faults that the table of faults does not hold: of pages, and of several sources at once.
    @Suite struct `Faults beyond one source` {
        private static let person = DemonstrationPeople.knownToAll

        @Test func `an endless chain of pages ends, and is never taken for the whole`() async throws {
            try await withDemonstration { gateway in
                gateway.faults.change { $0.set(.endlessNext, at: .acuteTrust) }
                let before = try residentMemory()
                let record = try await gateway.record(of: Self.person)
                for outcome in record.outcomes(of: .acuteTrust) where outcome.code != "not-supported" {
                    #expect(outcome.code == "not-available", "\(outcome)")
                }
                #expect(try residentMemory() - before < 300 << 20)
                #expect(record.words(of: "allergies").contains("ALLERGIES INCOMPLETE"))
            }
        }

        @Test func `all sources failing is an empty record that says so`() async throws {
            try await withDemonstration { gateway in
                gateway.faults.change { plan in
                    for source in DemonstrationSource.allCases { plan.set(.serverError(status: 500), at: source) }
                }
                let record = try await gateway.record(of: Self.person)
                #expect(record.reply.status == 200)
                for source in DemonstrationSource.allCases {
                    #expect(record.contribution(of: source.rawValue).isEmpty)
                    let outcomes = record.outcomes(of: source)
                    #expect(outcomes.count == 9 + 1)
                    #expect(outcomes.allSatisfy { $0.code == "not-available" && $0.reason == "server-error" })
                }
                #expect(record.words(of: "allergies").contains("ALLERGIES NOT KNOWN"))
                for dataset in ["problems", "medication", "allergies", "investigations", "events", "summary"] {
                    let reason = record.section(dataset)?["emptyReason"]?["coding"]?[0]?["code"]?.string
                    #expect(reason == "unavailable", "\(dataset)")
                }
                let page = try await gateway.record(of: Self.person, as: "text/html").text
                #expect(page.contains("INCOMPLETE RECORD") && page.contains("ALLERGIES NOT KNOWN"))
                #expect(page.contains("completeness incomplete") && page.contains(#"role="alert""#))
                #expect(!page.contains("data is recorded for this patient"))
                let text = try await gateway.record(of: Self.person, as: "text/plain").text
                #expect(text.contains("ALLERGIES NOT KNOWN"))
            }
        }

        @Test func `slow sources do not hold an answer beyond the deadline`() async throws {
            try await withDemonstration(configure: { $0.deadline = .milliseconds(1500) }) { gateway in
                gateway.faults.change { plan in
                    plan.set(.slow(seconds: 60), at: .anytownSurgery)
                    plan.set(.dripping(every: .milliseconds(40)), at: .acuteTrust)
                }
                let record = try await gateway.record(of: Self.person)
                #expect(record.reply.elapsed < .seconds(15))
                for source in [DemonstrationSource.anytownSurgery, .acuteTrust] {
                    let answers = record.outcomes(of: source).filter { $0.code != "not-supported" }
                    #expect(answers.allSatisfy { $0.code == "not-available" && $0.reason == "timed-out" })
                }
            }
        }
    }
}
