// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Simulator
import Testing

@testable import mig

extension `The whole gateway` {
    /// Everything here is judged by the people's descriptions, never by what the simulator rendered.
    @Suite struct `What is true of the people` {
        /// Sections of which a source's part must be exactly what the description says: nothing more and nothing less.
        private static let exactSections: Set<String> = [
            "allergies", "ended-allergies", "refuted-allergies", "active-problems", "past-problems",
            "current-medication", "past-medication", "administered", "immunisations", "immunisations-not-given",
            "admissions", "appointments",
        ]
        private static let otherSections: Set<String> = [
            "results", "plans", "operations", "encounters", "referrals", "resuscitation", "attorney-and-consent",
            "family-history", "suspected-or-excluded", "blood-pressure", "other-risks", "current-diagnoses",
            "past-diagnoses", "recorded-diagnoses", "vital-signs",
        ]

        /// Statements that say the same stand together, with how often they must be found.
        private struct Signature: Hashable {
            let source: DemonstrationSource
            let section: String?
            let term: Term
            let date: String?
            let values: [String]
        }

        private static func expectTruth(of person: SimulatedPerson, in record: RecordDocument) {
            let finder = TruthFinder(record, sections: exactSections.union(otherSections))
            let groups = Dictionary(grouping: person.statements) {
                Signature(source: $0.source, section: $0.section, term: $0.term, date: $0.date, values: $0.values)
            }
            for (signature, statements) in groups {
                let name = "\(person.name.family), \(signature.source.rawValue): \(statements.map(\.key))"
                var found = finder.references(for: statements[0])
                if let section = signature.section { found = found.filter(finder.entries(of: section).contains) }
                #expect(found.count >= statements.count, "\(name) under \(signature.section ?? "any section")")
                for section in statements[0].notUnder {
                    #expect(
                        finder.entries(of: section).isDisjoint(with: found), "\(name) must not stand under \(section)")
                }
            }
            for source in person.records.keys {
                for section in exactSections {
                    let expected = person.statements.count { $0.source == source && $0.section == section }
                    let shown = finder.count(in: section, of: source)
                    #expect(shown == expected, "\(person.name.family), \(source.rawValue): \(section)")
                }
            }
        }

        @Test func `is in their records, under the right section, as written, and nothing else is`() async throws {
            try await withDemonstration { gateway in
                for person in gateway.people where !person.isRestricted {
                    let record = try await gateway.record(of: person.nhsNumber)
                    Self.expectTruth(of: person, in: record)
                    Self.expectEverySource(of: person, in: record)
                    Self.expectIdentity(of: person, in: record)
                    let truth = person.truth
                    let absent = truth.neverShown + truth.neverLinked
                    guard !absent.isEmpty || !truth.alwaysShown.isEmpty else { continue }
                    let page = try await gateway.record(of: person.nhsNumber, as: "text/html").text
                    for text in [record.reply.text, page] {
                        for words in absent { #expect(!text.contains(words), "\(person.name.family): \(words)") }
                        for words in truth.alwaysShown {
                            #expect(text.contains(words), "\(person.name.family): \(words)")
                        }
                    }
                }
            }
        }

        /// Every source that knows the person contributes, and no other; none failed.
        private static func expectEverySource(of person: SimulatedPerson, in record: RecordDocument) {
            for source in DemonstrationSource.allCases {
                let name = "\(person.name.family): \(source.rawValue)"
                let dissents = person.truth.dissentsAt.contains(source)
                let isKnown = person.records[source] != nil && !dissents
                #expect(record.contribution(of: source.rawValue).isEmpty != isKnown, "\(name)")
                let failed = record.outcomes(of: source).filter {
                    ["not-available", "refused", "quarantined"].contains($0.code)
                }
                #expect(failed.isEmpty != dissents, "\(name)")
            }
        }

        /// Differences of identity are named, and what is about somebody else is counted.
        private static func expectIdentity(of person: SimulatedPerson, in record: RecordDocument) {
            for source in person.records.keys {
                let remarks = record.remarks(about: source.rawValue).joined(separator: " ")
                let name = "\(person.name.family), \(source.rawValue): \(remarks)"
                for field in person.truth.identityWarnings[source] ?? [] { #expect(remarks.contains(field), "\(name)") }
                #expect(
                    remarks.contains("not refer to this patient") == person.truth.leavesOut.contains(source), "\(name)")
            }
        }

        @Test func `is said on the page, for social care too`() async throws {
            try await withDemonstration { gateway in
                let people = gateway.people.filter { !$0.isRestricted }
                #expect(people.contains { !$0.truth.onEveryPage.isEmpty && !$0.truth.onSocialCarePage.isEmpty })
                for person in people where !person.truth.onEveryPage.isEmpty {
                    let visit = try await gateway.visit(person.nhsNumber)
                    for view in ["clinician", "social-care"] {
                        let page = try await gateway.send(
                            "\(visit.path)?whole=1&view=\(view)", headers: ["Cookie": visit.cookie]
                        ).text
                        let wanted =
                            person.truth.onEveryPage + (view == "social-care" ? person.truth.onSocialCarePage : [])
                        for words in wanted {
                            #expect(page.contains(words), "\(person.name.family), \(view): \(words)")
                        }
                    }
                }
            }
        }

        @Test func `of a restricted person is nothing at all`() async throws {
            try await withDemonstration { gateway in
                let unknown = try await gateway.send("/fhir/R4/Patient/9990000018/$detailed-care-record")
                for person in gateway.people where person.isRestricted {
                    let reply = try await gateway.send("/fhir/R4/Patient/\(person.nhsNumber)/$detailed-care-record")
                    #expect(reply.status == unknown.status)
                    #expect(reply.issue?["diagnostics"]?.string == unknown.issue?["diagnostics"]?.string)
                    #expect(!reply.text.contains(person.name.family))
                }
            }
        }

        @Test func `keeps the order of the hour that the clocks repeat`() async throws {
            try await withDemonstration { gateway in
                let record = try await gateway.record(of: DemonstrationPeople.repeatedHour)
                let pulses = record.entries(of: "vital-signs").filter { entry in
                    entry["meta"]?["source"]?.string?.hasSuffix(DemonstrationSource.acuteTrust.rawValue) == true
                }.compactMap { $0["valueQuantity"]?["value"]?.numberLexeme }
                #expect(pulses == ["94", "88"])
            }
        }

        @Test func `is whole for the oldest, whose record has more than three thousand entries`() async throws {
            try await withDemonstration { gateway in
                let person = try gateway.person(DemonstrationPeople.oldest)
                #expect(person.statements.count > 2_000)
                let record = try await gateway.record(of: person.nhsNumber)
                let counts = record.outcomes.compactMap(\.count).reduce(0, +)
                #expect(counts > 3_000)
                for (source, truth) in person.records {
                    let results = truth.panels.flatMap(\.results).count
                    let shown = record.resources(from: source.rawValue).count {
                        $0["resourceType"]?.string == "Observation" && $0["referenceRange"] != nil
                    }
                    let ranged = truth.panels.flatMap(\.results).count { $0.low != nil || $0.high != nil }
                    #expect(shown == ranged && results >= ranged, "\(source.rawValue)")
                }
            }
        }
    }
}
