// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import Synchronization
import Testing

@testable import Brokering

@Suite struct `A source's breaker` {
    /// A breaker and its time, in the hand of a test.
    struct Hand {
        var breaker = CircuitBreaker()
        let start = ContinuousClock.now
        var elapsed = Duration.zero

        var moment: CourseMoment {
            get throws {
                let seconds = Int(elapsed / .seconds(1))
                let utc = try #require(FHIRDateTime("2026-01-31T14:\(10 + seconds / 60):\(10 + seconds % 60)Z"))
                return CourseMoment(now: start.advanced(by: elapsed), utc: utc)
            }
        }

        mutating func fails(
            _ code: SourceOutcome.Code = .unreachable, person: Int = 1, times: Int = 1, isProbe: Bool = false
        ) throws {
            for _ in 0..<times {
                let reason = SourceOutcome.Reason(code, "The source could not be reached.")
                breaker.note(.failed(reason, person: person), isProbe: isProbe, at: try moment)
            }
        }

        /// `nil` when the source is not asked.
        mutating func isAskedAsProbe(again: Bool = false) throws -> Bool? {
            guard case .ask(let isProbe) = breaker.admit(asksAgain: again, at: try moment.now) else { return nil }
            return isProbe
        }
    }

    @Test func `leaves a source alone after so many failures in a row, and not before`() throws {
        var hand = Hand()
        try hand.fails(times: 4)
        #expect(try hand.isAskedAsProbe() == false)
        try hand.fails()
        #expect(try hand.isAskedAsProbe() == nil)
    }

    @Test func `says since when and why`() throws {
        var hand = Hand()
        try hand.fails()
        hand.elapsed = .seconds(7)
        try hand.fails(times: 4)
        guard case .suspended(let reason) = hand.breaker.admit(asksAgain: false, at: try hand.moment.now) else {
            Issue.record("the source is asked")
            return
        }
        #expect(reason.code == .suspended)
        #expect(
            SourceOutcome.notAvailable(reason: reason).words
                == "Not available since 14:10 UTC on 31-Jan-2026: It was not asked, as it failed 5 times in a row. The source could not be reached. It is tried again by itself, and when you ask again."
        )
    }

    @Test func `an answer between failures keeps it asked, however many fail`() throws {
        var hand = Hand()
        for _ in 0..<20 {
            try hand.fails(times: 4)
            hand.breaker.note(.alive, isProbe: false, at: try hand.moment)
        }
        #expect(try hand.isAskedAsProbe() == false)
    }

    @Test(arguments: [SourceOutcome.Code.timedOut, .serverError, .invalidAnswer, .busy])
    func `failures about one person alone never leave everybody's source alone`(code: SourceOutcome.Code) throws {
        var hand = Hand()
        try hand.fails(code, person: 1, times: 50)
        #expect(try hand.isAskedAsProbe() == false)
        try hand.fails(code, person: 2)
        #expect(try hand.isAskedAsProbe() == false)
        try hand.fails(code, person: 3)
        #expect(try hand.isAskedAsProbe() == nil)
    }

    @Test func `tries again by itself, one at a time, and after ever longer pauses`() throws {
        var hand = Hand()
        try hand.fails(times: 5)
        var pauses: [Int] = []
        for pause in [5, 10, 20, 40, 60, 60] {
            hand.elapsed += .seconds(pause) - .milliseconds(1)
            #expect(try hand.isAskedAsProbe() == nil)
            hand.elapsed += .milliseconds(1)
            #expect(try hand.isAskedAsProbe() == true)
            #expect(try hand.isAskedAsProbe() == nil)
            try hand.fails(isProbe: true)
            pauses.append(pause)
        }
        #expect(pauses.count == 6)
        hand.elapsed += .seconds(60)
        #expect(try hand.isAskedAsProbe() == true)
        hand.breaker.note(.alive, isProbe: true, at: try hand.moment)
        #expect(try hand.isAskedAsProbe() == false)
        #expect(hand.breaker.failingSince == nil)
    }

    @Test func `asking again is one probe`() throws {
        var hand = Hand()
        try hand.fails(times: 5)
        #expect(try hand.isAskedAsProbe(again: true) == true)
        #expect(try hand.isAskedAsProbe(again: true) == nil)
        hand.breaker.note(.nothing, isProbe: true, at: try hand.moment)
        #expect(try hand.isAskedAsProbe(again: true) == true)
    }

    @Test func `an answer that was still on its way brings the source back`() throws {
        var hand = Hand()
        try hand.fails(times: 5)
        hand.breaker.note(.alive, isProbe: false, at: try hand.moment)
        #expect(try hand.isAskedAsProbe() == false)
    }
}

@Suite struct `A source that is left alone` {
    private static func failing(_ answers: @escaping @Sendable (Int) -> SourceAnswer) throws -> FakeSource {
        let count = Mutex(0)
        return FakeSource(try BrokerFixture.description("trust", ods: "TRUST")) { _ in
            answers(
                count.withLock { count in
                    count += 1
                    return count
                })
        }
    }

    private static let unreachable = SourceAnswer.notAvailable(.init(.unreachable, "The source could not be reached."))

