// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import Testing

@testable import Brokering

@Suite struct `The course of a request` {
    /// Drives a course by hand.
    struct Hand {
        var course: RecordCourse
        var effects: [CourseEffect] = []
        let moment: CourseMoment
        let person: TracedPerson

        init(sources names: [String], aim: RecordCourse.Aim = .following, isAlwaysAsked: Bool = true) throws {
            let sources = try names.map { name in
                let source = FakeSource(try BrokerFixture.description(name, ods: "PRACTICE")) { _ in .personNotKnown }
                return ConfiguredSource(source, isAlwaysAsked: isAlwaysAsked)
            }
            moment = CourseMoment(
                now: ContinuousClock.now, utc: try #require(FHIRDateTime("2026-01-31T09:30:00.000Z")))
            person = try BrokerFixture.person()
            course = RecordCourse(
                try BrokerFixture.request(), aim: aim,
                setting: .init(
                    sources: sources, deadline: .seconds(3)),
                arrival: moment.now)
            effects = course.begin(at: moment)
        }

        mutating func take(_ input: CourseInput) { effects = course.take(input, at: moment) }

        /// As far as the asking of the sources.
        mutating func open() {
            take(.traced(.success(.found(person))))
            take(.located(.success([])))
            consult()
            take(.audited(.success(())))
        }

        /// Asks again about the same person, who may still be shown.
        mutating func askAgain() {
            take(.again)
            take(.traced(.success(.found(person))))
        }

        mutating func consult(_ policy: SharingPolicy = .demonstration(controllers: ["PRACTICE"])) {
            take(
                .consulted(
                    .success(SharingFacts(policy: policy, numbers: Set(person.allNumbers), now: moment.utc))))
        }

        func line(_ place: Int) -> LedgerLine {
            let question = course.questions[place]
            return LedgerLine(
                source: question.source, decisions: question.decisions, result: .answered(CheckedAnswer(), faults: []),
                contribution: .init(), at: moment.utc.text)
        }
        mutating func answer(_ place: Int, round: Int = 1) {
            take(.answered(Asking(question: place, round: round), line(place)))
        }
        mutating func render() {
            guard let draft else { return }
            take(.rendered(RenderedRecord(body: [1], digest: "digest", ledger: draft.record().ledger)))
        }
        /// Takes an update that is being rendered to its delivery.
        mutating func deliver() {
            render()
            take(.audited(.success(())))
            take(.delivered)
        }

        var draft: RecordDraft? {
            for case .render(let draft, _) in effects { return draft }
            return nil
        }
        var stage: RecordStage? {
            for case .render(_, let stage) in effects { return stage }
            return nil
        }
        var asked: [Int] {
            effects.compactMap { effect in
                guard case .ask(let question) = effect else { return nil }
                return question.asking.question
            }
        }
        var audited: AuditEntry? {
            for case .audit(let entry) in effects { return entry }
            return nil
        }
        var delivered: RecordUpdate? {
            for case .deliver(let update) in effects { return update }
            return nil
        }
        var end: RecordFollowingEnd? {
            for case .finish(let end) in effects { return end }
            return nil
        }
        func code(_ place: Int, in draft: RecordDraft?) -> SourceOutcome.Code? {
            draft?.record().ledger.lines[place].outcomes[.risks]?.reason?.code
        }
    }

    @Test func `sources that are done while an update is on its way share the next`() throws {
        var hand = try Hand(sources: ["a", "b", "c", "d"])
        hand.open()
        #expect(hand.asked == [0, 1, 2, 3])
        hand.answer(0)
        #expect(hand.draft != nil)
        hand.render()
        hand.answer(1)
        #expect(hand.draft == nil)
        hand.take(.audited(.success(())))
        #expect(hand.delivered?.progress.map(\.source.name) == ["a"])
        hand.answer(2)
        #expect(hand.draft == nil)
        hand.take(.delivered)
        guard case .source(let progress) = hand.stage else { throw Unexpected() }
        #expect(progress.source.name == "c" && progress.done == 3 && progress.total == 4)
        #expect((0..<4).map { hand.code($0, in: hand.draft) } == [nil, nil, nil, .awaited])
        hand.render()
        hand.take(.audited(.success(())))
        #expect(hand.delivered?.progress.map(\.source.name) == ["b", "c"])
    }

