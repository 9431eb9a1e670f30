// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing
import Synchronization
import Testing

@testable import Brokering

@Suite struct `A source's own dissent` {
    private static func statement(_ code: String, _ date: String?, system: String = "http://snomed.info/sct") -> String
    {
        "{\"resourceType\":\"Observation\",\"id\":\"w\(code.filter(\.isLetter))\(code.filter(\.isNumber))\(date ?? "")\",\"status\":\"final\",\"subject\":{\"reference\":\"Patient/p\"},\"code\":{\"coding\":[{\"system\":\"\(system)\",\"code\":\"\(code)\"}]}\(date.map { ",\"effectiveDateTime\":\"\($0)\"" } ?? "")}"
    }

    private static func isRefused(_ statements: [String]) async throws -> Bool {
        let record = try await WithheldFixture.record(statements + [BrokerFixture.allergy("a")])
        let outcome = WithheldFixture.outcome(record, .risks)
        #expect(record.entries.isEmpty == (outcome?.reason?.code == .noPatientConsent))
        return outcome?.reason?.code == .noPatientConsent
    }

    @Test(arguments: ["416409005", "416308001"]) func `refuses the source's data`(code: String) async throws {
        #expect(try await Self.isRefused([Self.statement(code, "2020-05-05")]))
    }

    @Test(arguments: ["9Nd1", "9Nd1.", "9Nd1.00", "93C1.", "93C1.00"])
    func `is read in Read codes too`(code: String) async throws {
        #expect(try await Self.isRefused([Self.statement(code, "2020-05-05", system: "http://read.info/readv2")]))
    }

    @Test(
        arguments: [
            ("2020-05-05", "2021-01-01", false), ("2021-01-01", "2020-05-05", true), ("2020-05-05", "2020-05-05", true),
            ("2020-05-05T10:00:00Z", "2020-05-05T10:00:00Z", true),
            ("2020-05-05T10:00:00Z", "2020-05-05T10:00:01Z", false),
            ("2020", "2020-06-01", true), (nil, "2025-01-01", true), ("1990-01-01", nil, true),
            ("2020-05-05", "2099-01-01", true), ("2020-05-05", "2020-05-06", false),
        ] as [(String?, String?, Bool)])
    func `holds unless a share is later`(dissent: String?, share: String?, isRefused: Bool) async throws {
        for code in ["417528008", "417370002", "425691002", "9Nd7.", "93C0."] {
            let statements = [Self.statement("416409005", dissent), Self.statement(code, share)]
            #expect(try await Self.isRefused(statements) == isRefused, "\(code)")
            #expect(try await Self.isRefused(statements.reversed()) == isRefused, "\(code)")
        }
    }

    @Test func `is none where it was entered in error, or where there is only a share`() async throws {
        let mistaken = Self.statement("416409005", "2020-05-05").replacing("final", with: "entered-in-error")
        #expect(try await !Self.isRefused([mistaken]))
        #expect(try await !Self.isRefused([Self.statement("417528008", "2020-05-05")]))
        #expect(try await !Self.isRefused([]))
    }

    @Test(
        arguments: [
            // An Observation that R4 does not allow, a type that nobody knows, and an entry without a resource.
            #"{"resourceType":"Observation","id":"w","status":{"a":1},"subject":{"reference":"Patient/p"},"code":{"coding":[{"code":"416409005"}]}}"#,
            #"{"resourceType":"Wish","id":"w","subject":{"reference":"Patient/p"},"what":"9Nd1."}"#,
            #"{"id":"w","code":{"coding":[{"system":"http://snomed.info/sct","code":"416409005"}]}}"#,
        ])
    func `refuses where it may stand in what cannot be read`(statement: String) async throws {
        #expect(try await Self.isRefused([statement]))
        for other in ["417528008", "38341003"] {
            let harmless = statement.replacing("416409005", with: other).replacing("9Nd1.", with: other)
            #expect(try await !Self.isRefused([harmless]))
        }
    }

    // MARK: Two gates

    /// Facts of an emergency that was recorded, in which the gateway's own permission had been refused before.
    private struct Emergency: SharingRegister {
        let breaksGlass: Bool

        func facts(for question: SharingQuestion, at now: FHIRDateTime) async throws(SharingFailure) -> SharingFacts {
            let requester = question.requester
            let until = now.advanced(bySeconds: 3600)
            guard let begin = FHIRDateTime("2000-01-01") else { throw SharingFailure("no date") }
            let clause = SharingClause(
                id: "1", consumers: [.organisation("DEMO")], roles: [.doctor], purposes: [.treatment, .breakGlass],
                datasets: Set(Dataset.allCases), permission: .eachTime, needsRelationship: false, leastStrength: .none,
                includesJournal: true)
            let agreement = SharingAgreement(
                id: "a", version: 1, title: "Test", controller: "TRUST", validFrom: begin, clauses: [clause])
            let refusal = PermissionToView(
                .refused, askedBy: requester.person, organisation: "DEMO", at: now.advanced(bySeconds: -60),
                until: until)
            let emergency = PermissionToView(
                .emergency(.lifeThreatening, text: "unconscious"), askedBy: requester.person, organisation: "DEMO",
                at: now.advanced(bySeconds: -30), until: until)
            return SharingFacts(
                policy: SharingPolicy(version: 1, agreements: [.init(agreement)]), numbers: Set(question.numbers),
                permissions: breaksGlass ? [refusal, emergency] : [refusal], now: now)
        }
    }

    private static func answer(_ resources: [String], breaksGlass: Bool) async throws -> (RecordAnswer, RecordKeeper) {
        var fixture = try BrokerFixture()
        fixture.sources = [ConfiguredSource(try BrokerFixture.trust(resources))]
        fixture.sharing = Emergency(breaksGlass: breaksGlass)
        let doctor = Requester(
            person: "d", role: .doctor, organisation: "DEMO", system: "s",
            purpose: breaksGlass ? .breakGlass : .treatment,
            strength: .high, establishment: .none)
        let keeper = RecordKeeper()
        let request = RecordRequest(requester: doctor, nhsNumber: try NHSNumber(BrokerFixture.number), traceID: "t")
        return (await (try fixture.broker()).record(request, rendering: keeper.renderer), keeper)
    }

    @Test func `is not overridden by an emergency, which overrides the refusal at the point of care`() async throws {
        let allergy = BrokerFixture.allergy("a")
        guard case .notPermitted = try await Self.answer([allergy], breaksGlass: false).0 else {
            Issue.record("a refusal was not obeyed")
            return
        }
        let opened = try #require(try await Self.answer([allergy], breaksGlass: true).1.record)
        #expect(opened.entries.contains { $0.sourceReference == "AllergyIntolerance/a" })
        let dissent = [allergy, Self.statement("416409005", "2020-05-05")]
        let closed = try #require(try await Self.answer(dissent, breaksGlass: true).1.record)
        #expect(closed.entries.isEmpty && closed.supporting.isEmpty)
        #expect(WithheldFixture.outcome(closed, .risks)?.reason?.code == .noPatientConsent)
    }
}

