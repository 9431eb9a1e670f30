// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Testing

@testable import Brokering

@Suite struct `The queue of requests` {
    private let now = ContinuousClock.now

    private func tickets(_ count: Int) -> [AdmissionQueue.Ticket] { (1...count).map { .init(number: $0) } }

    /// What a change of the queue gives, which `#expect` cannot make itself.
    private func expect<Value: Equatable>(
        _ value: Value, _ expected: Value, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(value == expected, sourceLocation: sourceLocation)
    }

    @Test func `lets in so many, then lets wait, and lets in who has waited longest`() {
        var queue = AdmissionQueue(AdmissionLimits(requests: 2, waiting: 10, bytes: 1_000))
        let tickets = tickets(4)
        let latest = now.advanced(by: .seconds(1))
        let arrivals = tickets.map { queue.arrive($0, latest: latest, at: now) }
        #expect(arrivals == [.enters, .enters, .waits, .waits])
        expect(queue.leave(after: .milliseconds(10), holding: 0, at: now), [tickets[2]])
        expect(queue.leave(after: .milliseconds(10), holding: 0, at: now), [tickets[3]])
        #expect(queue.inside == 2)
    }

    @Test func `refuses at once whom it could not let in in time, and says when to come again`() {
        var queue = AdmissionQueue(AdmissionLimits(requests: 1, waiting: 10, bytes: 1_000))
        let tickets = tickets(5)
        let latest = now.advanced(by: .milliseconds(1_500))
        _ = queue.arrive(tickets[0], latest: latest, at: now)
        _ = queue.leave(after: .seconds(1), holding: 0, at: now)
        _ = queue.arrive(tickets[1], latest: latest, at: now)
        expect(queue.arrive(tickets[2], latest: latest, at: now), .waits)
        expect(queue.arrive(tickets[3], latest: latest, at: now), .refused(retryAfter: .seconds(2)))
        #expect(queue.waitingCount == 1)
    }

    @Test func `lets fewer in while work waits for a processor, and more again when it does not`() {
        var queue = AdmissionQueue(AdmissionLimits(requests: 64, waiting: 1_000, bytes: 1_000_000))
        let tickets = tickets(400)
        let latest = now.advanced(by: .seconds(900))
        for ticket in tickets { _ = queue.arrive(ticket, latest: latest, at: now) }
        #expect(queue.inside == AdmissionQueue.first)
        // All that were inside together tell of the same wait: it counts once.
        for _ in 0..<10 { _ = queue.leave(after: .seconds(1), holding: 0, lag: .seconds(1), at: now) }
        #expect(queue.allowed == AdmissionQueue.first * 3 / 4)
        for second in 1...20 {
            let later = now.advanced(by: .seconds(2 * second))
            _ = queue.leave(after: .seconds(1), holding: 0, lag: .seconds(1), at: later)
        }
        #expect(queue.allowed == AdmissionQueue.least)
        // Slow sources alone are no reason to let fewer in.
        for second in 1...100 {
            _ = queue.leave(after: .seconds(3), holding: 0, at: now.advanced(by: .seconds(100 + second)))
        }
        #expect(queue.allowed == 64)
        #expect(queue.inside == 64)
    }

    @Test func `lets no more wait than may`() {
        var queue = AdmissionQueue(AdmissionLimits(requests: 1, waiting: 1, bytes: 1_000))
        let latest = now.advanced(by: .seconds(1))
        let arrivals = tickets(3).map { queue.arrive($0, latest: latest, at: now) }
        #expect(arrivals == [.enters, .waits, .refused(retryAfter: .zero)])
    }

    @Test func `passes over whom it is too late for`() {
        var queue = AdmissionQueue(AdmissionLimits(requests: 1, waiting: 10, bytes: 1_000))
        let tickets = tickets(4)
        _ = queue.arrive(tickets[0], latest: now.advanced(by: .seconds(9)), at: now)
        _ = queue.arrive(tickets[1], latest: now.advanced(by: .seconds(1)), at: now)
        _ = queue.arrive(tickets[2], latest: now.advanced(by: .seconds(9)), at: now)
        let later = now.advanced(by: .seconds(2))
        expect(queue.leave(after: .zero, holding: 0, at: later), [tickets[2]])
        expect(queue.leave(after: .zero, holding: 0, at: later), [])
        expect(queue.arrive(tickets[3], latest: now.advanced(by: .seconds(9)), at: later), .enters)
        expect(queue.giveUp(tickets[1]) == nil, false)
        expect(queue.giveUp(tickets[1]), nil)
    }

    @Test func `lets in no more when little room for bytes is left, until bytes are given back`() {
        var queue = AdmissionQueue(AdmissionLimits(requests: 10, waiting: 10, bytes: 1_000))
        let tickets = tickets(3)
        let latest = now.advanced(by: .seconds(1))
        _ = queue.arrive(tickets[0], latest: latest, at: now)
        let fits = [queue.take(900), queue.take(101)]
        #expect(fits == [true, false])
        expect(queue.arrive(tickets[1], latest: latest, at: now), .waits)
        expect(queue.giveBack(900, at: now), [tickets[1]])
        #expect(queue.bytes == 0)
    }

