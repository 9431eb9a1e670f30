// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Sharing
import Storage
import Testing

@Suite struct `A wish that is recorded through the gateway` {
    private static let manager = RegisterFixture.requester("manager-1", role: .practiceManager, organisation: "A12345")

    private static func patient(_ number: NHSNumber) -> Requester {
        Requester(
            person: "patient-1", role: .patient, organisation: "NHS", system: "app", purpose: .patientRequest,
            strength: .high, establishment: .none, ownNumbers: [number])
    }

    @Test func `is obeyed by the next request, and so is the next wish`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            let broker = try RegisteredBroker(fixture, sharing: fixture.register)
            let desk = broker.desk(fixture.register)
            #expect(try await broker.released() == 1)
            let dissent = SharingPreference(.dissent, controller: "A12345")
            let answer = await desk.record(dissent, of: fixture.number, by: Self.manager, traceID: "trace-2")
            #expect(answer == .wishes([dissent]))
            #expect(try await broker.released() == nil)
            let patient = Self.patient(fixture.number)
            _ = await desk.record(
                SharingPreference(.share, controller: "A12345"), of: fixture.number, by: patient, traceID: "trace-3")
            #expect(try await broker.released() == 1)
            _ = await desk.record(SharingPreference(.dissent), of: fixture.number, by: patient, traceID: "trace-4")
            #expect(try await broker.released() == nil)
            let audited = broker.journal.entries.filter { ["trace-2", "trace-3", "trace-4"].contains($0.traceID) }
            #expect(audited.map(\.requester.person) == ["manager-1", "patient-1", "patient-1"])
            #expect(
                audited.map(\.permission) == [
                    "preference: dissent, A12345", "preference: share, A12345", "preference: dissent, all controllers",
                ])
        }
    }

    @Test func `is read by the person whole, and by a controller as far as it is concerned`() async throws {
        try await RegisterFixture.with { fixture in
            let desk = try RegisteredBroker(fixture, sharing: fixture.register).desk(fixture.register)
            let patient = Self.patient(fixture.number)
            let wishes = [
                SharingPreference(.dissent), SharingPreference(.share, controller: "A12345"),
                SharingPreference(.dissent, controller: "ZZSECRET"),
            ]
            for wish in wishes {
                #expect(
                    await desk.record(wish, of: fixture.number, by: patient, traceID: "trace-1") == .wishes([wish]))
            }
            #expect(await desk.standing(of: fixture.number, for: patient, traceID: "trace-2") == .wishes(wishes))
            #expect(
                await desk.standing(of: fixture.number, for: Self.manager, traceID: "trace-3")
                    == .wishes(Array(wishes.prefix(2))))
        }
    }

    @Test func `is nobody else's to record or to read`() async throws {
        try await RegisterFixture.with { fixture in
            let desk = try RegisteredBroker(fixture, sharing: fixture.register).desk(fixture.register)
            let own = SharingPreference(.dissent, controller: "A12345")
            let another = try NHSNumber("9990000018")
            let proxy = Requester(
                person: "proxy-1", role: .proxy, organisation: "NHS", system: "app", purpose: .patientRequest,
                strength: .high, establishment: .none, ownNumbers: [fixture.number])
            let strangers = [
                RegisterFixture.requester(),
                RegisterFixture.requester(role: .generalPractitioner, organisation: "A12345"),
                Self.patient(another), proxy, .unauthenticatedDemonstration,
            ]
            for stranger in strangers {
                #expect(
                    await desk.record(own, of: fixture.number, by: stranger, traceID: "trace-1") == .notPermitted)
                #expect(
                    await desk.standing(of: fixture.number, for: stranger, traceID: "trace-1") == .notPermitted)
            }
            // A controller speaks for itself alone, and never for all.
            for wish in [SharingPreference(.dissent, controller: "B67890"), SharingPreference(.dissent)] {
                #expect(
                    await desk.record(wish, of: fixture.number, by: Self.manager, traceID: "trace-1") == .notPermitted)
            }
            // Of whom it holds nothing it is told nothing, as of whom nobody knows.
            let elsewhere = RegisterFixture.requester(role: .privacyOfficer, organisation: "B67890")
            #expect(
                await desk.standing(of: fixture.number, for: elsewhere, traceID: "trace-1") == .noRecordCanBeShown)
            #expect(try fixture.count("preference") == 0)
        }
    }
}
