// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Sharing

/// Says from the world and from what truly happened what a record must say, by the invariants alone and without the broker's
/// code.
struct RecordOracle: Sendable {
    let world: SimulatedWorld
    let truth: SimulatedTruth

    /// How a source must stand.
    private enum Standing {
        case record(SimulatedRecord, faults: SourceOutcome.Code?)
        case nothingRecorded
        case missing(String, SourceOutcome.Code)
    }

    private struct Expectation {
        let name: String
        let held: Set<Dataset>
        let standing: Standing

        /// What a source states under a reference, which ends in a mark where it gave two statements one id.
        func statement(_ reference: String) -> SimulatedStatement? {
            guard case .record(let record, _) = standing else { return nil }
            let id = reference.split(separator: "#")[0].split(separator: "/").last
            return record.items.first { $0.id[...] == id }?.statement
        }
    }

    /// The datasets in scope (invariant 10 among them).
    func scope(_ request: RecordRequest) -> [Dataset] {
        guard !request.datasets.isEmpty else { return Dataset.held + [.other] }
        var scope = Set(request.datasets)
        if scope.remove(.summary) != nil {
            scope.formUnion([.problems, .medication, .risks, .investigations, .events])
        }
        if scope.contains(.medication) { scope.insert(.risks) }
        return scope.sorted()
    }

    /// What is ruled when a client's latest round begins.
    private func ruling(_ request: RecordRequest) -> SharingPolicy {
        world.policies[truth.rulings(request.traceID).last ?? 0]
    }

    private func permits(_ source: SimulatedWorld.Source, _ dataset: Dataset, _ request: RecordRequest) -> Bool {
        permits(source, dataset, under: ruling(request))
    }

    private func permits(_ source: SimulatedWorld.Source, _ dataset: Dataset, under policy: SharingPolicy) -> Bool {
        // Whoever may not see the allergies is shown no medicines.
        let needed: Set<Dataset> = dataset == .medication ? [.medication, .risks] : [dataset]
        return policy.agreements.contains { standing in
            !standing.isSuspended && standing.agreement.controller == source.description.controller.odsCode
                && standing.agreement.clauses.contains { $0.datasets.isSuperset(of: needed) }
        }
    }

    private func isNamed(_ source: SimulatedWorld.Source, _ request: RecordRequest) -> Bool {
        request.sources.isEmpty || request.sources.contains(source.description.id)
    }

    /// What the locator told last; `nil` when it has not told.
    private var custodians: [String]? { world.locator.delay == nil ? nil : world.locator.custodians }

    private func isLocated(_ source: SimulatedWorld.Source, _ custodians: [String]?) -> Bool {
        let controller = source.description.controller.odsCode
        return source.isAlwaysAsked || controller == world.practice || custodians?.contains(controller) == true
    }

    private func mayBeAsked(_ source: SimulatedWorld.Source, _ request: RecordRequest) -> Bool {
        mayBeAsked(source, request, under: ruling(request))
    }

    private func mayBeAsked(_ source: SimulatedWorld.Source, _ request: RecordRequest, under policy: SharingPolicy)
        -> Bool
    {
        scope(request).contains {
            $0 != .other && source.description.datasets.contains($0) && permits(source, $0, under: policy)
        }
    }

    /// What is ruled in each round of a client.
    private func rulings(_ request: RecordRequest) -> [SharingPolicy] {
        truth.rulings(request.traceID).map { world.policies[$0] }
    }

    /// Whether more may be shown of a source than in the round before: what it gave then was less than it is to give now.
    private func isWidened(
        _ source: SimulatedWorld.Source, _ request: RecordRequest, from before: SharingPolicy, to now: SharingPolicy
    ) -> Bool {
        scope(request).contains { permits(source, $0, under: now) && !permits(source, $0, under: before) }
    }

    /// Whether of all sources that hold something that is asked for, none may show anything; where none holds any of it, whether nothing
    /// of it could be shown if one did.
    func isClosed(_ request: RecordRequest) -> Bool {
        let asked = world.sources.filter { isNamed($0, request) && isLocated($0, custodians) }
        let holds = asked.contains { source in scope(request).contains { source.description.datasets.contains($0) } }
        if holds { return !asked.contains { mayBeAsked($0, request) } }
        let judged = asked.isEmpty ? world.sources : asked
        return !judged.contains { source in scope(request).contains { permits(source, $0, request) } }
    }

    // MARK: Where

