// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Sharing
import TestSupport

/// Everything that a seed decides before a run begins: who is asked about, who holds what, who fails when, who asks and who
/// leaves.
struct SimulatedWorld: Sendable {
    struct Trace: Sendable {
        enum Outcome: Sendable { case found, noRecordCanBeShown, fails }
        var outcome = Outcome.found
        /// `nil` never answers.
        var delay: Duration?
    }

    struct Locator: Sendable {
        /// `nil` fails.
        var custodians: [String]?
        var delay: Duration?
    }

    /// How a source answers one asking after another; the last answers are given over and over again.
    struct Source: Sendable {
        struct Ask: Sendable {
            let delay: Duration?
            let answer: SimulatedAnswer
        }
        let description: SourceDescription
        let timeLimit: Duration
        let isAlwaysAsked: Bool
        let asks: [Ask]
    }

    struct Journal: Sendable {
        /// From which entry on it fails.
        var failsFrom: Int?
        var delay = Duration.zero
    }

    struct Client: Sendable {
        enum Aim: Sendable { case record, follow, locate }
        let aim: Aim
        let begins: Duration
        /// When it leaves, whatever it has by then.
        let leaves: Duration?
        let request: RecordRequest
        /// How often it asks again.
        let agains: Int
        /// How long it takes to take an update.
        let pace: Duration
    }

    let people: SimulatedPeople
    let practice: String?
    let trace: Trace
    let locator: Locator
    let sources: [Source]
    /// What is shared, from one call of the sharing register to the next; the last stays.
    let policies: [SharingPolicy]
    /// How each policy differs from the one before.
    let changes: [SimulatedChange]
    /// From which call on the sharing register fails.
    let registerFailsFrom: Int?
    let journal: Journal
    let clients: [Client]
    let deadline: Duration
    /// After how many failures in a row a source is left alone.
    let breakerFailures: Int
    let admission: AdmissionLimits
}

extension SimulatedWorld {
    init(seed: UInt64) {
        var dice = Dice(seed: seed)
        people = SimulatedPeople(
            number: "9434765919", superseded: dice.chance(20) ? "9990000018" : nil, stranger: "9990000026")
        let names = ["ash", "birch", "cedar", "elm", "fir", "oak"].prefix(dice.number(1...6))
        let controllers = names.map { "C-" + $0.uppercased() }
        practice = dice.chance(80) ? dice.pick(controllers + ["C-ELSEWHERE"]) : nil
        deadline = .milliseconds(dice.number(500...4_000))
        trace = Trace(
            outcome: dice.chance(92) ? .found : dice.chance(50) ? .fails : .noRecordCanBeShown,
            delay: dice.chance(98) ? dice.delay(200) : nil)
        let custodians = (controllers + ["C-NOWHERE"]).filter { _ in dice.chance(40) }
        locator = Locator(
            custodians: dice.chance(88) ? custodians : nil, delay: dice.chance(97) ? dice.delay(100) : nil)
        sources = zip(names, controllers).map { name, controller in Self.source(name, controller, &dice) }
        let policy = Self.policy(controllers, &dice)
        registerFailsFrom = dice.chance(6) ? dice.number(0...3) : nil
        journal = Journal(failsFrom: dice.chance(8) ? dice.number(0...4) : nil, delay: dice.delay(5))
        breakerFailures = dice.number(2...5)
        admission =
            dice.chance(80)
            ? AdmissionLimits()
            : AdmissionLimits(
                requests: dice.number(1...2), waiting: dice.number(0...2), bytes: dice.chance(30) ? 3_000 : 1 << 20)
        let ids = sources.map(\.description.id)
        let course = SimulatedChange.course(from: policy, controllers, seed: seed)
        policies = course.policies
        changes = course.changes
        clients = (0..<(dice.chance(25) ? 3 : 1)).map { Self.client($0, ids, &dice) }
    }