    @Test func `nothing is delivered before its entry is durable, nor when it cannot be`() throws {
        var hand = try Hand(sources: ["a"])
        hand.open()
        hand.answer(0)
        hand.render()
        #expect(hand.audited?.event == .disclosure && hand.audited?.digest == "digest")
        #expect(hand.delivered == nil)
        hand.take(.audited(.failure(AuditFailure("the disk is full"))))
        #expect(hand.delivered == nil)
        guard case .closed(.auditUnavailable) = hand.end else { throw Unexpected() }
    }

    @Test func `an answer that is late, of an earlier round or sent twice changes nothing`() throws {
        var hand = try Hand(sources: ["a", "b"])
        hand.open()
        hand.take(.timeIsUp(Asking(question: 0, round: 1)))
        hand.deliver()
        hand.answer(0)
        #expect(hand.effects.isEmpty)
        hand.answer(1)
        #expect(hand.code(0, in: hand.draft) == .timedOut)
        hand.deliver()
        hand.askAgain()
        hand.consult()
        #expect(hand.audited?.sources.map(\.source.text) == ["a"])
        hand.take(.audited(.success(())))
        #expect(hand.asked == [0])
        hand.answer(0, round: 1)
        #expect(hand.effects.isEmpty)
        hand.answer(1, round: 2)
        #expect(hand.effects.isEmpty)
        hand.answer(0, round: 2)
        #expect(hand.code(0, in: hand.draft) == nil && hand.stage == .whole)
    }

    @Test func `what was stopped meanwhile is not shown again, though the source gave it`() throws {
        var hand = try Hand(sources: ["a", "b"])
        hand.open()
        hand.answer(0)
        hand.deliver()
        hand.take(.timeIsUp(Asking(question: 1, round: 1)))
        hand.deliver()
        hand.askAgain()
        hand.consult(.nothing)
        #expect(hand.audited?.event == .refusal)
        hand.take(.audited(.success(())))
        guard case .notPermitted(let outlook)? = hand.end else { throw Unexpected() }
        #expect(outlook.denial == .noAgreement)
    }

    @Test func `who was restricted meanwhile is not shown when asked again, after the same steps as anybody`() throws {
        var hand = try Hand(sources: ["a", "b"])
        hand.open()
        hand.answer(0)
        hand.deliver()
        hand.take(.timeIsUp(Asking(question: 1, round: 1)))
        hand.deliver()
        hand.take(.again)
        guard case .trace(let number, _)? = hand.effects.first else { throw Unexpected() }
        #expect(number == hand.course.request.nhsNumber && hand.asked.isEmpty)
        hand.take(.traced(.success(.noRecordCanBeShown)))
        guard case .locate? = hand.effects.first else { throw Unexpected() }
        hand.take(.located(.success(["PRACTICE"])))
        guard case .consult(let question, _)? = hand.effects.first else { throw Unexpected() }
        #expect(question.statement == nil && question.numbers == [hand.course.request.nhsNumber])
        hand.consult()
        #expect(hand.audited?.event == .refusal && hand.audited?.clauses == [])
        hand.take(.audited(.success(())))
        guard case .noRecordCanBeShown? = hand.end else { throw Unexpected() }
    }

    @Test func `nothing more is shown when who the person is cannot be asked again`() throws {
        var hand = try Hand(sources: ["a"])
        hand.open()
        hand.take(.timeIsUp(Asking(question: 0, round: 1)))
        hand.deliver()
        hand.take(.again)
        hand.take(.traced(.failure(TraceFailure(.init(.unreachable, "It cannot be reached.")))))
        guard case .closed(.demographicsUnavailable)? = hand.end else { throw Unexpected() }
    }

    @Test func `all sources are asked anew where the person goes by other numbers when asked again`() throws {
        var hand = try Hand(sources: ["a", "b"])
        hand.open()
        hand.answer(0)
        hand.deliver()
        hand.take(.timeIsUp(Asking(question: 1, round: 1)))
        hand.deliver()
        hand.take(.again)
        let merged = try BrokerFixture.person(superseded: ["9434765870"])
        hand.take(.traced(.success(.found(merged))))
        hand.take(.located(.success([])))
        hand.consult()
        hand.take(.audited(.success(())))
        #expect(hand.asked == [0, 1])
    }

