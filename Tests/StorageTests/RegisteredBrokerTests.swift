// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import Sharing
import Storage
import Testing

@Suite struct `A broker with the register` {
    private static let emergency = PermissionToView.Answer.emergency(.unableToRespond, text: "found on the stairs")

    /// What is released, where something was done to the register's file beforehand.
    private static func released(
        statement: PermissionToView.Answer? = .given, purpose: PurposeOfUse = .treatment,
        _ harm: (RegisterFixture) async throws -> Void
    ) async throws -> Int? {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            // The policy has been read before: a copy of it must not be what is decided from.
            _ = try await fixture.register.currentPolicy()
            try await harm(fixture)
            let broker = try RegisteredBroker(fixture, sharing: fixture.register)
            let released = try await broker.released(statement: statement, purpose: purpose)
            if released == nil {
                #expect(broker.source.asked == 0)
                #expect(!broker.journal.entries.contains { $0.event == .disclosure || $0.event == .intent })
            }
            return released
        }
    }

    @Test func `releases what the register permits`() async throws {
        #expect(try await Self.released { _ in } == 1)
        #expect(try await Self.released(statement: Self.emergency, purpose: .breakGlass) { _ in } == 1)
    }

    @Test func `says of a record that it rests on a claim, for as long as it does, and of no other`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            let broker = try RegisteredBroker(fixture, sharing: fixture.register)
            #expect(try await broker.isClaimed(.statedBySystem) == false)
            #expect(try await broker.isClaimed(nil) == nil)
            #expect(try await broker.isClaimed(.selfClaimed, because: "Asked by the ward") == true)
            // The next request claims nothing: what was claimed still holds.
            #expect(try await broker.isClaimed(nil) == true)
            #expect(try await broker.isClaimed(.statedBySystem) == false)
        }
    }

    @Test func `releases nothing without permission, after a refusal, a dissent, a stop, or before any agreement`()
        async throws
    {
        #expect(try await Self.released(statement: nil) { _ in } == nil)
        #expect(try await Self.released(statement: .refused) { _ in } == nil)
        #expect(
            try await Self.released { fixture in
                try await fixture.register.suspend("anytown", by: "manager", at: fixture.now)
            } == nil)
        #expect(
            try await Self.released { fixture in
                try await fixture.register.record(
                    SharingPreference(.dissent), of: fixture.number, by: "clerk", at: fixture.now)
            } == nil)
        #expect(
            try await Self.released { fixture in
                let expired = RegisterFixture.agreement(version: 2)
                    .replacing("validFrom: 2026-01-01", with: "validFrom: 2025-01-01\nvalidUntil: 2026-01-30")
                try await fixture.publish(expired)
            } == nil)
        #expect(
            try await RegisterFixture.with { fixture in
                try await RegisteredBroker(fixture, sharing: fixture.register).released()
            } == nil)
    }

    @Test(arguments: [
        "DROP TABLE policyVersion", "DROP TABLE preference", "DROP TABLE permission",
        "DROP TABLE policyVersion; CREATE TABLE policyVersion (id INTEGER, version INTEGER)",
        "DROP TABLE agreementVersion; UPDATE policyVersion SET version = version + 1",
        "DROP TABLE membership; UPDATE policyVersion SET version = version + 1",
        "CREATE TRIGGER fault BEFORE INSERT ON permission BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    ])
    func `releases nothing where any part of the register fails`(harm: String) async throws {
        #expect(try await Self.released { try $0.raw(harm) } == nil)
        #expect(try await Self.released(statement: Self.emergency, purpose: .breakGlass) { try $0.raw(harm) } == nil)
    }

    @Test(arguments: ["DROP TABLE privacyAlertAction; DROP TABLE controllerNotice; DROP TABLE privacyAlert"])
    func `opens nothing in an emergency where no alert can be raised`(harm: String) async throws {
        #expect(try await Self.released(statement: Self.emergency, purpose: .breakGlass) { try $0.raw(harm) } == nil)
        #expect(try await Self.released { try $0.raw(harm) } == 1)
    }

    @Test(arguments: ["nonsense", "emergency"])
    func `releases nothing where a recorded answer is not understood`(answer: String) async throws {
        let harm = """
            DROP TABLE permission; CREATE TABLE permission (sequence INTEGER PRIMARY KEY, nhsNumber, answer, reason, extent,
            askedBy, organisation, consultation, traceID, at, until);
            INSERT INTO permission VALUES (1, '9434765919', '\(answer)', 'x', 'consultation', 'doctor-1', 'RX1',
            'consultation-1', 'trace-0', 1769851000, 1869851000)
            """
        #expect(try await Self.released { try $0.raw(harm) } == nil)
    }

    /// Never answers.
    private struct FailingSharing: SharingRegister {
        func facts(for question: SharingQuestion, at now: FHIRDateTime) async throws(SharingFailure) -> SharingFacts {
            throw SharingFailure("the register is away")
        }
    }

    @Test func `releases nothing where the register does not answer`() async throws {
        try await RegisterFixture.with { fixture in
            let broker = try RegisteredBroker(fixture, sharing: FailingSharing())
            #expect(try await broker.released() == nil)
            #expect(broker.source.asked == 0)
        }
    }
}
