// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Sharing
import Synchronization
import Testing

@Suite struct `The record broker` {
    /// The record that a fixture's broker puts together.
    static func record(_ fixture: BrokerFixture, _ request: RecordRequest? = nil) async throws -> DetailedCareRecord {
        let keeper = RecordKeeper()
        let request = try request ?? BrokerFixture.request()
        guard case .record = await (try fixture.broker()).record(request, rendering: keeper.renderer) else {
            throw Unanswered()
        }
        return try #require(keeper.record)
    }

    struct Unanswered: Error {}

    @Test func `writes the intent before any source is asked and the disclosure before anything leaves`() async throws {
        var fixture = try BrokerFixture()
        let journal = fixture.journal
        let entriesWhenAsked = Mutex<[AuditEntry.Event]>([])
        fixture.sources = [
            ConfiguredSource(
                try BrokerFixture.trust([]) { entriesWhenAsked.withLock { $0 = journal.entries.map(\.event) } })
        ]
        let answer = await (try fixture.broker()).record(
            try BrokerFixture.request(), rendering: RecordKeeper().renderer)
        guard case .record(let released) = answer else { throw Unanswered() }
        #expect(entriesWhenAsked.withLock { $0 } == [.intent])
        #expect(journal.entries.map(\.event) == [.intent, .disclosure])
        #expect(journal.entries.last?.digest?.count == 64)
        #expect(released.body == Array("rendered".utf8))
    }

    @Test(arguments: [0, 1]) func `releases nothing when the audit fails`(entry: Int) async throws {
        var fixture = try BrokerFixture()
        fixture.journal = FakeJournal(failsFrom: entry)
        let source = try BrokerFixture.trust([BrokerFixture.allergy("a")])
        fixture.sources = [ConfiguredSource(source)]
        let answer = await (try fixture.broker()).record(
            try BrokerFixture.request(), rendering: RecordKeeper().renderer)
        guard case .closed(.auditUnavailable) = answer else {
            Issue.record("something was released although the audit failed")
            return
        }
        #expect(source.asked.isEmpty == (entry == 0))
    }

    @Test func `says the same of unknown and restricted people, asks nobody, and keeps the refusal`() async throws {
        var fixture = try BrokerFixture()
        fixture.demographics = .success(.noRecordCanBeShown)
        let source = try BrokerFixture.trust([])
        fixture.sources = [ConfiguredSource(source, isAlwaysAsked: true)]
        let answer = await (try fixture.broker()).record(
            try BrokerFixture.request(), rendering: RecordKeeper().renderer)
        guard case .noRecordCanBeShown = answer else { throw Unanswered() }
        #expect(source.asked.isEmpty)
        #expect(fixture.journal.entries.map(\.event) == [.refusal])
    }

    @Test func `is closed when the demographic service does not answer`() async throws {
        var fixture = try BrokerFixture()
        fixture.demographics = .failure(TraceFailure(.init(.timedOut, "It did not answer.")))
        let answer = await (try fixture.broker()).record(
            try BrokerFixture.request(), rendering: RecordKeeper().renderer)
        guard case .closed(.demographicsUnavailable) = answer else {
            Issue.record("a record left without a trace")
            return
        }
    }

    @Test func `renders and discloses nothing once whoever asked has gone`() async throws {
        var fixture = try BrokerFixture()
        let isAsked = AsyncStream.makeStream(of: Void.self)
        let hanging = FakeSource(
            try BrokerFixture.description("hanging", ods: "OTHER"), onAsk: { isAsked.continuation.yield() }
        ) { _ in
            try? await waitUntilCancelled()
            return .personNotKnown
        }
        fixture.sources = [
            ConfiguredSource(try BrokerFixture.trust([BrokerFixture.allergy("a")])),
            ConfiguredSource(hanging, isAlwaysAsked: true),
        ]
        let broker = try fixture.broker()
        let request = try BrokerFixture.request()
        let keeper = RecordKeeper()
        let answer = await withTaskGroup(of: RecordAnswer.self) { group in
            group.addTask { await broker.record(request, rendering: keeper.renderer) }
            for await _ in isAsked.stream { break }
            group.cancelAll()
            return await group.next()
        }
        guard case .closed(.abandoned) = answer else {
            Issue.record("something was released although nobody waits for it")
            return
        }
        #expect(keeper.record == nil)
        #expect(fixture.journal.entries.map(\.event) == [.intent])
    }