@Suite struct `What controllers and people have said, when it cannot be told` {
    /// How the register answers from a call on.
    enum Failure: CaseIterable, Sendable { case fails, nothing, expired, suspended, noClauses, emptyClause }

    private final class FailingRegister: SharingRegister {
        private let calls = Mutex(0)
        let failure: Failure
        let from: Int
        let working: StandingSharing

        init(_ failure: Failure, from: Int) throws {
            self.failure = failure
            self.from = from
            working = try WithheldFixture.policy()
        }

        func facts(for question: SharingQuestion, at now: FHIRDateTime) async throws(SharingFailure) -> SharingFacts {
            let call = calls.withLock { calls in
                calls += 1
                return calls - 1
            }
            guard call >= from else { return try await working.facts(for: question, at: now) }
            guard let begin = FHIRDateTime("2000-01-01"), let end = FHIRDateTime("2001-01-01") else {
                throw SharingFailure("no date")
            }
            let clause = SharingClause(
                id: "1", consumers: [.organisation("DEMO")], roles: [.demonstration], purposes: [.treatment],
                datasets: Set(Dataset.allCases), permission: .implied, needsRelationship: false, leastStrength: .none)
            let empty = SharingClause(
                id: "1", consumers: [], roles: [], purposes: [], datasets: [], permission: .implied)
            var agreements: [SharingPolicy.Standing] = []
            switch failure {
            case .fails: throw SharingFailure("planted")
            case .nothing: break
            case .expired:
                agreements = [
                    .init(
                        SharingAgreement(
                            id: "a", version: 1, title: "", controller: "TRUST", validFrom: begin, validUntil: end,
                            clauses: [clause]))
                ]
            case .suspended:
                agreements = [
                    .init(
                        SharingAgreement(
                            id: "a", version: 1, title: "", controller: "TRUST", validFrom: begin, clauses: [clause]),
                        isSuspended: true)
                ]
            case .noClauses, .emptyClause:
                agreements = [
                    .init(
                        SharingAgreement(
                            id: "a", version: 1, title: "", controller: "TRUST", validFrom: begin,
                            clauses: failure == .noClauses ? [] : [empty]))
                ]
            }
            return SharingFacts(
                policy: SharingPolicy(version: 1, agreements: agreements), numbers: Set(question.numbers), now: now)
        }
    }