    private static func source(_ name: String, _ controller: String, _ dice: inout Dice) -> Source {
        let held = dice.chance(60) ? Dataset.held : Dataset.held.filter { _ in dice.chance(60) }
        guard let id = SourceID(name) else { preconditionFailure("a source without an id") }
        let description = SourceDescription(
            id: id, name: name, controller: Organisation(odsCode: controller, name: name), datasets: Set(held))
        let isStructured = dice.chance(20)
        let asks = (0..<dice.number(1...3)).map { _ in
            Source.Ask(
                delay: dice.chance(93) ? dice.chance(30) ? .zero : dice.delay(1_500) : nil,
                answer: answer(name, isStructured, &dice))
        }
        return Source(
            description: description, timeLimit: .milliseconds(dice.number(100...3_000)),
            isAlwaysAsked: dice.chance(50), asks: asks)
    }

    private static func answer(_ name: String, _ isStructured: Bool, _ dice: inout Dice) -> SimulatedAnswer {
        switch dice.number(0..<100) {
        case 0..<6: return .personNotKnown
        case 6..<10: return .refused
        case 10..<24:
            return .notAvailable(
                dice.pick([.unreachable, .connectionClosed, .serverError, .busy, .invalidAnswer, .tooLarge]))
        default: break
        }
        let items = (0..<dice.number(0...5)).map { place in
            SimulatedRecord.Item(
                id: "\(name)-\(place)", statement: isStructured ? .allergy : dice.pick(SimulatedStatement.allCases),
                date: "20\(dice.number(10...25))-0\(dice.number(1...9))-1\(dice.number(0...9))",
                oddity: !isStructured && dice.chance(15) ? dice.pick(SimulatedRecord.Oddity.allCases) : nil,
                mark: !isStructured && dice.chance(15) ? dice.pick(SimulatedRecord.Mark.allCases) : nil)
        }
        let fault = PartialFault(
            datasets: Set(Dataset.held.filter { _ in dice.chance(25) }),
            reason: .init(.serverError, "A part of the answer failed."))
        return .record(
            SimulatedRecord(
                identity: dice.chance(80) ? .thisPerson : dice.pick(SimulatedRecord.Identity.allCases), items: items,
                fault: dice.chance(15) && !fault.datasets.isEmpty ? fault : nil, isPaged: dice.chance(30),
                isStructured: isStructured))
    }

    /// One controller in some worlds shares nothing, another only some datasets.
    private static func policy(_ controllers: [String], _ dice: inout Dice) -> SharingPolicy {
        if dice.chance(70) { return .demonstration(controllers: Set(controllers)) }
        let agreements = controllers.flatMap { controller -> [SharingPolicy.Standing] in
            guard dice.chance(80) else { return [] }
            let datasets = Set(Dataset.allCases.filter { _ in dice.chance(70) })
            return SharingPolicy.demonstration(controllers: [controller], datasets: datasets).agreements
        }
        return SharingPolicy(version: 1, agreements: agreements)
    }

    private static func client(_ place: Int, _ sources: [SourceID], _ dice: inout Dice) -> Client {
        let datasets = dice.chance(70) ? [] : Dataset.allCases.filter { _ in dice.chance(30) }
        guard let number = try? NHSNumber("9434765919") else { preconditionFailure("a wrong number") }
        let request = RecordRequest(
            requester: .unauthenticatedDemonstration, nhsNumber: number, datasets: datasets,
            from: dice.chance(15) ? .init("20\(dice.number(10...20))-03-05") : nil,
            to: dice.chance(15) ? .init("20\(dice.number(18...25))-08-15") : nil,
            sources: dice.chance(85) ? [] : sources.filter { _ in dice.chance(60) },
            deadline: dice.chance(30) ? .milliseconds(dice.number(500...3_000)) : nil, traceID: "client-\(place)")
        return Client(
            aim: dice.pick([.record, .record, .follow, .follow, .follow, .locate]), begins: dice.delay(1_000),
            leaves: dice.chance(20) ? .milliseconds(dice.number(0...4_000)) : nil, request: request,
            agains: dice.number(0...3), pace: dice.chance(60) ? .zero : dice.delay(300))
    }
}

/// What a seed rolls.
struct Dice {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed ^ 0x5151_5151) }

    mutating func chance(_ percent: Int) -> Bool { number(0..<100) < percent }
    mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0..<elements.count)] }
    /// Up to so many milliseconds, to the nanosecond, so that hardly ever two things happen at once.
    mutating func delay(_ milliseconds: Int) -> Duration { .nanoseconds(number(1...milliseconds * 1_000_000)) }
}
