// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import GRDB
import Sharing
import Storage
import Testing

/// The register hands on no more than the decision may use, so that neither stands alone between a requester and a record.
@Suite struct `The answers that the register hands on` {
    private static let emergency = PermissionToView.Answer.emergency(.unableToRespond, text: "found on the stairs")
    private static let breaking = RegisterFixture.requester(purpose: .breakGlass)

    private static func answers(
        _ fixture: RegisterFixture, _ question: SharingQuestion, after seconds: Int = 60
    ) async throws -> [PermissionToView] {
        try await fixture.register.facts(for: question, at: fixture.now.advanced(bySeconds: seconds)).permissions
    }

    private static func recorded(_ fixture: RegisterFixture) throws -> [String] {
        try DatabaseQueue(path: fixture.path).read {
            try String.fetchAll($0, sql: "SELECT extent || ' ' || (until - at) FROM permission ORDER BY sequence")
        }
    }

    @Test func `are none of another organisation, nor an emergency that somebody else stated`() async throws {
        try await RegisterFixture.with { fixture in
            _ = try await Self.answers(fixture, fixture.question(statement: .given, extent: .episode), after: 0)
            _ = try await Self.answers(fixture, fixture.question(Self.breaking, statement: Self.emergency), after: 0)
            let colleague = RegisterFixture.requester("doctor-2", purpose: .breakGlass)
            let elsewhere = RegisterFixture.requester(organisation: "RX2")
            #expect(try await Self.answers(fixture, fixture.question(colleague)).map(\.answer) == [.given])
            #expect(try await Self.answers(fixture, fixture.question(elsewhere)).isEmpty)
        }
    }

    @Test func `are recorded for as long as they hold, an emergency never for the episode`() async throws {
        try await RegisterFixture.with { fixture in
            _ = try await Self.answers(fixture, fixture.question(statement: .given))
            _ = try await Self.answers(fixture, fixture.question(statement: .given, extent: .episode))
            _ = try await Self.answers(
                fixture, fixture.question(Self.breaking, statement: Self.emergency, extent: .episode))
            #expect(
                try Self.recorded(fixture) == [
                    "consultation \(12 * 3600)", "episode \(28 * 86_400)", "consultation \(8 * 3600)",
                ])
        }
    }

    @Test func `of an emergency end after eight hours, whatever was written`() async throws {
        try await RegisterFixture.with { fixture in
            let at = fixture.now.earliestSecond
            try fixture.raw(
                """
                INSERT INTO permission (nhsNumber, answer, reason, extent, askedBy, organisation, consultation, traceID, at, until)
                VALUES ('\(fixture.number.disclosed)', 'emergency', 'safeguarding', 'consultation', 'doctor-1', 'RX1', 'c', 't',
                    \(at), \(at + 80 * 3600))
                """)
            let answers = try await Self.answers(fixture, fixture.question(Self.breaking))
            #expect(answers.map(\.until.earliestSecond) == [at + 8 * 3600])
        }
    }

    @Test func `of a node whose clock is ahead hold already where they refuse`() async throws {
        try await RegisterFixture.with { fixture in
            _ = try await Self.answers(fixture, fixture.question(statement: .refused), after: 30)
            let facts = try await fixture.register.facts(for: fixture.question(), at: fixture.now)
            #expect(facts.permissionSummary == "refused")
        }
    }

    @Test func `are ended by a refusal alone: to be asked once more takes nothing away`() async throws {
        try await RegisterFixture.with { fixture in
            _ = try await Self.answers(fixture, fixture.question(statement: .given, extent: .episode), after: 0)
            _ = try await Self.answers(fixture, fixture.question(statement: .given), after: 0)
            let colleague = fixture.question(
                RegisterFixture.requester("doctor-2"), consultation: "consultation-2", traceID: "trace-2")
            #expect(try await Self.answers(fixture, colleague).map(\.extent) == [.episode])
        }
    }

    @Test func `are ended for the whole organisation by a refusal for the episode`() async throws {
        try await RegisterFixture.with { fixture in
            _ = try await Self.answers(fixture, fixture.question(statement: .given, extent: .episode), after: 0)
            let colleague = fixture.question(
                RegisterFixture.requester("doctor-2"), consultation: "consultation-2", statement: .refused,
                extent: .episode, traceID: "trace-2")
            _ = try await Self.answers(fixture, colleague, after: 30)
            #expect(try await Self.answers(fixture, fixture.question()).map(\.answer) == [.refused])
        }
    }

    @Test func `of a consultation without a name are of their own request alone`() async throws {
        try await RegisterFixture.with { fixture in
            let unnamed = fixture.question(consultation: "", statement: .given)
            let own = try await Self.answers(fixture, unnamed)
            #expect(own.map(\.answer) == [.given])
            let next = fixture.question(consultation: "", traceID: "trace-2")
            #expect(try await Self.answers(fixture, next).isEmpty)
        }
    }

    @Test func `are given to nobody who is nobody, of no organisation, or in a consultation without end`() async throws
    {
        try await RegisterFixture.with { fixture in
            for question in [
                fixture.question(RegisterFixture.requester("")),
                fixture.question(RegisterFixture.requester(organisation: "")),
                fixture.question(consultation: String(repeating: "c", count: 2001)),
            ] {
                await #expect(throws: SharingFailure.self) {
                    try await fixture.register.facts(for: question, at: fixture.now)
                }
            }
        }
    }
}
