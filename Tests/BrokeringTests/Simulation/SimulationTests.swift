// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import Sharing
import Synchronization
import Testing

@testable import Brokering
@testable import CareRecord

/// `make sim SEED=7` runs one seed and prints its log; `make sim SEEDS=100000 FROM=1` runs so many.
@Suite struct `The broker, simulated` {
    static let environment = ProcessInfo.processInfo.environment

    private static func number(_ name: String) -> UInt64? { environment[name].flatMap { UInt64($0) } }

    @Test func `holds every invariant in every run`() async {
        if let seed = Self.number("SIM_SEED") {
            let outcome = Simulation(seed: seed).run()
            print(String(decoding: outcome.log, as: UTF8.self))
            #expect(outcome.violations == [])
            return
        }
        let first = Self.number("SIM_FROM") ?? 1
        let last = first + (Self.number("SIM_SEEDS") ?? 10_000)
        // One lane for each processor; every run has a lane to itself.
        let lanes = UInt64(max(1, ProcessInfo.processInfo.activeProcessorCount))
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    for seed in stride(from: first + lane, to: last, by: Int(lanes)) {
                        for violation in Simulation(seed: seed).run().violations {
                            Issue.record("seed \(seed): \(violation); see it with make sim SEED=\(seed)")
                        }
                    }
                }
            }
        }
    }

    @Test func `comes upon all that may happen`() {
        let logs = (1...300 as ClosedRange<UInt64>).map {
            String(decoding: Simulation(seed: $0).run().log, as: UTF8.self)
        }
        let all = logs.joined()
        for words in [
            "is given a part", "is given the whole", "leaves", "too late", "journal: fails", "record of anotherPerson,",
            "record of anotherPersonBeside", "record of anotherBirthDate", "record of nobody",
            "record of supersededNumber",
            "one sentTwice", "one twoUnderOneID", "one aboutSomebodyElse", "one unreadable", "a part failed",
            "structured",
            "person not known", "ends: done", "abandoned", "demographicsUnavailable", "auditUnavailable",
            "noRecordCanBeShown", "sharingUnavailable", "one veryRestricted", "one sensitive", "client-2",
            "location of", "is left alone", "overloaded", "finds no room", "suspended before", "resumed before",
            "widened before", "narrowed before",
        ] {
            #expect(all.contains(words), "no run has: \(words)")
        }
        let asksAgain = logs.contains { $0.components(separatedBy: "intent of client-0").count > 3 }
        #expect(asksAgain)
    }

    @Test(arguments: [1, 2, 3, 17, 99, 1_234] as [UInt64]) func `runs the same again, byte for byte`(seed: UInt64) {
        let one = Simulation(seed: seed).run()
        let other = Simulation(seed: seed).run()
        #expect(!one.log.isEmpty)
        #expect(one.log == other.log)
        #expect(one.log != Simulation(seed: seed + 1).run().log)
    }

    @Test func `runs the same in other processes`() async throws {
        let one = try await #require(processExitsWith: .success, observing: [\.standardOutputContent]) {
            print(Simulation(seed: 17).run().log)
        }
        let other = try await #require(processExitsWith: .success, observing: [\.standardOutputContent]) {
            print(Simulation(seed: 17).run().log)
        }
        let own = Array("\(Simulation(seed: 17).run().log)".utf8)
        #expect(own.count > 1_000)
        for content in [one.standardOutputContent, other.standardOutputContent] {
            #expect(String(decoding: content, as: UTF8.self).contains(String(decoding: own, as: UTF8.self)))
        }
    }

    /// What a planted fault is found by, within so many runs.
    private static func violations(within runs: UInt64 = 200, _ simulation: @escaping (UInt64) -> Simulation)
        -> [String]
    {
        (1...runs).lazy.map { simulation($0).run().violations }.first { !$0.isEmpty } ?? []
    }

    @Test func `finds an outcome that is dropped`() {
        var steps = PipelineSteps.standard
        steps.compose = { draft in
            RecordDraft(
                person: draft.person, request: draft.request, datasets: draft.datasets, lines: draft.lines.dropLast(),
                moment: draft.moment
            ).record()
        }
        let found = Self.violations { Simulation(seed: $0, steps: steps) }
        #expect(found.contains { $0.contains("the ledger has") })
    }

    @Test func `finds another person's copy that is taken`() throws {
        let people = SimulatedWorld(seed: 1).people
        let stranger = TracedPerson(
            nhsNumber: try NHSNumber(people.stranger), supersededNumbers: [],
            demographics: people.strangersDemographics, registeredPractice: nil)
        var steps = PipelineSteps.standard
        steps.read = { reading, answer, question, utc in
            let line = reading.line(of: answer, to: question, at: utc)
            guard case .refused(let reason) = line.result, reason.code == .anotherPerson else { return line }
            let gullible = AnswerReading(person: stranger, classifier: reading.classifier, seal: reading.seal)
            return gullible.line(of: answer, to: question, at: utc)
        }
        let found = Self.violations { Simulation(seed: $0, steps: steps) }
        #expect(found.contains { $0.contains("too much") })
    }

    @Test func `finds a failure that is taken for nothing recorded`() {
        var steps = PipelineSteps.standard
        steps.read = { reading, answer, question, utc in
            let line = reading.line(of: answer, to: question, at: utc)
            guard case .notAvailable = line.result else { return line }
            return LedgerLine(
                source: line.source, decisions: line.decisions, result: .personNotKnown, contribution: .init(),
                at: line.at)
        }
        let found = Self.violations { Simulation(seed: $0, steps: steps) }
        #expect(found.contains { $0.contains("nothing-recorded:0 for not-available") })
    }

    @Test func `finds an entry that is lost`() {
        var steps = PipelineSteps.standard
        steps.compose = { draft in
            let record = draft.record()
            return DetailedCareRecord(
                person: record.person, nhsNumber: record.nhsNumber, supersededNumbers: record.supersededNumbers,
                registeredPractice: record.registeredPractice, entries: record.entries.dropLast(),
                supporting: record.supporting, ledger: record.ledger, filters: record.filters,
                assembledAt: record.assembledAt)
        }
        let found = Self.violations { Simulation(seed: $0, steps: steps) }
        #expect(found.contains { $0.contains("too little: [\"") })
    }

    /// Takes something from what merging makes of every record.
    private static func merging(_ change: @escaping @Sendable (MergedRecord) -> MergedRecord) -> PipelineSteps {
        var steps = PipelineSteps.standard
        steps.compose = { draft in
            let record = draft.record()
            return DetailedCareRecord(
                person: record.person, nhsNumber: record.nhsNumber, supersededNumbers: record.supersededNumbers,
                registeredPractice: record.registeredPractice, entries: record.entries,
                merged: change(record.merged), supporting: record.supporting, ledger: record.ledger,
                filters: record.filters, assembledAt: record.assembledAt,
                relationshipIsClaimed: record.relationshipIsClaimed)
        }
        return steps
    }

    @Test func `finds an original that is dropped, a conflict that is not said, and copies that are not made one`() {
        let dropped = Self.merging { merged in
            MergedRecord(
                entries: merged.entries.map { entry in
                    MergedEntry(id: entry.id, originals: [entry.lead], rule: entry.rule)
                }, links: merged.links, conflicts: merged.conflicts)
        }
        #expect(
            Self.violations(within: 1_000) { Simulation(seed: $0, steps: dropped) }
                .contains { $0.contains("originals are behind") })
        let silent = Self.merging { MergedRecord(entries: $0.entries, links: $0.links, conflicts: []) }
        #expect(
            Self.violations { Simulation(seed: $0, steps: silent) }.contains {
                $0.contains("allergy.none-known is said of []")
            })
        let apart = Self.merging { merged in
            MergedRecord(
                entries: merged.entries.flatMap { entry in
                    guard entry.originals.count > 1 else { return [entry] }
                    return entry.originals.map { MergedEntry(id: $0.id, originals: [$0], rule: nil) }
                }, links: [], conflicts: merged.conflicts)
        }
        #expect(
            Self.violations(within: 1_000) { Simulation(seed: $0, steps: apart) }
                .contains { $0.contains("[] statements are called one fact") })
    }

    @Test func `finds a withheld entry that is shown`() {
        var steps = PipelineSteps.standard
        steps.read = { reading, answer, question, utc in
            let line = reading.line(of: answer, to: question, at: utc)
            var contribution = line.contribution
            contribution.mayHoldWithheld = false
            return LedgerLine(
                source: line.source, decisions: line.decisions, result: line.result, contribution: contribution,
                at: line.at)
        }
        let found = Self.violations { Simulation(seed: $0, steps: steps) }
        #expect(found.contains { $0.contains("too much") })
    }

    /// Draws every update under the decisions of the first.
    private static func staleDecisions() -> PipelineSteps {
        let first = Mutex<[String: LedgerLine]>([:])
        var steps = PipelineSteps.standard
        steps.compose = { draft in
            let lines = draft.lines.map { line in
                let key = draft.request.traceID + " " + line.source.id.text
                let old = first.withLock { first in
                    first[key] = first[key] ?? line
                    return first[key]
                }
                guard let old, !old.decisions.isEmpty, !line.decisions.isEmpty else { return line }
                return LedgerLine(
                    source: line.source, decisions: old.decisions, result: line.result, contribution: line.contribution,
                    at: line.at, denied: old.denied)
            }
            return RecordDraft(
                person: draft.person, request: draft.request, datasets: draft.datasets, lines: lines,
                moment: draft.moment
            ).record()
        }
        return steps
    }

    @Test func `finds what is decided once and kept though the agreement changed`() {
        let found = Self.violations(within: 2_000) { Simulation(seed: $0, steps: Self.staleDecisions()) }
        #expect(found.contains { $0.contains("for refused:not-permitted") || $0.contains("refused:not-permitted for") })
    }

    @Test func `finds a record that leaves before its entry is durable`() {
        let found = Self.violations { Simulation(seed: $0, isJournalHasty: true) }
        #expect(found.contains { $0.contains("no durable entry") })
    }
}
