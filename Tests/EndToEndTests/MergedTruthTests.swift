// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Simulator
import Testing

extension `The whole gateway` {
    /// What belongs together, what must stay apart and what disagrees, by the people's descriptions.
    @Suite struct `What is true of the merged records` {
        @Test func `is held together, kept apart and contradicted as the descriptions say`() async throws {
            try await withBroker { broker in
                for person in broker.people where !person.isRestricted && person.truth.isAboutMerging {
                    let finder = MergedTruthFinder(try await broker.record(of: person.nhsNumber), of: person)
                    let name = person.name.family
                    for fact in person.truth.copies { Self.expectOne(fact, finder, name) }
                    for fact in person.truth.sameFacts { Self.expectTogether(fact, finder, name) }
                    for facts in person.truth.apart { Self.expectApart(facts, finder, name) }
                    for disagreement in person.truth.disagreements { Self.expectConflict(disagreement, finder, name) }
                    for chain in person.truth.versions { Self.expectVersions(chain, finder, name) }
                }
            }
        }

        private static func expectTogether(
            _ fact: [SimulatedTruth.Statement], _ finder: MergedTruthFinder, _ name: String
        ) {
            let found = fact.map(finder.merged)
            #expect(found.allSatisfy { !$0.isEmpty }, "\(name): \(fact) is not all there")
            guard let first = found.first else { return }
            for other in found.dropFirst() {
                let isTogether = first.contains { one in other.contains { finder.isHeldTogether(one, $0) } }
                #expect(isTogether, "\(name): \(fact) is one fact")
            }
        }

        private static func expectOne(
            _ fact: [SimulatedTruth.Statement], _ finder: MergedTruthFinder, _ name: String
        ) {
            let found = fact.map { Set(finder.merged($0).map(\.id)) }
            #expect(found.first?.count == 1 && Set(found).count == 1, "\(name): \(fact) stands once")
        }

        private static func expectApart(
            _ facts: [SimulatedTruth.Statement], _ finder: MergedTruthFinder, _ name: String
        ) {
            let found = facts.map { finder.merged($0) }
            #expect(found.allSatisfy { !$0.isEmpty }, "\(name): \(facts) are not all there")
            let ids = found.map { Set($0.map(\.id)) }
            // Equal values of one day match each other's statements: there must be as many entries as statements.
            #expect(Set(ids.joined()).count >= facts.count, "\(name): \(facts) are facts of their own")
        }

        private static func expectConflict(
            _ disagreement: SimulatedTruth.Disagreement, _ finder: MergedTruthFinder, _ name: String
        ) {
            let found = disagreement.statements.map { Set(finder.merged($0).map(\.id)) }
            let isNamed = finder.record.merged.conflicts.contains { conflict in
                found.allSatisfy { !$0.isDisjoint(with: conflict.entries) }
            }
            #expect(isNamed, "\(name): \(disagreement.about) of \(disagreement.statements)")
        }

        private static func expectVersions(
            _ chain: [SimulatedTruth.Statement], _ finder: MergedTruthFinder, _ name: String
        ) {
            let found = chain.map { finder.merged($0).map(\.id) }
            let isChain = finder.record.merged.links.contains { link in
                link.kind == .versions && found.first?.contains(link.entries.first ?? "") == true
                    && found.allSatisfy { ids in ids.contains(where: link.entries.contains) }
            }
            let links = finder.record.merged.links.filter { link in
                found.joined().contains(where: link.entries.contains)
            }
            let said = links.map { "\($0.rule.text): \($0.entries.count)" }
            #expect(isChain, "\(name): \(chain) is a chain, the latest first; found \(found.map(\.count)), \(said)")
        }
    }
}

extension SimulatedTruth {
    fileprivate var isAboutMerging: Bool {
        !(copies.isEmpty && sameFacts.isEmpty && apart.isEmpty && disagreements.isEmpty && versions.isEmpty)
    }
}