    /// The sources that a location must name.
    func located(_ request: RecordRequest) -> Set<String> {
        Set(
            world.sources.filter { isNamed($0, request) && isLocated($0, custodians) }.map { $0.description.id.text })
    }

    // MARK: What a source must say

    /// What counts of all that a source was asked: a failure takes nothing from an answer before it. An asking to which the
    /// client was entitled and that never came is one of a source that is left alone.
    private func history(
        _ source: SimulatedWorld.Source, _ request: RecordRequest, isWhole: Bool, told: Set<SourceID>
    ) -> (standing: Standing?, isAwaited: Bool) {
        let id = source.description.id
        let rounds = truth.rounds(request.traceID)
        let askings = truth.askings(request.traceID).filter { $0.source == id }
        let rulings = rulings(request)
        var standing: Standing?
        for (place, round) in rounds.enumerated() {
            if place > 0, isWidened(source, request, from: rulings[place - 1], to: rulings[place]) { standing = nil }
            guard round.sources.contains(id) else { continue }
            let isLast = place == rounds.count - 1
            guard mayBeAsked(source, request, under: rulings[place]) else {
                if case .missing? = standing { standing = nil }
                standing = standing ?? .missing("refused", .notAskedFor)
                continue
            }
            if isLast, !isWhole, !told.contains(id) { return (standing, true) }
            let asking = askings.first { $0.at >= round.at && (isLast || $0.at < rounds[place + 1].at) }
            let next = asking.map { self.standing($0, source) } ?? .missing("not-available", .suspended)
            switch (standing, next) {
            case (.record?, .missing), (.nothingRecorded?, .missing): break
            default: standing = next
            }
        }
        return (standing, false)
    }

    private func standing(_ asking: SimulatedTruth.Asking, _ source: SimulatedWorld.Source) -> Standing {
        guard asking.isInTime else { return .missing("not-available", .timedOut) }
        switch asking.answer {
        case .personNotKnown:
            let isExpected = isLocated(
                SimulatedWorld.Source(
                    description: source.description, timeLimit: source.timeLimit, isAlwaysAsked: false, asks: []),
                custodians)
            return isExpected ? .missing("not-available", .personNotKnown) : .nothingRecorded
        case .refused: return .missing("refused", .accessDenied)
        case .notAvailable(let code): return .missing("not-available", code)
        case .record(let record):
            switch record.identity {
            case .thisPerson, .supersededNumber, .anotherName:
                return .record(record, faults: record.fault?.reason.code)
            case .anotherPerson, .anotherPersonBeside: return .missing("refused", .anotherPerson)
            case .anotherBirthDate: return .missing("quarantined", .identityUncertain)
            case .nobody: return .missing("quarantined", .identityMissing)
            }
        }
    }

    /// Every source that must stand in the ledger, and how.
    private func expectations(_ request: RecordRequest, isWhole: Bool, told: Set<SourceID>) -> [SourceID: Expectation] {
        var result: [SourceID: Expectation] = [:]
        for source in world.sources where isNamed(source, request) {
            let id = source.description.id
            guard isLocated(source, custodians) else {
                guard custodians == nil else { continue }
                result[id] = Expectation(
                    name: id.text, held: source.description.datasets,
                    standing: .missing("not-available", .notLocated))
                continue
            }
            let history = history(source, request, isWhole: isWhole, told: told)
            let unanswered =
                mayBeAsked(source, request)
                ? Standing.missing("not-available", .awaited) : .missing("refused", .notAskedFor)
            var standing = history.standing ?? unanswered
            if history.isAwaited {
                if case .record(let record, _) = standing {
                    standing = .record(record, faults: .awaited)
                } else {
                    standing = .missing("not-available", .awaited)
                }
            }
            result[id] = Expectation(name: id.text, held: source.description.datasets, standing: standing)
        }
        guard request.sources.isEmpty else { return result }
        let connected = Set(world.sources.map(\.description.controller.odsCode))
        for code in Set((custodians ?? []) + [world.practice].compactMap { $0 }).subtracting(connected) {
            guard let id = SourceID("unconnected-" + code) else { continue }
            result[id] = Expectation(
                name: id.text, held: Set(Dataset.held), standing: .missing("not-available", .notConnected))
        }
        return result
    }