    @Test(arguments: Failure.allCases, 0..<4)
    func `releases nothing from the call on at which it fails`(failure: Failure, call: Int) async throws {
        var fixture = try BrokerFixture()
        fixture.sources = [ConfiguredSource(try BrokerFixture.trust([BrokerFixture.allergy("a")]))]
        fixture.sharing = try FailingRegister(failure, from: call)
        let broker = try fixture.broker()
        for attempt in 0..<5 {
            let keeper = RecordKeeper()
            let answer = await broker.record(try BrokerFixture.request(), rendering: keeper.renderer)
            let released = keeper.record?.entries.count ?? 0
            if attempt < call {
                #expect(released == 2)
            } else {
                #expect(released == 0)
                if case .record = answer { Issue.record("\(failure): something was released") }
            }
        }
    }

    /// What is rendered and delivered to one who asks again after the first round: how the following ends, and how much of each came then.
    private static func secondRound(
        of register: FailingRegister
    ) async throws -> (end: RecordFollowingEnd, rendered: Int, delivered: Int) {
        var fixture = try BrokerFixture()
        let late = try BrokerFixture.description("late", ods: "TRUST")
        fixture.sources = [
            ConfiguredSource(try BrokerFixture.trust([BrokerFixture.allergy("a")])),
            ConfiguredSource(
                FakeSource(late) { _ in .notAvailable(.init(.serverError, "It failed.")) }),
        ]
        fixture.sharing = register
        struct Seen {
            var hasAskedAgain = false
            var first = 0
            var rendered = 0
            var delivered = 0
        }
        let seen = Mutex(Seen())
        let again = AsyncStream.makeStream(of: Void.self)
        let end = await (try fixture.broker()).follow(
            try BrokerFixture.request(),
            rendering: RecordUpdateRenderer { record, _ in
                seen.withLock { seen in
                    if seen.hasAskedAgain { seen.rendered += 1 } else { seen.first = record.entries.count }
                }
                return []
            }, again: again.stream
        ) { update in
            let isSecond = seen.withLock { seen in
                if seen.hasAskedAgain { seen.delivered += 1 }
                defer { if update.stage == .whole { seen.hasAskedAgain = true } }
                return seen.hasAskedAgain
            }
            guard update.stage == .whole else { return }
            if isSecond { again.continuation.finish() } else { again.continuation.yield() }
        }
        // What was permitted in the first round was shown in it.
        let all = seen.withLock { $0 }
        #expect(all.hasAskedAgain && all.first > 0)
        return (end, all.rendered, all.delivered)
    }

    @Test(arguments: Failure.allCases) func `releases nothing more to one who asks again`(failure: Failure) async throws
    {
        let second = try await Self.secondRound(of: try FailingRegister(failure, from: 1))
        #expect(second.rendered == 0 && second.delivered == 0)
        if case .done = second.end { Issue.record("\(failure): the second round ended as if nothing had failed") }
    }

    @Test func `releases a second round to one who asks again while the register answers`() async throws {
        let second = try await Self.secondRound(of: try FailingRegister(.fails, from: 100))
        #expect(second.rendered > 0 && second.delivered > 0)
        if case .done = second.end { return }
        Issue.record("the second round did not end as it should")
    }
}
