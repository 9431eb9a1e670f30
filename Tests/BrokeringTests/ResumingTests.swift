// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import Synchronization
import Testing

@testable import Brokering

@Suite struct `Asking again for a whole record` {
    private static let unreachable = SourceAnswer.notAvailable(.init(.unreachable, "The source could not be reached."))

    /// A fixture with a source that always answers, and one that answers from its nth asking on.
    private static func fixture(answersFrom first: Int) throws -> (BrokerFixture, trust: FakeSource, other: FakeSource)
    {
        var fixture = try BrokerFixture()
        fixture.demographics = .success(.found(try BrokerFixture.person(practice: "OTHER")))
        let (ours, theirs) = (
            try BrokerFixture.page([BrokerFixture.patient(), BrokerFixture.allergy("a")]),
            try BrokerFixture.page([BrokerFixture.patient(), BrokerFixture.allergy("b")])
        )
        let count = Mutex(0)
        let trust = FakeSource(try BrokerFixture.description("trust", ods: "TRUST")) { _ in
            let place = count.withLock { count in
                count += 1
                return count
            }
            return place < first ? unreachable : .searchPages([ours], faults: [])
        }
        let other = FakeSource(try BrokerFixture.description("other", ods: "OTHER")) { _ in
            .searchPages([theirs], faults: [])
        }
        fixture.sources = [ConfiguredSource(trust), ConfiguredSource(other)]
        return (fixture, trust, other)
    }

    private struct Unexpected: Error {}

    private static func released(_ answer: RecordAnswer) throws -> ReleasedRecord {
        guard case .record(let released) = answer else { throw Unexpected() }
        return released
    }

    @Test func `asks only the sources that did not answer, and shows the others beside them`() async throws {
        let (fixture, trust, other) = try Self.fixture(answersFrom: 2)
        let broker = try fixture.broker()
        let keeper = RecordKeeper()
        var request = try BrokerFixture.request()
        let first = try Self.released(await broker.record(request, rendering: keeper.renderer))
        #expect(!first.ledger.isComplete)
        let kept: KeptRecord = try #require(first.kept)
        request.earlier = kept
        let second = try Self.released(await broker.record(request, rendering: keeper.renderer))
        #expect(second.ledger.isComplete && second.kept == nil)
        #expect(trust.asked.count == 2 && other.asked.count == 1)
        #expect(keeper.record?.entries(of: .allergies).count == 2)
        let entries = fixture.journal.entries
        #expect(entries.map(\.event) == [.intent, .disclosure, .intent, .disclosure])
        #expect(entries[2].sources.map(\.source.text) == ["trust"])
        // The disclosure is of the whole record, whoever was asked for it last.
        #expect(entries[3].sources.map(\.source.text) == ["trust", "other"])
    }

    @Test func `goes on as often as something is missing, and keeps what came`() async throws {
        let (fixture, trust, other) = try Self.fixture(answersFrom: 4)
        let broker = try fixture.broker()
        var request = try BrokerFixture.request()
        for _ in 0..<4 {
            let released = try Self.released(await broker.record(request, rendering: RecordKeeper().renderer))
            request.earlier = released.kept
        }
        #expect(request.earlier == nil)
        #expect(trust.asked.count == 4 && other.asked.count == 1)
    }

    @Test(arguments: [true, false])
    func `is a probe of a source that is left alone`(goesOn: Bool) async throws {
        let (fixture, trust, _) = try Self.fixture(answersFrom: 6)
        let broker = try fixture.broker()
        let keeper = RecordKeeper()
        for _ in 0..<5 { _ = await broker.record(try BrokerFixture.request(), rendering: keeper.renderer) }
        var request = try BrokerFixture.request()
        let left = try Self.released(await broker.record(request, rendering: keeper.renderer))
        #expect(trust.asked.count == 5)
        if goesOn { request.earlier = left.kept } else { request.asksAgain = true }
        _ = await broker.record(request, rendering: keeper.renderer)
        #expect(trust.asked.count == 6)
        #expect(keeper.record?.ledger.isComplete == true)
    }

