// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Synchronization
import Testing

@Suite struct `Following a record` {
    /// A source that answers when the test lets it.
    final class Gate: Sendable {
        private let stream: AsyncStream<Void>
        private let continuation: AsyncStream<Void>.Continuation

        init() { (stream, continuation) = AsyncStream.makeStream() }

        func open() { continuation.yield() }
        func wait() async { for await _ in stream { break } }
    }

    /// What was delivered, one element a delivery.
    struct Delivery: Sendable {
        let stage: RecordStage
        let progress: [String]
        let body: [UInt8]
        let record: DetailedCareRecord
        let journal: [AuditEntry]

        func reason(_ name: String) -> SourceOutcome.Code? {
            record.ledger.lines.first { $0.source.name == name }?.outcomes[.risks]?.reason?.code
        }
    }

    /// Follows to the end, keeping what was delivered; `step` is called after each delivery with how many there were and its stage.
    private static func follow(
        _ fixture: BrokerFixture, again: AsyncStream<Void> = AsyncStream { nil },
        step: @escaping @Sendable (Int, RecordStage) async -> Void = { _, _ in }
    ) async throws -> (end: RecordFollowingEnd, deliveries: [Delivery]) {
        let kept = Mutex<[DetailedCareRecord]>([])
        let deliveries = Mutex<[Delivery]>([])
        let renderer = RecordUpdateRenderer { record, _ in
            kept.withLock { records in
                records.append(record)
                return Array("update \(records.count)".utf8)
            }
        }
        let journal = fixture.journal
        let end = await (try fixture.broker()).follow(
            try BrokerFixture.request(), rendering: renderer, again: again
        ) { update in
            let count = deliveries.withLock { deliveries in
                let record = kept.withLock { $0[$0.count - 1] }
                deliveries.append(
                    Delivery(
                        stage: update.stage, progress: update.progress.map(\.source.name),
                        body: update.released.body, record: record, journal: journal.entries))
                return deliveries.count
            }
            await step(count, update.stage)
        }
        return (end, deliveries.withLock { $0 })
    }

    private static func gated(_ name: String, ods: String, _ gate: Gate) throws -> ConfiguredSource {
        let page = try BrokerFixture.page([BrokerFixture.patient(), BrokerFixture.allergy(name)])
        let source = FakeSource(try BrokerFixture.description(name, ods: ods)) { _ in
            await gate.wait()
            return .searchPages([page], faults: [])
        }
        return ConfiguredSource(source, isAlwaysAsked: true)
    }

    /// A fixture whose person is registered with one of its sources, so that nobody is unconnected.
    private static func fixture() throws -> BrokerFixture {
        var fixture = try BrokerFixture()
        fixture.demographics = .success(.found(try BrokerFixture.person(practice: "OTHER")))
        fixture.locator = .success([])
        return fixture
    }

    @Test func `hands on what there is with the others still awaited, then the whole`() async throws {
        var fixture = try Self.fixture()
        let (first, second) = (Gate(), Gate())
        fixture.sources = [
            try Self.gated("trust", ods: "TRUST", first), try Self.gated("other", ods: "OTHER", second),
        ]
        first.open()
        let (end, deliveries) = try await Self.follow(fixture) { count, _ in if count == 1 { second.open() } }
        guard case .done = end else { throw Unexpected() }
        try #require(deliveries.count == 2)
        let partial = deliveries[0]
        guard case .source(let progress) = partial.stage else { throw Unexpected() }
        #expect(progress.done == 1 && progress.total == 2)
        #expect(partial.progress == ["trust"])
        #expect(partial.reason("trust") == nil)
        #expect(partial.reason("other") == .awaited)
        for dataset in Dataset.held {
            let outcome = partial.record.ledger.lines[1].outcomes[dataset]
            #expect(outcome == .notAvailable(reason: .init(.awaited, "Still being asked.")))
        }
        #expect(!partial.record.ledger.isComplete)
        #expect(partial.record.allergyStatement.isAlarming)
        #expect(partial.record.entries(of: .allergies).count == 1)
        #expect(deliveries[1].stage == .whole)
        #expect(deliveries[1].progress == ["other"])
        #expect(deliveries[1].record.ledger.isComplete)
        #expect(deliveries[1].record.entries(of: .allergies).count == 2)
    }

