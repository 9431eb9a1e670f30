// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Simulator
import Testing

@testable import mig

extension `The whole gateway` {
    /// Faults that leave a part of an answer whole, faults of every source, and the deadline.
    @Suite struct `An answer that is partly right` {
        private static let person = DemonstrationPeople.knownToAll

        @Test(arguments: [DemonstrationSource.anytownSurgery, .acuteTrust])
        func `one malformed resource is counted and the others are shown`(source: DemonstrationSource) async throws {
            try await withDemonstration { gateway in
                let whole = try await gateway.record(of: Self.person)
                gateway.faults.change { $0.set(.malformedResource, at: source) }
                let spoiled = try await gateway.record(of: Self.person)
                let remarks = spoiled.remarks(about: source.rawValue)
                #expect(remarks.contains { $0.contains("could not be read") }, "\(remarks)")
                #expect(!whole.remarks(about: source.rawValue).contains { $0.contains("could not be read") })
                let lost = Set(whole.contribution(of: source.rawValue).keys)
                    .subtracting(spoiled.contribution(of: source.rawValue).keys)
                #expect(!lost.isEmpty && lost.count <= 16, "\(lost)")
                #expect(!spoiled.contribution(of: source.rawValue).isEmpty)
                #expect(spoiled.outcomes(of: source).allSatisfy { $0.reason == nil })
            }
        }

        @Test(arguments: [DemonstrationSource.anytownSurgery, .acuteTrust])
        func `a resource about somebody else is left out and said to be`(source: DemonstrationSource) async throws {
            try await withDemonstration { gateway in
                let whole = try await gateway.record(of: Self.person)
                gateway.faults.change { $0.set(.strayResource, at: source) }
                let spoiled = try await gateway.record(of: Self.person)
                let remarks = spoiled.remarks(about: source.rawValue)
                #expect(remarks.contains { $0.contains("not refer to this patient") }, "\(remarks)")
                let lost = Set(whole.contribution(of: source.rawValue).keys)
                    .subtracting(spoiled.contribution(of: source.rawValue).keys)
                #expect(!lost.isEmpty && lost.count <= 16, "\(lost)")
            }
        }

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

        @Test func `a demographic service or a locator that fails closes or names`() async throws {
            try await withDemonstration { gateway in
                gateway.faults.change { $0.set(.serverError(status: 500), at: .locator) }
                let record = try await gateway.record(of: Self.person)
                #expect(record.outcomes.contains { $0.reason == "not-located" })
                #expect(!record.contribution(of: DemonstrationSource.anytownSurgery.rawValue).isEmpty)
                gateway.faults.change { $0.set(.serverError(status: 500), at: .demographics) }
                let closed = try await gateway.send("/fhir/R4/Patient/\(Self.person)/$detailed-care-record")
                #expect(closed.status == 503)
                #expect(closed.issue?["diagnostics"]?.string?.contains("Nothing was released") == true)
            }
        }
    }
}