    @Test func `goes on from nothing that was asked for by somebody else, or otherwise`() async throws {
        let (fixture, trust, other) = try Self.fixture(answersFrom: .max)
        let broker = try fixture.broker()
        let request = try BrokerFixture.request()
        let kept = try Self.released(await broker.record(request, rendering: RecordKeeper().renderer)).kept
        var others = [
            try BrokerFixture.request(datasets: [.problems]), try BrokerFixture.request(from: "2020-01-01"),
            try BrokerFixture.request(sources: [other.description.id]),
        ]
        others.append(
            RecordRequest(
                requester: Requester(
                    person: "another", role: .demonstration, organisation: "DEMO", system: "mig", purpose: .treatment,
                    strength: .none, establishment: .none), nhsNumber: request.nhsNumber, traceID: "t"))
        others.append(
            RecordRequest(
                requester: request.requester, nhsNumber: request.nhsNumber, traceID: "t", consultation: "another"))
        for place in others.indices {
            others[place].earlier = kept
            _ = await broker.record(others[place], rendering: RecordKeeper().renderer)
            #expect(other.asked.count == place + 2)
        }
        #expect(trust.asked.count >= 4)
    }

    @Test func `traces the person anew, and shows nothing of somebody who is restricted by now`() async throws {
        let (open, trust, other) = try Self.fixture(answersFrom: 2)
        var request = try BrokerFixture.request()
        request.earlier = try Self.released(
            try await open.broker().record(request, rendering: RecordKeeper().renderer)
        ).kept
        var fixture = open
        fixture.demographics = .success(.noRecordCanBeShown)
        guard
            case .noRecordCanBeShown = try await fixture.broker().record(request, rendering: RecordKeeper().renderer)
        else { throw Unexpected() }
        #expect(trust.asked.count == 1 && other.asked.count == 1)
    }

    @Test func `asks anew what may be shown`() async throws {
        let (open, trust, other) = try Self.fixture(answersFrom: 2)
        var fixture = open
        fixture.sharing = ClosingSharing(first: open.sharing)
        let broker = try fixture.broker()
        var request = try BrokerFixture.request()
        request.earlier = try Self.released(await broker.record(request, rendering: RecordKeeper().renderer)).kept
        guard case .notPermitted = await broker.record(request, rendering: RecordKeeper().renderer) else {
            throw Unexpected()
        }
        #expect(trust.asked.count == 1 && other.asked.count == 1)
    }

    @Test func `keeps nothing where all answered, and nothing that asking could not bring`() async throws {
        let (answering, _, other) = try Self.fixture(answersFrom: 1)
        var fixture = answering
        var broker = try fixture.broker()
        let request = try BrokerFixture.request()
        #expect(try Self.released(await broker.record(request, rendering: RecordKeeper().renderer)).kept == nil)
        let refusing = FakeSource(try BrokerFixture.description("trust", ods: "TRUST")) { _ in
            .refused(.init(.accessDenied, "The source refused access."))
        }
        fixture.sources = [ConfiguredSource(refusing), ConfiguredSource(other)]
        broker = try fixture.broker()
        #expect(try Self.released(await broker.record(request, rendering: RecordKeeper().renderer)).kept == nil)
    }

    @Test func `counts what is kept among the bytes in progress, for as long as it is held`() async throws {
        let clock = try #require(StandingClock())
        let gate = AdmissionGate(AdmissionLimits(requests: 2, waiting: 2, bytes: 100), clock: clock)
        var kept: KeptRecord? = KeptRecord(for: try BrokerFixture.request())
        let pass = AdmissionPass(gate, clock: clock)
        #expect(pass.take(80))
        kept?.held = [pass.handOver()]
        pass.end()
        #expect(!gate.take(30))
        kept = nil
        #expect(gate.take(30))
    }

    @Test func `says of what is kept no more than its type`() throws {
        let kept = KeptRecord(for: try BrokerFixture.request())
        #expect("\(kept)" == "<redacted KeptRecord>")
        #expect(!String(reflecting: kept).contains(BrokerFixture.number))
    }
}

/// A register that shares what another does when it is read for the first time, and nothing after that.
private final class ClosingSharing: SharingRegister {
    private let first: any SharingRegister
    private let closed = StandingSharing(.demonstration(controllers: []))
    private let reads = Mutex(0)

    init(first: any SharingRegister) { self.first = first }

    func facts(for question: SharingQuestion, at now: FHIRDateTime) async throws(SharingFailure) -> SharingFacts {
        let isFirst = reads.withLock { reads in
            reads += 1
            return reads == 1
        }
        return try await (isFirst ? first : closed).facts(for: question, at: now)
    }
}
