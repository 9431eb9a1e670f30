// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Sharing
import Testing

@testable import Storage

@Suite struct `One requester who asks for very many people` {
    private static let officer = RegisterFixture.requester("officer-1", role: .privacyOfficer)

    /// Numbers that are sound, as many as wanted.
    private static func numbers(_ count: Int) -> [NHSNumber] {
        (999_000_000...999_999_999).lazy.flatMap { nine in (0...9).lazy.compactMap { try? NHSNumber("\(nine)\($0)") } }
            .prefix(count).map { $0 }
    }

    private static func question(_ number: NHSNumber, by person: String = "doctor-1") -> SharingQuestion {
        SharingQuestion(
            requester: RegisterFixture.requester(person), numbers: [number], consultation: "consultation-1",
            relationship: .statedBySystem, traceID: "trace-1")
    }

    @Test func `is on the privacy officer's list at once, and is kept from nothing`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            let numbers = Self.numbers(70)
            #expect(Set(numbers).count == 70)
            for number in numbers.prefix(50) {
                _ = try await fixture.register.facts(for: Self.question(number), at: fixture.now)
            }
            #expect(try await fixture.register.alerts(for: Self.officer).isEmpty)
            for number in numbers {
                let facts = try await fixture.register.facts(for: Self.question(number), at: fixture.now)
                #expect(facts.policy.agreements.count == 1)
            }
            let alerts = try await fixture.register.alerts(for: Self.officer)
            #expect(alerts.map(\.cause) == [.enumeration])
            #expect(alerts.first?.person == "doctor-1")
            let elsewhere = RegisterFixture.requester("officer-2", role: .privacyOfficer, organisation: "RX2")
            #expect(try await fixture.register.alerts(for: elsewhere).isEmpty)
        }
    }

    @Test func `is not whoever asks for as many over a longer time, for few very often, or together with others`()
        async throws
    {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            for (place, number) in Self.numbers(120).enumerated() {
                let at = fixture.now.advanced(bySeconds: place * 2)
                _ = try await fixture.register.facts(for: Self.question(number), at: at)
                let other = Self.question(number, by: "doctor-\(place)")
                _ = try await fixture.register.facts(for: other, at: fixture.now)
            }
            for number in Self.numbers(10) + Self.numbers(10) + Self.numbers(50) {
                let question = Self.question(number, by: "doctor-x")
                _ = try await fixture.register.facts(for: question, at: fixture.now)
            }
            #expect(try await fixture.register.alerts(for: Self.officer).isEmpty)
        }
    }

    @Test func `is told of by the next request where the alert could not be written`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            try fixture.raw(
                "CREATE TRIGGER planted BEFORE INSERT ON privacyAlert BEGIN SELECT RAISE(ABORT, 'planted'); END")
            let numbers = Self.numbers(52)
            for number in numbers.prefix(50) {
                _ = try await fixture.register.facts(for: Self.question(number), at: fixture.now)
            }
            // Nothing is told that would have to be watched.
            await #expect(throws: SharingFailure.self) {
                _ = try await fixture.register.facts(for: Self.question(numbers[50]), at: fixture.now)
            }
            try fixture.raw("DROP TRIGGER planted")
            _ = try await fixture.register.facts(for: Self.question(numbers[51]), at: fixture.now)
            #expect(try await fixture.register.alerts(for: Self.officer).map(\.cause) == [.enumeration])
        }
    }

    @Test func `is noticed by the wishes that they look for, too`() async throws {
        try await RegisterFixture.with { fixture in
            let manager = RegisterFixture.requester("manager-1", role: .practiceManager, organisation: "A12345")
            let officer = RegisterFixture.requester("officer-3", role: .privacyOfficer, organisation: "A12345")
            let desk = try RegisteredBroker(fixture, sharing: fixture.register).desk(fixture.register)
            for number in Self.numbers(51) {
                #expect(try await fixture.register.alerts(for: officer).isEmpty)
                _ = await desk.standing(of: number, for: manager, traceID: "trace-1")
            }
            #expect(try await fixture.register.alerts(for: officer).map(\.cause) == [.enumeration])
        }
    }

    @Test func `is told of once in ten minutes, and again after`() {
        let watch = EnumerationWatch()
        let requester = RegisterFixture.requester()
        let alerts = (0..<1200).filter { second in
            Self.numbers(51).filter { watch.notes(requester, askingFor: $0, at: second) }.count > 0
        }
        #expect(alerts == [0, 600])
    }

    @Test func `is still found when the memory is full`() {
        let watch = EnumerationWatch(mostRequesters: 3)
        let numbers = Self.numbers(51)
        for number in numbers.dropLast() {
            #expect(!watch.notes(RegisterFixture.requester("one"), askingFor: number, at: 0))
        }
        for other in 0..<100 {
            #expect(!watch.notes(RegisterFixture.requester("other-\(other)"), askingFor: numbers[0], at: 0))
        }
        #expect(watch.notes(RegisterFixture.requester("one"), askingFor: numbers[50], at: 0))
        #expect(watch.count == 3)
    }
}