    @Test func `audits each update before it is delivered, with the digest of what leaves`() async throws {
        var fixture = try Self.fixture()
        let (first, second) = (Gate(), Gate())
        fixture.sources = [
            try Self.gated("trust", ods: "TRUST", first), try Self.gated("other", ods: "OTHER", second),
        ]
        first.open()
        let (_, deliveries) = try await Self.follow(fixture) { count, _ in if count == 1 { second.open() } }
        #expect(
            deliveries.map { $0.journal.map(\.event) } == [
                [.intent, .disclosure], [.intent, .disclosure, .disclosure],
            ])
        let digests = deliveries.map { $0.journal.last?.digest }
        #expect(Set(digests).count == 2)
        let awaited = deliveries[0].journal.last?.sources.last?.outcomes.contains("risks=not-available")
        #expect(awaited == true)
    }

    @Test func `asks those alone again that did not answer, says so in the audit, and ends when all have`() async throws
    {
        var fixture = try Self.fixture()
        let asked = Mutex(0)
        let page = try BrokerFixture.page([BrokerFixture.patient(), BrokerFixture.allergy("late")])
        let failing = FakeSource(try BrokerFixture.description("other", ods: "OTHER")) { _ in
            let count = asked.withLock { count in
                count += 1
                return count
            }
            guard count == 3 else { return .notAvailable(.init(.unreachable, "The source could not be reached.")) }
            return .searchPages([page], faults: [])
        }
        let trust = try BrokerFixture.trust([BrokerFixture.allergy("a")])
        fixture.sources = [
            ConfiguredSource(trust, isAlwaysAsked: true), ConfiguredSource(failing, isAlwaysAsked: true),
        ]
        let again = AsyncStream.makeStream(of: Void.self)
        let (end, deliveries) = try await Self.follow(fixture, again: again.stream) { _, _ in
            again.continuation.yield()
        }
        guard case .done = end else { throw Unexpected() }
        #expect(
            deliveries.filter { $0.stage == .whole }.map { $0.reason("other") } == [.unreachable, .unreachable, nil])
        #expect(trust.asked.count == 1)
        #expect(failing.asked.count == 3)
        let intents = fixture.journal.entries.filter { $0.event == .intent }.map { $0.sources.map(\.source.text) }
        #expect(intents == [["trust", "other"], ["other"], ["other"]])
        #expect(deliveries.last?.record.entries(of: .allergies).count == 2)
    }

    @Test func `keeps the part that was given when asked again for the rest, and says that the rest is awaited`()
        async throws
    {
        var fixture = try Self.fixture()
        let page = try BrokerFixture.page([BrokerFixture.patient(), BrokerFixture.allergy("a")])
        let fault = PartialFault(datasets: [.medication], reason: .init(.serverError, "The source failed."))
        let asked = Mutex(0)
        let (slow, quick) = (Gate(), Gate())
        let partial = FakeSource(try BrokerFixture.description("other", ods: "OTHER")) { _ in
            let count = asked.withLock { count in
                count += 1
                return count
            }
            if count == 1 { return .searchPages([page], faults: [fault]) }
            await slow.wait()
            return .notAvailable(.init(.unreachable, "The source could not be reached."))
        }
        let failing = FakeSource(try BrokerFixture.description("trust", ods: "TRUST")) { _ in
            await quick.wait()
            return .notAvailable(.init(.unreachable, "The source could not be reached."))
        }
        fixture.sources = [
            ConfiguredSource(partial, isAlwaysAsked: true), ConfiguredSource(failing, isAlwaysAsked: true),
        ]
        quick.open()
        let again = AsyncStream.makeStream(of: Void.self)
        let (_, deliveries) = try await Self.follow(fixture, again: again.stream) { _, stage in
            guard asked.withLock({ $0 }) == 1 else {
                slow.open()
                again.continuation.finish()
                return
            }
            guard stage == .whole else { return }
            quick.open()
            again.continuation.yield()
        }
        let midway = try #require(
            deliveries.last { $0.record.ledger.lines[0].outcomes[.medication]?.reason?.code == .awaited })
        #expect(midway.record.entries(of: .allergies).count == 1)
        let last = try #require(deliveries.last)
        #expect(last.record.entries(of: .allergies).count == 1)
        #expect(last.record.ledger.lines[0].outcomes[.medication]?.reason?.code == .serverError)
    }

    @Test func `ends when nobody will ask again`() async throws {
        var fixture = try Self.fixture()
        let failing = FakeSource(try BrokerFixture.description("other", ods: "OTHER")) { _ in
            .notAvailable(.init(.unreachable, "The source could not be reached."))
        }
        fixture.sources = [ConfiguredSource(failing, isAlwaysAsked: true)]
        let (end, deliveries) = try await Self.follow(fixture)
        guard case .done = end else { throw Unexpected() }
        #expect(deliveries.map(\.stage) == [.whole])
    }

    @Test(arguments: [0, 1, 2]) func `hands on nothing after the audit has failed`(entry: Int) async throws {
        var fixture = try Self.fixture()
        fixture.journal = FakeJournal(failsFrom: entry)
        let (first, second) = (Gate(), Gate())
        fixture.sources = [
            try Self.gated("trust", ods: "TRUST", first), try Self.gated("other", ods: "OTHER", second),
        ]
        first.open()
        let (end, deliveries) = try await Self.follow(fixture) { _, _ in second.open() }
        guard case .closed(.auditUnavailable) = end else { throw Unexpected() }
        #expect(deliveries.count == max(0, entry - 1))
    }

    @Test func `says the same of unknown and restricted people`() async throws {
        var fixture = try Self.fixture()
        fixture.demographics = .success(.noRecordCanBeShown)
        let (end, deliveries) = try await Self.follow(fixture)
        guard case .noRecordCanBeShown = end else { throw Unexpected() }
        #expect(deliveries.isEmpty)
        #expect(fixture.journal.entries.map(\.event) == [.refusal])
    }

    @Test func `stops when the client leaves, and discloses nothing more`() async throws {
        var fixture = try Self.fixture()
        let (first, never) = (Gate(), Gate())
        fixture.sources = [try Self.gated("trust", ods: "TRUST", first), try Self.gated("other", ods: "OTHER", never)]
        first.open()
        let sources = fixture
        let isDelivered = AsyncStream.makeStream(of: Void.self)
        let result = try await withThrowingTaskGroup(of: (RecordFollowingEnd, Int).self) { group in
            group.addTask {
                let (end, deliveries) = try await Self.follow(sources) { _, _ in isDelivered.continuation.yield() }
                return (end, deliveries.count)
            }
            for await _ in isDelivered.stream { break }
            group.cancelAll()
            return try await group.next()
        }
        guard case .closed(.abandoned)? = result?.0 else { throw Unexpected() }
        #expect(result?.1 == 1)
        #expect(fixture.journal.entries.map(\.event) == [.intent, .disclosure])
    }

    struct Unexpected: Error {}
}