    /// Whether asking again could bring anything that is missing.
    func couldBringMore(_ request: RecordRequest) -> Bool {
        if custodians == nil { return true }
        return expectations(request, isWhole: true, told: []).values.contains { expectation in
            switch expectation.standing {
            case .record(let record, _): isMissingAPart(record, expectation, request)
            case .missing("not-available", let code): code != .notConnected && code != .notLocated
            case .missing, .nothingRecorded: false
            }
        }
    }

    private func isMissingAPart(_ record: SimulatedRecord, _ expectation: Expectation, _ request: RecordRequest) -> Bool
    {
        guard let source = world.sources.first(where: { $0.description.id.text == expectation.name }) else {
            return false
        }
        return record.fault?.datasets.contains {
            expectation.held.contains($0) && permits(source, $0, request) && scope(request).contains($0)
        } ?? false
    }

    // MARK: What a record must hold

    /// All in which a record differs from what it must be.
    func faults(of record: DetailedCareRecord, for request: RecordRequest, isWhole: Bool, told: Set<SourceID>)
        -> [String]
    {
        var faults: [String] = []
        let scope = scope(request)
        let expected = expectations(request, isWhole: isWhole, told: told)
        let lines = record.ledger.lines
        if Set(lines.map(\.source.id)) != Set(expected.keys) || lines.count != expected.count {
            faults.append("the ledger has \(lines.map(\.source.id.text)) for \(expected.keys.map(\.text).sorted())")
        }
        if record.ledger.scope != scope { faults.append("the ledger is about other datasets than were asked for") }
        var entries: Set<String> = []
        var statements: [ShownStatement: SimulatedStatement] = [:]
        var isAllergyMissing = false
        for line in lines {
            guard let expectation = expected[line.source.id] else { continue }
            let source = world.sources.first { $0.description.id == line.source.id }
            let shown = shown(expectation, source, request)
            for (reference, dataset) in shown where scope.contains(dataset) {
                entries.insert("\(expectation.name)|\(reference)")
                statements[ShownStatement(source: line.source.id, reference: reference)] = expectation.statement(
                    reference)
            }
            for dataset in scope {
                let must = outcome(
                    expectation, source, dataset, shown.count { $0.dataset == dataset }, request)
                let does = line.outcomes[dataset].map(Self.words) ?? "nothing"
                if must != does { faults.append("\(expectation.name), \(dataset.rawValue): \(does) for \(must)") }
                if dataset == .risks, Self.isMissing(must) { isAllergyMissing = true }
            }
            if case .record(let record, _) = expectation.standing, record.mayMissRisks { isAllergyMissing = true }
            if scope.contains(.risks), isAnnounced(expectation, source, .risks, request) { isAllergyMissing = true }
        }
        let held = record.entries.map { "\($0.source.id.text)|\($0.sourceReference)" }
        if Set(held) != entries || held.count != entries.count {
            faults.append(
                "too much: \(Set(held).subtracting(entries).sorted()), too little: \(entries.subtracting(held).sorted())"
            )
        }
        faults += faultsOfMerging(record, statements)
        if Set(record.entries.map(\.id)).count != record.entries.count { faults.append("two entries have one id") }
        if scope.contains(.risks), record.allergyStatement.isAlarming != isAllergyMissing {
            faults.append("allergies are \(isAllergyMissing ? "not " : "")called incomplete")
        }
        if !isWhole, record.ledger.isComplete { faults.append("a part calls itself complete") }
        return faults
    }

    private static func isMissing(_ outcome: String) -> Bool {
        ["refused", "quarantined", "not-available"].contains { outcome.hasPrefix($0) }
    }

    private static func words(_ outcome: SourceOutcome) -> String {
        outcome.code + (outcome.reason.map { ":\($0.code.rawValue)" } ?? outcome.count.map { ":\($0)" } ?? "")
    }

    private func outcome(
        _ expectation: Expectation, _ source: SimulatedWorld.Source?, _ dataset: Dataset, _ count: Int,
        _ request: RecordRequest
    ) -> String {
        guard expectation.held.contains(dataset) || dataset == .other else { return "not-supported" }
        if case .missing(let code, let reason) = expectation.standing, reason == .notConnected || reason == .notLocated
        {
            return "\(code):\(reason.rawValue)"
        }
        guard let source, permits(source, dataset, request) else { return "refused:not-permitted" }
        switch expectation.standing {
        case .missing(let code, let reason): return "\(code):\(reason.rawValue)"
        case .nothingRecorded: return "nothing-recorded:0"
        case .record(let record, let fault):
            if let fault, record.fault?.datasets.contains(dataset) == true { return "not-available:\(fault.rawValue)" }
            if isAnnounced(expectation, source, dataset, request) { return "answered-with-withheld:\(count)" }
            return count == 0 ? "nothing-recorded:0" : "answered:\(count)"
        }
    }