    @Test func `lets one in whatever bytes are held, so that it never stands still`() {
        var queue = AdmissionQueue(AdmissionLimits(requests: 10, waiting: 10, bytes: 1_000))
        let fits = queue.take(1_000)
        #expect(fits)
        expect(queue.arrive(tickets(1)[0], latest: now.advanced(by: .seconds(1)), at: now), .enters)
    }
}

@Suite struct `A gateway with more requests than it can do` {
    @Test func `answers those that had to wait as well, and refuses the rest without asking any source`() async throws {
        var fixture = try BrokerFixture()
        fixture.admission = AdmissionLimits(requests: 1, waiting: 1, bytes: 1 << 20)
        let (isAsked, asked) = AsyncStream.makeStream(of: Void.self)
        let (gate, opening) = AsyncStream.makeStream(of: Void.self)
        let page = try BrokerFixture.page([BrokerFixture.patient()])
        let source = FakeSource(try BrokerFixture.description("trust", ods: "TRUST"), onAsk: { asked.yield() }) { _ in
            for await _ in gate { break }
            return .searchPages([page], faults: [])
        }
        fixture.sources = [ConfiguredSource(source)]
        let broker = try fixture.broker()
        let request = try BrokerFixture.request()
        let answers = await withTaskGroup(of: RecordAnswer.self) { group in
            group.addTask { await broker.record(request, rendering: RecordKeeper().renderer) }
            for await _ in isAsked { break }
            group.addTask { await broker.record(request, rendering: RecordKeeper().renderer) }
            while broker.gate.load.waiting == 0 { await Task.yield() }
            group.addTask { await broker.record(request, rendering: RecordKeeper().renderer) }
            var answers: [RecordAnswer] = []
            for await answer in group {
                answers.append(answer)
                opening.yield()
            }
            return answers
        }
        guard case .closed(.overloaded) = answers[0] else {
            Issue.record("the third was not refused")
            return
        }
        for answer in answers.dropFirst() {
            guard case .record = answer else {
                Issue.record("one of those that had room was not answered")
                continue
            }
        }
        #expect(source.asked.count == 2)
        #expect(broker.gate.load == (0, 0, 0))
    }

    @Test func `gives up the place of one who waits and leaves`() async throws {
        var fixture = try BrokerFixture()
        fixture.admission = AdmissionLimits(requests: 1, waiting: 1, bytes: 1 << 20)
        let (isAsked, asked) = AsyncStream.makeStream(of: Void.self)
        let source = FakeSource(try BrokerFixture.description("trust", ods: "TRUST"), onAsk: { asked.yield() }) { _ in
            try? await waitUntilCancelled()
            return .personNotKnown
        }
        fixture.sources = [ConfiguredSource(source)]
        let broker = try fixture.broker()
        let request = try BrokerFixture.request()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await broker.record(request, rendering: RecordKeeper().renderer) }
            for await _ in isAsked { break }
            // Who waits leaves first and alone: were both told to leave at once, the first might make room before the other hears of it.
            await withTaskGroup(of: Void.self) { waiting in
                waiting.addTask { _ = await broker.record(request, rendering: RecordKeeper().renderer) }
                while broker.gate.load.waiting == 0 { await Task.yield() }
                waiting.cancelAll()
            }
            #expect(broker.gate.load.waiting == 0)
            #expect(broker.gate.load.inside == 1)
            group.cancelAll()
        }
        #expect(broker.gate.load == (0, 0, 0))
        #expect(source.asked.count == 1)
    }

    @Test func `holds no place while a page waits to be asked again`() async throws {
        var fixture = try BrokerFixture()
        fixture.admission = AdmissionLimits(requests: 1, waiting: 1, bytes: 1 << 20)
        let source = FakeSource(try BrokerFixture.description("trust", ods: "TRUST")) { query in
            _ = query.inProgress?.take(100)
            return .notAvailable(.init(.unreachable, "The source could not be reached."))
        }
        fixture.sources = [ConfiguredSource(source)]
        let broker = try fixture.broker()
        let request = try BrokerFixture.request()
        let again = AsyncStream.makeStream(of: Void.self)
        let held = AsyncStream.makeStream(of: Int.self)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = await broker.follow(
                    request, rendering: RecordUpdateRenderer { _, _ in Array("page".utf8) }, again: again.stream
                ) { _ in held.continuation.yield(broker.gate.load.bytes) }
            }
            for await bytes in held.stream {
                #expect(bytes == 104)
                break
            }
            while broker.gate.load.inside > 0 { await Task.yield() }
            guard case .record = await broker.record(request, rendering: RecordKeeper().renderer) else {
                Issue.record("a page that waits keeps another request out")
                return
            }
            #expect(broker.gate.load.bytes == 100)
            again.continuation.finish()
        }
        #expect(broker.gate.load == (0, 0, 0))
    }
}
