// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import TestSupport
import Testing

/// A random policy with a random request: what makes a policy say less never makes it permit more.
@Suite struct `Less never permits more` {
    private static let rounds = 4000
    private let sample: SharingSample

    init() throws { sample = try SharingSample() }

    /// Whether everything that the second permits the first permits too, with limits at least as wide.
    private func isWithin(_ wide: SharingDecision, _ narrow: SharingDecision) -> Bool {
        guard let small = narrow.residue else { return true }
        guard let large = wide.residue else { return false }
        return (large.windowMonths ?? .max) >= (small.windowMonths ?? .max)
            && (large.includesJournal || !small.includesJournal)
            && (large.includesRestricted || !small.includesRestricted)
            && (small.withholdsNotForPatient || !large.withholdsNotForPatient)
    }

    /// Holds random requests against their changed selves; at least some of them are permitted before.
    private func holds(
        seed: UInt64, sourceLocation: SourceLocation = #_sourceLocation,
        _ change: (inout SharingSample, inout SeededGenerator) -> Void
    ) {
        var random = SeededGenerator(seed: seed)
        var (permitted, changed) = (0, 0)
        for round in 0..<Self.rounds {
            let before = RandomPolicies.sample(from: sample, &random)
            var after = before
            change(&after, &random)
            let (old, new) = (before.decision { _ in }, after.decision { _ in })
            permitted += old.isPermitted ? 1 : 0
            changed += old.verdict == new.verdict ? 0 : 1
            if !isWithin(old, new) {
                Issue.record("round \(round): \(old.verdict) became \(new.verdict)", sourceLocation: sourceLocation)
                return
            }
        }
        #expect(permitted > 100, "only \(permitted) were permitted before", sourceLocation: sourceLocation)
        #expect(changed > 20, "only \(changed) were changed", sourceLocation: sourceLocation)
    }

    @Test func `a clause that forbids, added`() {
        holds(seed: 1) { sample, random in
            let forbidding = RandomPolicies.clause("new", effect: .deny, &random)
            sample.clauses.insert(forbidding, at: Int.random(in: 0...sample.clauses.count, using: &random))
        }
    }

    @Test func `an element, removed from every clause that permits`() {
        holds(seed: 2) { sample, random in
            let what = Int.random(in: 0..<4, using: &random)
            // An organisation goes with all its names: a clause that knew it by one of them alone may be the strict one.
            let names = RandomPolicies.namesOfRX1
            let role = RandomPolicies.role(&random)
            let (purpose, dataset) = (RandomPolicies.purpose(&random), RandomPolicies.dataset(&random))
            sample.clauses = sample.clauses.map { clause in
                guard clause.effect == .permit else { return clause }
                return RandomPolicies.changed(
                    clause, consumers: what == 0 ? clause.consumers.subtracting(names) : nil,
                    roles: what == 1 ? clause.roles.subtracting([role]) : nil,
                    purposes: what == 2 ? clause.purposes.subtracting([purpose]) : nil,
                    datasets: what == 3 ? clause.datasets.subtracting([dataset]) : nil)
            }
        }
    }

    @Test func `an element, removed from the only clause that permits`() {
        holds(seed: 3) { sample, random in
            sample.clauses = sample.clauses.map { clause in
                guard clause.effect == .permit, sample.clauses.filter({ $0.effect == .permit }).count == 1
                else { return clause }
                return RandomPolicies.changed(clause, roles: Set(clause.roles.dropFirst()))
            }
        }
    }

    @Test func `a set, emptied in every clause that permits`() {
        holds(seed: 4) { sample, random in
            let what = Int.random(in: 0..<4, using: &random)
            sample.clauses = sample.clauses.map { clause in
                guard clause.effect == .permit else { return clause }
                return RandomPolicies.changed(
                    clause, consumers: what == 0 ? [] : nil, roles: what == 1 ? [] : nil,
                    purposes: what == 2 ? [] : nil, datasets: what == 3 ? [] : nil)
            }
        }
    }

    @Test func `a condition, made stricter in any clause`() {
        holds(seed: 5) { sample, random in
            guard let place = sample.clauses.indices.randomElement(using: &random) else { return }
            let clause = sample.clauses[place]
            sample.clauses[place] = SharingClause(
                id: clause.id, effect: clause.effect, consumers: clause.consumers, roles: clause.roles,
                purposes: clause.purposes, datasets: clause.datasets,
                windows: clause.windows.mapValues { $0 / 2 }.merging([.risks: 3]) { old, _ in old },
                permission: .eachTime, needsRelationship: true, leastStrength: .high)
        }
    }

    @Test func `an agreement, stopped`() {
        holds(seed: 6) { sample, random in
            let split = Int.random(in: 0...sample.clauses.count, using: &random)
            let parts = [Array(sample.clauses[..<split]), Array(sample.clauses[split...])]
            let stopped = Int.random(in: 0...1, using: &random)
            let copy = sample
            sample.agreements = parts.enumerated().map {
                copy.standing("part-\($0)", isSuspended: $0 == stopped, $1)
            }
        }
    }

    @Test func `a token's scope, narrowed`() {
        holds(seed: 7) { sample, random in
            let scope = sample.scope ?? Set(Dataset.allCases)
            sample.scope = scope.filter { _ in Bool.random(using: &random) }
        }
    }

    @Test func `a dissent, a refusal, or no relationship`() {
        holds(seed: 8) { sample, random in
            switch Int.random(in: 0..<3, using: &random) {
            case 0: sample.preferences.append(.init(.dissent, controller: Bool.random(using: &random) ? nil : "A12345"))
            case 1: sample.permissions.append(sample.answer(.refused, minutesAgo: 0))
            default: sample.relationship = nil
            }
        }
    }

    @Test func `a weaker sign-in`() {
        holds(seed: 9) { sample, _ in
            sample.strength = AuthenticationStrength(rawValue: sample.strength.rawValue - 1) ?? .none
        }
    }

    @Test func `no policy at all permits nothing`() {
        var random = SeededGenerator(seed: 10)
        for _ in 0..<Self.rounds {
            let before = RandomPolicies.sample(from: sample, &random)
            #expect(!before.decision { $0.agreements = [] }.isPermitted)
            #expect(!before.decision { $0.clauses = [] }.isPermitted)
        }
    }
}
