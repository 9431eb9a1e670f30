// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import Synchronization
import Testing

@testable import Brokering

/// How long an answer takes is decided by what is done for it. So this counts what is done, which no busy machine can blur.
@Suite struct `People of whom no record can be shown` {
    /// What was done, in order.
    private final class Steps: Sendable {
        private let kept = Mutex<[String]>([])
        var all: [String] { kept.withLock { $0 } }
        func note(_ step: String) { kept.withLock { $0.append(step) } }
    }

    private struct Ports: DemographicsService, RecordLocator, SharingRegister, AuditJournal {
        let steps: Steps
        let known: [String: TracedPerson]

        func trace(_ number: NHSNumber, until deadline: ContinuousClock.Instant) async throws(TraceFailure)
            -> TraceResult
        {
            steps.note("trace")
            return known[number.disclosed].map { .found($0) } ?? .noRecordCanBeShown
        }

        func custodians(for numbers: [NHSNumber], until deadline: ContinuousClock.Instant) async throws(LocateFailure)
            -> Set<String>
        {
            steps.note("locate \(numbers.count)")
            return ["TRUST"]
        }

        func facts(for question: SharingQuestion, at now: FHIRDateTime) async throws(SharingFailure) -> SharingFacts {
            let stated = [
                question.statement.map { _ in "permission" }, question.relationship?.rawValue,
                question.relationshipReason,
            ]
            steps.note("consult " + stated.compactMap { $0 }.joined(separator: " "))
            return SharingFacts(policy: .nothing, numbers: Set(question.numbers), now: now)
        }

        func append(_ entry: AuditEntry) async throws(AuditFailure) {
            steps.note(
                "audit \(entry.event.rawValue) \(entry.datasets.count) \(entry.sources.count) \(entry.permission ?? "-") \(entry.clauses.count) \(entry.digest ?? "-")"
            )
        }

        func isWritable() async -> Bool { true }
    }

    private static let unknown = "9990000018"

    private static func steps(
        for number: String, _ aim: RecordCourse.Aim, known: [String: TracedPerson] = [:]
    ) async throws -> (steps: [String], end: String) {
        let steps = Steps()
        let ports = Ports(steps: steps, known: known)
        var fixture = try BrokerFixture()
        fixture.sources = [
            ConfiguredSource(
                try BrokerFixture.trust([BrokerFixture.allergy("a")], onAsk: { steps.note("ask") }), isAlwaysAsked: true
            )
        ]
        var parts = try fixture.broker().parts
        parts.demographics = ports
        parts.locator = ports
        parts.sharing = ports
        parts.audit = ports
        let broker = RecordBroker(parts)
        let request = RecordRequest(
            requester: .unauthenticatedDemonstration, nhsNumber: try NHSNumber(number), traceID: "t",
            statement: PermissionStatement(.given), relationship: .selfClaimed, relationshipReason: "reason")
        let end: String
        switch aim {
        case .whole: end = "\(await broker.record(request, rendering: RecordKeeper().renderer))"
        case .following:
            let (again, continuation) = AsyncStream.makeStream(of: Void.self)
            continuation.finish()
            end =
                "\(await broker.follow(request, rendering: RecordUpdateRenderer { _, _ in [] }, again: again) { _ in })"
        case .location: end = "\(await broker.locate(request))"
        case .outlook: end = "\(await broker.outlook(request))"
        }
        return (steps.all, end)
    }

    @Test func `are answered alike after the same steps, whatever is asked`() async throws {
        for aim in [RecordCourse.Aim.whole, .following, .location, .outlook] {
            let one = try await Self.steps(for: BrokerFixture.number, aim)
            let other = try await Self.steps(for: Self.unknown, aim)
            #expect(one.steps == other.steps && one.end == other.end)
            #expect(one.steps.map { $0.split(separator: " ")[0] } == ["trace", "locate", "consult", "audit"])
            #expect(one.end.contains("noRecordCanBeShown"))
        }
    }

    @Test func `have nothing recorded of them, whatever is stated`() async throws {
        let unknown = try await Self.steps(for: Self.unknown, .whole)
        #expect(unknown.steps.contains("consult "))
        let known = try await Self.steps(
            for: BrokerFixture.number, .whole, known: [BrokerFixture.number: try BrokerFixture.person()])
        #expect(known.steps.contains("consult permission self-claimed reason"))
    }

    @Test func `are told from people who are not permitted by no step`() async throws {
        let steps = Steps()
        let ports = Ports(steps: steps, known: [BrokerFixture.number: try BrokerFixture.person()])
        var fixture = try BrokerFixture()
        fixture.sources = [ConfiguredSource(try BrokerFixture.trust([]))]
        var parts = try fixture.broker().parts
        parts.demographics = ports
        parts.locator = ports
        parts.sharing = ports
        parts.audit = ports
        _ = await RecordBroker(parts).record(try BrokerFixture.request(), rendering: RecordKeeper().renderer)
        let restricted = try await Self.steps(for: Self.unknown, .whole).steps
        #expect(steps.all.map { $0.split(separator: " ")[0] } == restricted.map { $0.split(separator: " ")[0] })
    }
}