    @Test func `stands in every ledger for every dataset, with since when, and is asked once by trying again`()
        async throws
    {
        var fixture = try BrokerFixture()
        fixture.demographics = .success(.found(try BrokerFixture.person(practice: "TRUST")))
        let page = try BrokerFixture.page([BrokerFixture.patient(), BrokerFixture.allergy("a")])
        let source = try Self.failing { $0 <= 5 ? Self.unreachable : .searchPages([page], faults: []) }
        fixture.sources = [ConfiguredSource(source)]
        let broker = try fixture.broker()
        let keeper = RecordKeeper()
        for _ in 0..<5 { _ = await broker.record(try BrokerFixture.request(), rendering: keeper.renderer) }
        _ = await broker.record(try BrokerFixture.request(), rendering: keeper.renderer)
        #expect(source.asked.count == 5)
        let record = try #require(keeper.record)
        for dataset in Dataset.held {
            #expect(record.ledger.lines[0].outcomes[dataset]?.reason?.code == .suspended)
            #expect(record.ledger.lines[0].outcomes[dataset]?.reason?.since == fixture.clock.utc)
        }
        #expect(record.allergyStatement.isAlarming)
        let stages = Mutex<[RecordStage]>([])
        let again = AsyncStream.makeStream(of: Void.self)
        let followed = RecordKeeper()
        _ = await broker.follow(
            try BrokerFixture.request(),
            rendering: RecordUpdateRenderer { record, _ in followed.renderer.render(record) }, again: again.stream
        ) { update in
            stages.withLock { $0.append(update.stage) }
            again.continuation.yield()
        }
        #expect(stages.withLock { $0 } == [.whole, .whole])
        #expect(source.asked.count == 6)
        #expect(followed.record?.ledger.isComplete == true)
    }

    /// What a source's answer about a person tells about it.
    private static func verdict(_ answer: SourceAnswer, datasets: Set<Dataset> = [.problems, .risks]) throws
        -> CircuitBreaker.Verdict
    {
        let source = try BrokerFixture.description("trust", ods: "TRUST")
        let now = ContinuousClock.now
        let person = try BrokerFixture.person()
        let asked = AskedQuestion(
            asking: Asking(question: 0, round: 1),
            question: CourseQuestion(
                place: 0, source: source, timeLimit: .seconds(3), grounds: [], decisions: [:]),
            query: SourceQuery(
                numbers: person.allNumbers, datasets: datasets,
                asker: SourceQuery.Asker(.unauthenticatedDemonstration), traceID: "trace"),
            person: person, isAskedAgain: false, deadline: now.advanced(by: .seconds(3)))
        return asked.verdict(on: answer, askedAt: now)
    }

    @Test func `is one that knows the person and fails at all that it is asked of them`() throws {
        let failed = SourceOutcome.Reason(.serverError, "The source failed.")
        let (problems, risks) = (
            PartialFault(datasets: [.problems], reason: failed), PartialFault(datasets: [.risks], reason: failed)
        )
        let person = try BrokerFixture.page([BrokerFixture.patient()])
        let allergy = try BrokerFixture.page([BrokerFixture.patient(), BrokerFixture.allergy("a")])
        guard
            case .failed(_, _, knowsPerson: true) = try Self.verdict(.searchPages([person], faults: [problems, risks]))
        else {
            Issue.record("it is taken for one that answers")
            return
        }
        let refusal = PartialFault(datasets: [.risks], reason: .init(.notAuthorised, "The source refused."))
        for answer in [
            // It gave something, or did not fail at everything, or said no.
            SourceAnswer.searchPages([person, allergy], faults: [problems, risks]),
            .searchPages([person], faults: [problems]), .searchPages([person], faults: [problems, refusal]),
            .searchPages([person], faults: []),
        ] {
            #expect(try !Self.verdict(answer).isFailure)
        }
    }

    @Test func `is not left alone for what one person's record does to it after it has found them`() throws {
        var breaker = CircuitBreaker()
        let moment = CourseMoment(now: .now, utc: try #require(FHIRDateTime("2026-01-31T09:30:00Z")))
        let reason = SourceOutcome.Reason(.connectionClosed, "The connection was closed.")
        for _ in 0..<20 {
            breaker.note(.failed(reason, person: 1, knowsPerson: true), isProbe: false, at: moment)
        }
        guard case .ask(isProbe: false) = breaker.admit(asksAgain: false, at: moment.now) else {
            Issue.record("the source is left alone")
            return
        }
    }

    @Test func `is never one that refuses`() async throws {
        var fixture = try BrokerFixture()
        let source = try Self.failing { _ in .refused(.init(.accessDenied, "The source refused access.")) }
        fixture.sources = [ConfiguredSource(source)]
        let broker = try fixture.broker()
        for _ in 0..<20 { _ = await broker.record(try BrokerFixture.request(), rendering: RecordKeeper().renderer) }
        #expect(source.asked.count == 20)
    }

    @Test func `is never one that was given less time than it is entitled to`() async throws {
        var fixture = try BrokerFixture()
        let source = FakeSource(try BrokerFixture.description("trust", ods: "TRUST"), timeLimit: .seconds(50)) { _ in
            try? await waitUntilCancelled()
            return .personNotKnown
        }
        fixture.sources = [ConfiguredSource(source)]
        let requests = Mutex(0)
        fixture.clock = ClockOfQuestions(standing: fixture.clock) {
            source.asked.count == requests.withLock { $0 }
        }
        let broker = try fixture.broker()
        let number = try NHSNumber(BrokerFixture.number)
        for _ in 0..<20 {
            requests.withLock { $0 += 1 }
            let request = RecordRequest(
                requester: .unauthenticatedDemonstration, nhsNumber: number, deadline: .seconds(1), traceID: "t")
            _ = await broker.record(request, rendering: RecordKeeper().renderer)
        }
        #expect(source.asked.count == 20)
    }
}

/// A clock on which every time limit is over once the source has been asked, and not before.
private struct ClockOfQuestions: GatewayClock {
    let standing: any GatewayClock
    let hasBeenAsked: @Sendable () -> Bool

    var now: ContinuousClock.Instant { standing.now }
    var utc: FHIRDateTime { standing.utc }

    func sleep(until deadline: ContinuousClock.Instant) async throws {
        while !hasBeenAsked() {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}