    @Test func `a source is asked anew when more of it may be shown than before`() throws {
        var hand = try Hand(sources: ["a", "b"])
        hand.take(.traced(.success(.found(hand.person))))
        hand.take(.located(.success([])))
        hand.consult(.demonstration(controllers: ["PRACTICE"], datasets: [.risks]))
        hand.take(.audited(.success(())))
        hand.answer(0)
        hand.deliver()
        hand.take(.timeIsUp(Asking(question: 1, round: 1)))
        hand.deliver()
        hand.askAgain()
        hand.consult()
        hand.take(.audited(.success(())))
        #expect(hand.asked == [0, 1])
    }

    @Test func `nothing is released when what may be shared cannot be read`() throws {
        var hand = try Hand(sources: ["a"])
        hand.take(.traced(.success(.found(hand.person))))
        hand.take(.located(.success([])))
        hand.take(.consulted(.failure(SharingFailure("the disk is gone"))))
        guard case .closed(.sharingUnavailable)? = hand.end else { throw Unexpected() }
    }

    @Test func `somebody who is not known is asked after like anybody, and nothing stated of them is kept`() throws {
        var hand = try Hand(sources: ["a"])
        hand.take(.traced(.success(.noRecordCanBeShown)))
        guard case .locate(let numbers, _)? = hand.effects.first else { throw Unexpected() }
        #expect(numbers == [hand.course.request.nhsNumber])
        hand.take(.located(.success(["PRACTICE"])))
        guard case .consult(let question, _)? = hand.effects.first else { throw Unexpected() }
        #expect(question.statement == nil)
        hand.consult()
        #expect(hand.audited?.event == .refusal)
        hand.take(.audited(.success(())))
        guard case .noRecordCanBeShown? = hand.end else { throw Unexpected() }
    }

    @Test func `the locator is asked again too where it failed`() throws {
        var hand = try Hand(sources: ["a"], isAlwaysAsked: false)
        hand.take(
            .traced(
                .success(
                    .found(
                        TracedPerson(
                            nhsNumber: hand.person.nhsNumber, supersededNumbers: [],
                            demographics: hand.person.demographics, registeredPractice: nil)))))
        hand.take(.located(.failure(LocateFailure(.init(.unreachable, "It cannot be reached.")))))
        hand.consult()
        hand.take(.audited(.success(())))
        #expect(hand.asked.isEmpty && hand.code(0, in: hand.draft) == .notLocated)
        hand.deliver()
        hand.take(.again)
        hand.take(.traced(.success(.found(try #require(hand.course.person)))))
        guard case .locate? = hand.effects.first else { throw Unexpected() }
        hand.take(.located(.success(["PRACTICE"])))
        hand.consult()
        #expect(hand.audited?.event == .intent)
        hand.take(.audited(.success(())))
        #expect(hand.asked == [0])
        hand.answer(0, round: 2)
        hand.deliver()
        guard case .done = hand.end else { throw Unexpected() }
    }

    @Test func `what is stated with a request is recorded once, however often its sources are asked again`() throws {
        var hand = try Hand(sources: ["a"])
        let request = try BrokerFixture.request()
        let stating = RecordRequest(
            requester: request.requester, nhsNumber: request.nhsNumber, traceID: request.traceID,
            statement: PermissionStatement(.given))
        hand.course = RecordCourse(
            stating, aim: .following, setting: hand.course.setting, arrival: hand.moment.now)
        hand.effects = hand.course.begin(at: hand.moment)
        func isStated() -> Bool? {
            for case .consult(let question, _) in hand.effects { return question.statement != nil }
            return nil
        }
        hand.take(.traced(.success(.found(hand.person))))
        hand.take(.located(.success([])))
        #expect(isStated() == true)
        hand.consult()
        hand.take(.audited(.success(())))
        hand.take(.timeIsUp(Asking(question: 0, round: 1), since: nil))
        hand.deliver()
        hand.askAgain()
        #expect(isStated() == false)
    }

    @Test func `after its end nothing has any effect`() throws {
        var hand = try Hand(sources: ["a"])
        hand.open()
        hand.take(.clientLeft)
        guard case .closed(.abandoned) = hand.end else { throw Unexpected() }
        hand.answer(0)
        #expect(hand.effects.isEmpty)
        hand.take(.clientLeft)
        #expect(hand.effects.isEmpty)
    }

    @Test func `a client that leaves between the entry and the delivery is given nothing`() throws {
        var hand = try Hand(sources: ["a"])
        hand.open()
        hand.answer(0)
        hand.render()
        hand.take(.clientLeft)
        hand.take(.audited(.success(())))
        #expect(hand.delivered == nil)
    }

    struct Unexpected: Error {}
}