    @Test func `gives up a source that is late and keeps the others`() async throws {
        var fixture = try BrokerFixture()
        let hanging = FakeSource(try BrokerFixture.description("hanging", ods: "OTHER"), timeLimit: .seconds(1)) { _ in
            try? await waitUntilCancelled()
            return .personNotKnown
        }
        fixture.sources = [
            ConfiguredSource(try BrokerFixture.trust([BrokerFixture.allergy("a")])),
            ConfiguredSource(hanging, isAlwaysAsked: true),
        ]
        let record = try await Self.record(fixture)
        #expect(record.entries(of: .allergies).count == 1)
        let line = try #require(record.ledger.lines.first { $0.source.name == "hanging" })
        #expect(line.outcomes[.risks]?.reason?.code == .timedOut)
        #expect(
            record.allergyStatement == .recordedButIncomplete(missing: ["The practice", "hanging"])
                || record.allergyStatement.isAlarming)
    }

    @Test func `asks under every number that the trace calls superseded`() async throws {
        var fixture = try BrokerFixture()
        fixture.demographics = .success(.found(try BrokerFixture.person(superseded: ["9990000018"])))
        let source = try BrokerFixture.trust([], patient: BrokerFixture.patient(number: "9990000018"))
        fixture.sources = [ConfiguredSource(source)]
        _ = try await Self.record(fixture)
        #expect(source.asked.first?.numbers.map(\.disclosed) == [BrokerFixture.number, "9990000018"])
    }

    @Test func `names an organisation that is not connected`() async throws {
        var fixture = try BrokerFixture()
        fixture.locator = .success(["NOWHERE"])
        let record = try await Self.record(fixture)
        let reasons = record.ledger.lines.map { $0.outcomes[.risks]?.reason?.code }
        #expect(reasons == [.notConnected, .notConnected])
        #expect(record.allergyStatement.isAlarming)
        #expect(!record.ledger.isComplete)
    }

    @Test func `says of every source that it is not located when the locator does not answer`() async throws {
        var fixture = try BrokerFixture()
        fixture.locator = .failure(LocateFailure(.init(.unreachable, "It cannot be reached.")))
        let source = try BrokerFixture.trust([])
        fixture.sources = [ConfiguredSource(source)]
        let record = try await Self.record(fixture)
        let line = try #require(record.ledger.lines.first { $0.source.name == "trust" })
        #expect(line.outcomes[.medication]?.reason?.code == .notLocated)
        #expect(source.asked.isEmpty)
    }

    @Test func `does not take "not known" from a source that should know the person for "nothing recorded"`()
        async throws
    {
        var fixture = try BrokerFixture()
        let pointer = FakeSource(try BrokerFixture.description("trust", ods: "TRUST")) { _ in .personNotKnown }
        let always = FakeSource(try BrokerFixture.description("other", ods: "OTHER")) { _ in .personNotKnown }
        fixture.sources = [ConfiguredSource(pointer), ConfiguredSource(always, isAlwaysAsked: true)]
        let record = try await Self.record(fixture)
        #expect(record.ledger.lines[0].outcomes[.risks]?.reason?.code == .personNotKnown)
        #expect(record.ledger.lines[1].outcomes[.risks] == .nothingRecorded)
    }

    @Test func `takes nothing from an answer about another person`() async throws {
        var fixture = try BrokerFixture()
        let other = try BrokerFixture.trust(
            [BrokerFixture.allergy("a")], patient: BrokerFixture.patient(number: "9990000018"))
        fixture.sources = [ConfiguredSource(other)]
        let record = try await Self.record(fixture)
        #expect(record.entries.isEmpty)
        #expect(record.supporting.isEmpty)
        #expect(record.ledger.lines[0].outcomes[.risks]?.reason?.code == .anotherPerson)
    }

    @Test func `quarantines an answer whose birth date is another, and takes nothing of it`() async throws {
        var fixture = try BrokerFixture()
        let slipped = try BrokerFixture.trust(
            [BrokerFixture.allergy("a")], patient: BrokerFixture.patient(birthDate: "1981-06-12"))
        fixture.sources = [ConfiguredSource(slipped)]
        let record = try await Self.record(fixture)
        #expect(record.entries.isEmpty)
        #expect(record.ledger.lines[0].outcomes[.risks]?.code == "quarantined")
        #expect(record.allergyStatement.isAlarming)
    }

    @Test func `leaves out a resource that points at somebody else, and says so`() async throws {
        var fixture = try BrokerFixture()
        fixture.sources = [
            ConfiguredSource(
                try BrokerFixture.trust([
                    BrokerFixture.allergy("a"), BrokerFixture.allergy("b", subject: "Patient/other"),
                ]))
        ]
        let record = try await Self.record(fixture)
        #expect(record.entries(of: .allergies).map(\.sourceReference) == ["AllergyIntolerance/a"])
        #expect(record.ledger.lines[0].notices.contains { $0.kind == .identity && $0.text.contains("1 item") })
    }

    @Test func `takes the same resource sent twice once, and two under one id both`() async throws {
        var fixture = try BrokerFixture()
        let twice = [
            BrokerFixture.allergy("a"), BrokerFixture.allergy("a"), BrokerFixture.allergy("a", date: "2002-02-02"),
        ]
        fixture.sources = [ConfiguredSource(try BrokerFixture.trust(twice))]
        let record = try await Self.record(fixture)
        #expect(record.entries(of: .allergies).count == 2)
        #expect(Set(record.entries.map(\.id)).count == record.entries.count)
    }

    @Test func `gives all allergies with medicines, whatever was asked for`() async throws {
        var fixture = try BrokerFixture()
        let source = try BrokerFixture.trust([BrokerFixture.allergy("a")])
        fixture.sources = [ConfiguredSource(source)]
        let record = try await Self.record(
            fixture, try BrokerFixture.request(datasets: [.medication], from: "2020-01-01"))
        #expect(record.ledger.scope == [.medication, .risks])
        #expect(record.entries(of: .allergies).count == 1)
    }

    @Test func `denies what no agreement shares, and does not ask for it`() async throws {
        var fixture = try BrokerFixture()
        fixture.sharing = StandingSharing(.nothing)
        let source = try BrokerFixture.trust([BrokerFixture.allergy("a")])
        fixture.sources = [ConfiguredSource(source)]
        let answer = await (try fixture.broker()).record(
            try BrokerFixture.request(), rendering: RecordKeeper().renderer)
        guard case .notPermitted(let outlook) = answer else { throw Unanswered() }
        #expect(source.asked.isEmpty)
        #expect(outlook.denial == .noAgreement && !outlook.opensNow)
        #expect(outlook.explained.isEmpty)
        #expect(fixture.journal.entries.map(\.event) == [.refusal])
    }

    @Test func `names what one controller does not share beside what another does`() async throws {
        var fixture = try BrokerFixture()
        fixture.sharing = StandingSharing(.demonstration(controllers: ["OTHER"]))
        let source = try BrokerFixture.trust([BrokerFixture.allergy("a")])
        let page = try BrokerFixture.page([BrokerFixture.patient()])
        let other = FakeSource(try BrokerFixture.description("other", ods: "OTHER")) { _ in
            .searchPages([page], faults: [])
        }
        fixture.sources = [ConfiguredSource(source), ConfiguredSource(other, isAlwaysAsked: true)]
        let record = try await Self.record(fixture)
        #expect(source.asked.isEmpty)
        #expect(record.ledger.lines[0].outcomes[.risks]?.reason?.code == .notPermitted)
        #expect(record.allergyStatement.isAlarming)
    }

    @Test func `makes an id that is the same every time and tells nothing`() async throws {
        var fixture = try BrokerFixture()
        fixture.sources = [ConfiguredSource(try BrokerFixture.trust([BrokerFixture.allergy("a")]))]
        let one = try await Self.record(fixture)
        let other = try await Self.record(fixture)
        #expect(one.entries.map(\.id) == other.entries.map(\.id))
        for entry in one.entries {
            #expect(entry.id.count == 64)
            #expect(!entry.id.contains(BrokerFixture.number))
        }
    }

    @Test func `locates without asking any source for content, and says so in the audit`() async throws {
        var fixture = try BrokerFixture()
        let source = try BrokerFixture.trust([])
        fixture.sources = [ConfiguredSource(source)]
        guard case .located(let located) = await (try fixture.broker()).locate(try BrokerFixture.request()) else {
            throw Unanswered()
        }
        #expect(located.map(\.source.name) == ["trust"])
        #expect(located.first?.grounds == [.pointer])
        #expect(source.asked.isEmpty)
        #expect(fixture.journal.entries.map(\.event) == [.location])
    }

    @Test func `says nothing at all, not even that there is nothing, when the audit fails`() async throws {
        for trace in [TraceResult.noRecordCanBeShown, .found(try BrokerFixture.person())] {
            var fixture = try BrokerFixture()
            fixture.demographics = .success(trace)
            fixture.journal = FakeJournal(failsFrom: 0)
            fixture.sources = [ConfiguredSource(try BrokerFixture.trust([]))]
            let (broker, request) = (try fixture.broker(), try BrokerFixture.request())
            guard
                case .closed(.auditUnavailable) = await broker.record(request, rendering: RecordKeeper().renderer),
                case .closed(.auditUnavailable) = await broker.locate(request),
                case .closed(.auditUnavailable) = await broker.outlook(request)
            else { throw Unanswered() }
        }
    }

    @Test func `tells where a record is held for what may be shown alone`() async throws {
        var fixture = try BrokerFixture()
        fixture.sources = [ConfiguredSource(try BrokerFixture.trust([]))]
        fixture.sharing = StandingSharing(.demonstration(controllers: ["TRUST"], datasets: [.risks, .problems]))
        guard case .located(let located) = await (try fixture.broker()).locate(try BrokerFixture.request()) else {
            throw Unanswered()
        }
        #expect(located.map(\.datasets) == [[.problems, .risks]])
        fixture.sharing = StandingSharing(.nothing)
        guard case .notPermitted = await (try fixture.broker()).locate(try BrokerFixture.request()) else {
            throw Unanswered()
        }
    }

    @Test func `says what a source does not hold by design, whoever may see it`() async throws {
        for sharing in [SharingPolicy.demonstration(controllers: ["TRUST"], datasets: [.risks]), .nothing] {
            var fixture = try BrokerFixture()
            let page = try BrokerFixture.page([BrokerFixture.patient()])
            let source = FakeSource(try BrokerFixture.description("trust", ods: "TRUST", datasets: [.risks])) { _ in
                .searchPages([page], faults: [])
            }
            let agreements = SharingPolicy.demonstration(controllers: ["OTHER"]).agreements + sharing.agreements
            fixture.sharing = StandingSharing(SharingPolicy(version: 1, agreements: agreements))
            let other = FakeSource(try BrokerFixture.description("other", ods: "OTHER")) { _ in
                .searchPages([page], faults: [])
            }
            fixture.sources = [ConfiguredSource(source), ConfiguredSource(other, isAlwaysAsked: true)]
            let record = try await Self.record(fixture)
            let line = try #require(record.ledger.lines.first { $0.source.name == "trust" })
            #expect(line.outcomes[.problems] == .notSupported)
        }
    }

    @Test func `marks an entry that does not say whom it is about`() async throws {
        var fixture = try BrokerFixture()
        func observation(_ id: String, _ subject: String) -> String {
            #"{"resourceType":"Observation","id":"\#(id)","status":"final","code":{"text":"Weight"}\#(subject)}"#
        }
        fixture.sources = [
            ConfiguredSource(
                try BrokerFixture.trust([
                    observation("nobodys", ""), observation("own", #","subject":{"reference":"Patient/p"}"#),
                ]))
        ]
        let marked = try await Self.record(fixture).entries.filter {
            $0.warnings.contains("The source does not say whom this entry is about.")
        }
        #expect(marked.map(\.sourceReference) == ["Observation/nobodys"])
    }

    @Test func `refuses a source that is not configured`() async throws {
        let fixture = try BrokerFixture()
        let request = try BrokerFixture.request(sources: [try #require(SourceID("nowhere"))])
        guard
            case .closed(.unknownSource("nowhere")) = await (try fixture.broker()).record(
                request, rendering: RecordKeeper().renderer)
        else {
            Issue.record("a source that is not configured was accepted")
            return
        }
    }
}