    /// Whether it must be said of a dataset that items are withheld, whatever their dates.
    private func isAnnounced(
        _ expectation: Expectation, _ source: SimulatedWorld.Source?, _ dataset: Dataset, _ request: RecordRequest
    ) -> Bool {
        guard let source, permits(source, dataset, request), case .record(let record, _) = expectation.standing else {
            return false
        }
        return record.items.contains { $0.isWithheld && $0.isTaken && $0.statement.dataset == dataset }
    }

    /// What must be shown of a source.
    private func shown(
        _ expectation: Expectation, _ source: SimulatedWorld.Source?, _ request: RecordRequest
    ) -> [(reference: String, dataset: Dataset)] {
        guard let source, case .record(let record, _) = expectation.standing else { return [] }
        let all = [("Patient/p", Dataset.demographics)] + record.items.flatMap { shown($0, request) }
        return all.filter { permits(source, $0.1, request) && scope(request).contains($0.1) }
    }

    private func shown(_ item: SimulatedRecord.Item, _ request: RecordRequest) -> [(String, Dataset)] {
        let reference = "\(item.statement.type)/\(item.id)"
        let isInRange =
            item.statement.isNeverNarrowed
            || (item.date >= request.from?.text ?? "" && item.date <= request.to?.text ?? "9")
        guard isInRange, !item.isWithheld else { return [] }
        switch item.oddity {
        case nil, .sentTwice: return [(reference, item.statement.dataset)]
        case .twoUnderOneID:
            return [(reference, item.statement.dataset), (reference + "#2", item.statement.dataset)]
        case .aboutSomebodyElse, .unreadable: return []
        }
    }

    // MARK: What may be asked

    /// Whether a source was not asked although it had not failed so often.
    private func isLeftAloneUnduly(_ source: SimulatedWorld.Source, _ request: RecordRequest) -> Bool {
        let id = source.description.id
        let last = truth.rounds(request.traceID).last { $0.sources.contains(id) }?.at ?? .zero
        let isCut = world.clients.contains { $0.leaves != nil && $0.request.traceID == request.traceID }
        return !isCut && truth.failures(id, before: last) < world.breakerFailures
    }

    /// All in which the asking of sources was not as it must be.
    func faultsOfAsking(_ request: RecordRequest, _ events: [AuditEntry.Event]) -> [String] {
        var faults: [String] = []
        let askings = truth.askings(request.traceID)
        if !askings.isEmpty, !events.contains(.intent) {
            faults.append("sources were asked before the intent was durable")
        }
        let numbers = [world.people.number] + [world.people.superseded].compactMap { $0 }
        for asking in askings {
            guard let source = world.sources.first(where: { $0.description.id == asking.source }) else { continue }
            let name = asking.source.text
            if !isNamed(source, request) || !isLocated(source, custodians) {
                faults.append("\(name) was asked unbidden")
            }
            let policy = world.policies[truth.ruling(request.traceID, at: asking.at)]
            if !asking.datasets.allSatisfy({ permits(source, $0, under: policy) && scope(request).contains($0) }) {
                faults.append("\(name) was asked for more than is permitted")
            }
            if asking.numbers != numbers { faults.append("\(name) was asked about other numbers") }
            let limit = min(world.deadline, request.deadline ?? world.deadline, source.timeLimit)
            if asking.until > asking.at + limit { faults.append("\(name) was given more time than there is") }
        }
        for source in world.sources {
            let asked = askings.count { $0.source == source.description.id }
            let intended = zip(truth.rounds(request.traceID), rulings(request)).count { round, policy in
                round.sources.contains(source.description.id) && mayBeAsked(source, request, under: policy)
            }
            if asked < intended, isLeftAloneUnduly(source, request) {
                faults.append("\(source.description.id.text) was left alone unduly")
            }
            if asked > intended { faults.append("\(source.description.id.text) was asked more often than was audited") }
        }
        return faults
    }
}

extension SimulatedRecord {
    /// Whether what cannot be read may be an allergy or an alert.
    var mayMissRisks: Bool {
        items.contains { $0.oddity == .unreadable && ["AllergyIntolerance", "Flag"].contains($0.statement.type) }
    }
}
