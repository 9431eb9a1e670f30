// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Simulator
import Testing

@testable import mig

extension `The whole gateway` {
    @Suite struct `The people of the demonstration` {
        @Test func `have in their record what their sources hold`() async throws {
            try await withDemonstration { gateway in
                for person in gateway.people where !person.isRestricted {
                    let record = try await gateway.record(of: person.supersededNumbers.first ?? person.nhsNumber)
                    for (source, truth) in person.records {
                        let shown = record.contribution(of: source.rawValue)
                        Self.expect(truth.allergies.map(\.term), in: shown, of: "AllergyIntolerance")
                        Self.expect(
                            truth.problems.filter { !truth.withheld.contains($0.key) }.map(\.term), in: shown,
                            of: "Condition")
                        Self.expect(truth.medicines.map(\.product), in: shown, of: "Medication")
                    }
                    let sections = Set(
                        record.resources(of: "Composition").flatMap { composition in
                            composition["section"]?.elements.compactMap { $0["code"]?["coding"]?[0]?["code"]?.string }
                                ?? []
                        })
                    #expect(sections.isSuperset(of: ["demographics", "summary", "risks", "other", "sources"]))
                }
            }
        }

        /// Every term stands, by its code or else by its words, in a resource whose type begins so.
        private static func expect(_ terms: [Term], in shown: [String: String], of type: String) {
            let texts = shown.filter { $0.key.hasPrefix(type) }.values
            for term in terms {
                let mark = term.snomed.map { "\"\($0)\"" } ?? term.display
                #expect(texts.contains { $0.contains(mark) || $0.contains(term.display) }, "\(type): \(term.display)")
            }
        }

        @Test func `current medicines stand under current medication, each with its source`() async throws {
            try await withDemonstration { gateway in
                for person in gateway.people where !person.isRestricted {
                    let record = try await gateway.record(of: person.nhsNumber)
                    let products = Dictionary(
                        record.resources(of: "Medication").map { ("Medication/" + ($0["id"]?.string ?? ""), $0) }
                    ) { first, _ in first }
                    for (source, truth) in person.records {
                        let current = record.entries(of: "current-medication").filter { entry in
                            entry["meta"]?["source"]?.string?.hasSuffix("/" + source.rawValue) == true
                        }
                        let words = current.map { entry in
                            let product = entry["medicationReference"]?["reference"]?.string.flatMap { products[$0] }
                            return [entry, product].compactMap { $0.map { String(decoding: $0.bytes, as: UTF8.self) } }
                                .joined()
                        }
                        for medicine in truth.medicines {
                            guard case .current = medicine.state, medicine.kind != .acute else { continue }
                            #expect(
                                words.contains { $0.contains(medicine.product.display) },
                                "\(source.rawValue): \(medicine.product.display)")
                        }
                        for medicine in truth.medicines {
                            guard case .stopped = medicine.state else { continue }
                            let sameActive = truth.medicines.contains {
                                if case .current = $0.state { $0.product == medicine.product } else { false }
                            }
                            if sameActive { continue }
                            #expect(
                                !words.contains { $0.contains(medicine.product.display) },
                                "stopped but current: \(source.rawValue): \(medicine.product.display)")
                        }
                    }
                }
            }
        }

        @Test func `the one whose practice is slow, and the one whose trust fails, have the others' record`()
            async throws
        {
            try await withDemonstration(
                faults: DemonstrationPeople.faults,
                configure: { $0.setTimeLimit(.milliseconds(800), of: .hillsideMedicalCentre) }
            ) { gateway in
                for (number, source, reason) in [
                    (DemonstrationPeople.slowPractice, DemonstrationSource.hillsideMedicalCentre, "timed-out"),
                    (DemonstrationPeople.failingTrust, .acuteTrust, "server-error"),
                ] {
                    let record = try await gateway.record(of: number)
                    #expect(record.outcomes(of: source).contains { $0.code == "not-available" && $0.reason == reason })
                    let others = Set(record.outcomes.map(\.source)).subtracting([source.rawValue])
                    #expect(!others.isEmpty)
                    #expect(others.contains { !record.contribution(of: $0).isEmpty })
                    let page = try await gateway.record(of: number, as: "text/html").text
                    #expect(page.contains("NOT \(source.name)") && page.contains("INCOMPLETE RECORD"))
                }
            }
        }

        @Test func `the one in transit shows the mandated words`() async throws {
            try await withDemonstration { gateway in
                let person = try gateway.person(DemonstrationPeople.inTransit)
                let day = try #require(person.records.values.compactMap(\.inTransitBefore).first)
                let excluded = "Items excluded due to confidentiality and/or patient preferences."
                let transit =
                    "Patient record transfer from previous GP practice not yet complete; information recorded before \(day.words) may be missing."
                let record = try await gateway.record(of: person.nhsNumber)
                let said = record.ledgerIssues.compactMap { $0["diagnostics"]?.string }
                #expect(said.contains { $0.contains(excluded) })
                #expect(said.contains { $0.contains(transit) })
                #expect(record.outcomes.contains { $0.code == "answered-with-withheld" })
                for mediaType in ["text/html", "text/plain"] {
                    let words = try await gateway.record(of: person.nhsNumber, as: mediaType).text
                        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
                    #expect(words.contains(excluded), "\(mediaType)")
                    #expect(words.contains(transit), "\(mediaType)")
                }
            }
        }

        @Test
        func `the one whose number was superseded is shown whole by either number`()
            async throws
        {
            try await withDemonstration { gateway in
                let new = try await gateway.record(of: DemonstrationPeople.superseded)
                let old = try await gateway.record(of: DemonstrationPeople.supersededBefore)
                let trust = DemonstrationSource.acuteTrust
                for source in DemonstrationSource.allCases where source != trust {
                    #expect(new.contribution(of: source.rawValue) == old.contribution(of: source.rawValue), "\(source)")
                }
                #expect(!old.contribution(of: trust.rawValue).isEmpty)
                #expect(old.resources(of: "Patient").first?["id"]?.string == DemonstrationPeople.superseded)
                #expect(new.contribution(of: trust.rawValue) == old.contribution(of: trust.rawValue))
            }
        }
    }
}
