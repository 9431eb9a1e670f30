// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Sharing
import Synchronization

/// Waits on a simulated machine.
extension SimulatedMachine {
    /// Waits so long; `nil` waits until it is cancelled.
    func wait(_ delay: Duration?) async throws {
        try await self.sleep(until: now.advanced(by: delay ?? .seconds(8 * 3_600)))
    }
}

struct SimulatedDemographics: DemographicsService {
    let world: SimulatedWorld
    let machine: SimulatedMachine

    static func person(_ world: SimulatedWorld) throws -> TracedPerson {
        TracedPerson(
            nhsNumber: try NHSNumber(world.people.number),
            supersededNumbers: try world.people.superseded.map { [try NHSNumber($0)] } ?? [],
            demographics: world.people.demographics,
            registeredPractice: world.practice.map { Organisation(odsCode: $0, name: "Practice \($0)") })
    }

    func trace(_ number: NHSNumber, until deadline: ContinuousClock.Instant) async throws(TraceFailure) -> TraceResult {
        let failure = TraceFailure(.init(.unreachable, "It cannot be reached."))
        guard (try? await machine.wait(world.trace.delay)) != nil else { throw failure }
        switch world.trace.outcome {
        case .found:
            guard let person = try? Self.person(world) else { throw failure }
            return .found(person)
        case .noRecordCanBeShown: return .noRecordCanBeShown
        case .fails: throw failure
        }
    }
}

struct SimulatedLocator: RecordLocator {
    let world: SimulatedWorld
    let machine: SimulatedMachine

    func custodians(
        for numbers: [NHSNumber], until deadline: ContinuousClock.Instant
    ) async throws(LocateFailure) -> Set<String> {
        let failure = LocateFailure(.init(.unreachable, "It cannot be reached."))
        guard (try? await machine.wait(world.locator.delay)) != nil, let custodians = world.locator.custodians else {
            throw failure
        }
        return Set(custodians)
    }
}

struct SimulatedSource: RecordSource {
    let plan: SimulatedWorld.Source
    let people: SimulatedPeople
    let machine: SimulatedMachine
    let truth: SimulatedTruth
    let log: SimulationLog

    var description: SourceDescription { plan.description }
    var timeLimit: Duration { plan.timeLimit }

    func record(for query: SourceQuery, until deadline: ContinuousClock.Instant) async -> SourceAnswer {
        let ask = plan.asks[truth.count(plan.description.id) % plan.asks.count]
        let at = machine.elapsed
        let until = machine.elapsed(at: deadline)
        let isInTime = ask.delay.map { $0 == .zero || at + $0 < until } ?? false
        truth.begin(
            SimulatedTruth.Asking(
                traceID: query.traceID, source: plan.description.id, at: at, until: until,
                numbers: query.numbers.map(\.disclosed), datasets: query.datasets, answer: ask.answer,
                isInTime: isInTime))
        log.note(
            plan.description.id.text,
            "asked for \(query.traceID): \(ask.answer.words)\(isInTime ? "" : ", too late")")
        defer { truth.end() }
        if ask.delay != .zero { try? await machine.wait(ask.delay) }
        return switch ask.answer {
        case .record(let record): read(record, query)
        case .personNotKnown: .personNotKnown
        case .refused: .refused(.init(.accessDenied, "The source refused access."))
        case .notAvailable(let code): .notAvailable(.init(code, "The source failed."))
        }
    }

    /// The answer, for which there may be no room.
    private func read(_ record: SimulatedRecord, _ query: SourceQuery) -> SourceAnswer {
        guard query.inProgress?.take(500) != false else {
            truth.hadNoRoom(plan.description.id, query.traceID)
            log.note(plan.description.id.text, "finds no room")
            return .notAvailable(.init(.gatewayBusy, "The gateway had no room."))
        }
        return people.pages(record)
    }

    func health(until deadline: ContinuousClock.Instant) async -> SourceHealth { .healthy(detail: "simulated") }
}

/// A journal that is slow and may fail from an entry on. An entry is durable when it is kept in the truth.
final class SimulatedJournal: AuditJournal {
    private let plan: SimulatedWorld.Journal
    private let isHasty: Bool
    private let machine: SimulatedMachine
    private let truth: SimulatedTruth
    private let log: SimulationLog
    private let count = Mutex(0)

    init(
        _ plan: SimulatedWorld.Journal, isHasty: Bool, _ machine: SimulatedMachine, _ truth: SimulatedTruth,
        _ log: SimulationLog
    ) {
        self.plan = plan
        self.isHasty = isHasty
        self.machine = machine
        self.truth = truth
        self.log = log
    }

    func append(_ entry: AuditEntry) async throws(AuditFailure) {
        let place = count.withLock { count in
            count += 1
            return count - 1
        }
        try? await machine.wait(plan.delay)
        if let failsFrom = plan.failsFrom, place >= failsFrom {
            log.note("journal", "fails at \(entry.event.rawValue) of \(entry.traceID)")
            throw AuditFailure("the disk is full")
        }
        if isHasty, entry.event == .disclosure { return }
        truth.keep(entry, at: machine.elapsed)
        log.note(
            "journal",
            "\(entry.event.rawValue) of \(entry.traceID)"
                + entry.sources.map { " \($0.source.text)[\($0.outcomes.joined(separator: ","))]" }.joined())
    }

    func isWritable() async -> Bool { true }
}

/// A sharing register whose policy is another one from call to call, and that fails from a call on.
final class SimulatedRegister: SharingRegister {
    private let world: SimulatedWorld
    private let machine: SimulatedMachine
    private let truth: SimulatedTruth
    private let log: SimulationLog
    private let calls = Mutex(0)

    init(_ world: SimulatedWorld, _ machine: SimulatedMachine, _ truth: SimulatedTruth, _ log: SimulationLog) {
        self.world = world
        self.machine = machine
        self.truth = truth
        self.log = log
    }

    func facts(for question: SharingQuestion, at now: FHIRDateTime) async throws(SharingFailure) -> SharingFacts {
        let call = calls.withLock { calls in
            calls += 1
            return calls - 1
        }
        if let failsFrom = world.registerFailsFrom, call >= failsFrom { throw SharingFailure("simulated") }
        let place = min(call, world.policies.count - 1)
        truth.rule(question.traceID, by: place, at: machine.elapsed)
        if place > 0 { log.note("register", "\(world.changes[place - 1]) before \(question.traceID) asks") }
        return try await StandingSharing(world.policies[place]).facts(for: question, at: now)
    }
}
