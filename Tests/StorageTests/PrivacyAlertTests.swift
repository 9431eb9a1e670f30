// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import GRDB
import Sharing
import Storage
import Testing

@Suite struct `Emergency accesses and their alerts` {
    private static let emergency = PermissionToView.Answer.emergency(.unableToRespond, text: "found on the stairs")
    private static let breaking = RegisterFixture.requester(purpose: .breakGlass)
    private static let officer = RegisterFixture.requester("officer-1", role: .privacyOfficer)

    @Test func `an emergency opens for eight hours, for who stated it alone, whatever the consultation`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            #expect(try await fixture.opens(fixture.question(Self.breaking, statement: Self.emergency)))
            let next = fixture.question(Self.breaking, consultation: "consultation-2", traceID: "trace-2")
            #expect(try await fixture.opens(next, after: 8 * 3600 - 1))
            #expect(try await !fixture.opens(next, after: 8 * 3600))
            let colleague = RegisterFixture.requester("doctor-2", purpose: .breakGlass)
            #expect(try await !fixture.opens(fixture.question(colleague), after: 60))
            #expect(try await !fixture.opens(fixture.question(), after: 60))
        }
    }

    @Test func `an emergency without a word of why is refused, and nothing of it is kept`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            for text in ["", "  \n\t"] {
                let question = fixture.question(
                    Self.breaking, statement: .emergency(.lifeThreatening, text: text))
                await #expect(throws: SharingFailure.self) {
                    try await fixture.register.facts(for: question, at: fixture.now)
                }
            }
            #expect(try fixture.count("permission") == 0)
            #expect(try fixture.count("privacyAlert") == 0)
        }
    }

    @Test
    func `the alert is on the list of the viewing organisation when the emergency opens, and word to controllers`()
        async throws
    {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            try await fixture.publish(
                RegisterFixture.agreement("elsewhere", controller: "B12345", consumer: "organisation: RX9"))
            _ = try await fixture.register.facts(
                for: fixture.question(Self.breaking, statement: Self.emergency), at: fixture.now)
            let alerts = try await fixture.another().alerts(for: Self.officer)
            let alert = try #require(alerts.first)
            #expect(alerts.count == 1 && alert.isOutstanding)
            #expect(alert.cause == .emergency(.unableToRespond))
            #expect(alert.person == "doctor-1" && alert.organisation == "RX1" && alert.traceID == "trace-1")
            #expect(!"\(alert)".contains("stairs") && !"\(alert)".contains(fixture.number.disclosed))

            let opened = try await fixture.register.open(alert.id, by: Self.officer, at: fixture.now)
            #expect(opened.nhsNumber == fixture.number && opened.text?.disclosed == "found on the stairs")
            #expect(!"\(opened)".contains("stairs") && !"\(opened)".contains(fixture.number.disclosed))
            #expect(opened.alert.actions.map(\.kind) == [.opened] && opened.alert.isOutstanding)

            func notices(_ organisation: String) async throws -> [ControllerNotice] {
                try await fixture.register.notices(
                    for: RegisterFixture.requester("manager", role: .practiceManager, organisation: organisation))
            }
            #expect(try await notices("A12345").map(\.traceID) == ["trace-1"])
            #expect(try await notices("B12345").isEmpty)
        }
    }

    @Test func `word goes to the controllers that hold something about the person`() async throws {
        for (controllers, informed) in [(["A12345"], ["A12345"]), ([], []), (nil, ["A12345", "B12345"])] {
            try await RegisterFixture.with { fixture in
                try await fixture.publish()
                try await fixture.publish(RegisterFixture.agreement("elsewhere", controller: "B12345"))
                _ = try await fixture.register.facts(
                    for: fixture.question(
                        Self.breaking, statement: Self.emergency, controllers: controllers.map { Set($0) }),
                    at: fixture.now)
                for organisation in ["A12345", "B12345", "C12345", "RX1"] {
                    let notices = try await fixture.register.notices(
                        for: RegisterFixture.requester("manager", role: .practiceManager, organisation: organisation))
                    #expect(notices.count == (informed.contains(organisation) ? 1 : 0), "\(organisation)")
                    #expect(notices.allSatisfy { $0.controller == organisation && $0.organisation == "RX1" })
                }
                #expect(try await fixture.register.alerts(for: Self.officer).count == 1)
            }
        }
    }

    @Test func `what the clinician wrote is for the privacy officer alone`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            let facts = try await fixture.register.facts(
                for: fixture.question(Self.breaking, statement: Self.emergency), at: fixture.now)
            #expect(!facts.permissions.isEmpty)
            #expect(!"\(facts.permissions)".contains("stairs"))
        }
    }

    @Test(arguments: ["privacyAlert", "controllerNotice"])
    func `an emergency and its alert are recorded together or not at all`(table: String) async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            try fixture.raw(
                "CREATE TRIGGER fault BEFORE INSERT ON \(table) BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
            let question = fixture.question(Self.breaking, statement: Self.emergency)
            await #expect(throws: SharingFailure.self) {
                try await fixture.register.facts(for: question, at: fixture.now)
            }
            #expect(try fixture.count("permission") == 0)
            #expect(try fixture.count("privacyAlert") == 0)
            try fixture.raw("DROP TRIGGER fault")
            #expect(try await !fixture.opens(fixture.question(Self.breaking)))
            #expect(try await fixture.opens(question))
            #expect(try fixture.count("permission") == 1)
            #expect(try fixture.count("privacyAlert") == 1)
        }
    }

    @Test func `nobody acts on an access of their own, through the register or beside it`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            let own = RegisterFixture.requester("officer-1", purpose: .breakGlass)
            _ = try await fixture.register.facts(
                for: fixture.question(own, statement: Self.emergency), at: fixture.now)
            let alert = try #require(try await fixture.register.alerts(for: Self.officer).first)
            await #expect(throws: PrivacyAlertFault.ownAccess) {
                try await fixture.register.act(
                    .acknowledged, on: alert.id, remark: "all is well", by: Self.officer, at: fixture.now)
            }
            await #expect(throws: PrivacyAlertFault.ownAccess) {
                try await fixture.register.open(alert.id, by: Self.officer, at: fixture.now)
            }
            #expect(throws: DatabaseError.self) {
                try fixture.raw(
                    "INSERT INTO privacyAlertAction VALUES (NULL, \(alert.id), 'acknowledged', 'officer-1', 0, 'x')")
            }
            let second = RegisterFixture.requester("officer-2", role: .privacyOfficer)
            let acted = try await fixture.register.act(
                .acknowledged, on: alert.id, remark: "seen with the ward", by: second, at: fixture.now)
            #expect(acted.decision?.kind == .acknowledged && acted.decision?.person == "officer-2")
        }
    }

    @Test func `who is no privacy officer of the organisation is told nothing`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            _ = try await fixture.register.facts(
                for: fixture.question(Self.breaking, statement: Self.emergency), at: fixture.now)
            for requester in [
                RegisterFixture.requester("doctor-2"), .unauthenticatedDemonstration,
                RegisterFixture.requester("m", role: .practiceManager),
            ] {
                await #expect(throws: PrivacyAlertFault.notPermitted) {
                    try await fixture.register.alerts(for: requester)
                }
                await #expect(throws: PrivacyAlertFault.notPermitted) {
                    try await fixture.register.open(1, by: requester, at: fixture.now)
                }
                guard requester.role != .practiceManager else { continue }
                await #expect(throws: PrivacyAlertFault.notPermitted) {
                    try await fixture.register.notices(for: requester)
                }
            }
            let elsewhere = RegisterFixture.requester("officer-9", role: .privacyOfficer, organisation: "RX9")
            #expect(try await fixture.register.alerts(for: elsewhere).isEmpty)
            for id in [1, 99] {
                await #expect(throws: PrivacyAlertFault.notPermitted) {
                    try await fixture.register.act(
                        .escalated, on: id, remark: "looks wrong", by: elsewhere, at: fixture.now)
                }
            }
        }
    }

    @Test func `actions need a remark and are only ever added`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            _ = try await fixture.register.facts(
                for: fixture.question(Self.breaking, statement: Self.emergency), at: fixture.now)
            await #expect(throws: PrivacyAlertFault.remarkMissing) {
                try await fixture.register.act(.acknowledged, on: 1, remark: " ", by: Self.officer, at: fixture.now)
            }
            await #expect(throws: PrivacyAlertFault.notADecision) {
                try await fixture.register.act(.opened, on: 1, remark: "x", by: Self.officer, at: fixture.now)
            }
            _ = try await fixture.register.act(
                .acknowledged, on: 1, remark: "explained", by: Self.officer, at: fixture.now)
            let alert = try await fixture.register.act(
                .escalated, on: 1, remark: "not so", by: Self.officer, at: fixture.now.advanced(bySeconds: 60))
            #expect(alert.actions.map(\.kind) == [.acknowledged, .escalated])
            for sql in [
                "DELETE FROM privacyAlertAction", "UPDATE privacyAlertAction SET remark = 'x'",
                "DELETE FROM privacyAlert", "UPDATE privacyAlert SET text = 'x'", "DELETE FROM controllerNotice",
                "INSERT OR REPLACE INTO privacyAlert SELECT * FROM privacyAlert",
            ] {
                #expect(throws: DatabaseError.self, "\(sql)") { try fixture.raw(sql) }
            }
        }
    }

    @Test func `a self-claimed relationship needs a reason, raises one alert with it, and holds eight hours`()
        async throws
    {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            let bare = fixture.question(statement: .given, extent: .episode, relationship: .selfClaimed)
            #expect(try await fixture.denial(bare) == .noRelationship)
            #expect(try await fixture.register.alerts(for: Self.officer).isEmpty)

            let reason = "Asked by the ward to see him"
            let claim = fixture.question(statement: .given, relationship: .selfClaimed, because: reason)
            #expect(try await fixture.opens(claim))
            // Until it ends, the claim need not be made again, in another process either; and it is told of once.
            let later = fixture.question(relationship: nil)
            #expect(try await fixture.opens(later, with: fixture.another(), after: 8 * 3600 - 1))
            #expect(try await fixture.opens(claim, after: 60))
            let alerts = try await fixture.register.alerts(for: Self.officer)
            #expect(alerts.map(\.cause) == [.selfClaimedRelationship])
            let opened = try await fixture.register.open(alerts[0].id, by: Self.officer, at: fixture.now)
            #expect(opened.text?.disclosed == reason && opened.nhsNumber == fixture.number)
            #expect(try await fixture.denial(later, after: 8 * 3600) == .noRelationship)
            let manager = RegisterFixture.requester("m", role: .practiceManager, organisation: "A12345")
            #expect(try await fixture.register.notices(for: manager).map(\.cause) == [.selfClaimedRelationship])
        }
    }

    @Test
    func `a claim made before the person is asked is told to the controllers whose agreements wait for the answer`()
        async throws
    {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            try await fixture.publish(
                RegisterFixture.agreement("elsewhere", controller: "B12345", consumer: "group: x"))
            let claim = fixture.question(relationship: .selfClaimed, because: "My patient")
            #expect(try await fixture.denial(claim) == .permissionNotAsked)
            func notices(_ controller: String) async throws -> [ControllerNotice] {
                let manager = RegisterFixture.requester("m", role: .practiceManager, organisation: controller)
                return try await fixture.register.notices(for: manager)
            }
            #expect(try await notices("A12345").map(\.cause) == [.selfClaimedRelationship])
            // Who would share nothing, whatever the answer, is told nothing.
            #expect(try await notices("B12345").isEmpty)
            #expect(try await fixture.opens(fixture.question(statement: .given, relationship: nil)))
            #expect(try await notices("A12345").count == 1)
        }
    }

    @Test func `a claim is for who made it, at their organisation, about the one person`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            _ = try await fixture.register.facts(
                for: fixture.question(relationship: .selfClaimed, because: "My patient"), at: fixture.now)
            let claimant = RegisterFixture.requester()
            func relationship(_ requester: Requester, of number: NHSNumber) async throws -> SharingFacts.Relationship? {
                let question = SharingQuestion(requester: requester, numbers: [number], traceID: "trace-2")
                return try await fixture.register.facts(for: question, at: fixture.now).relationship
            }
            #expect(try await relationship(claimant, of: fixture.number) == .selfClaimed)
            #expect(try await relationship(claimant, of: NHSNumber("9000000009")) == nil)
            for other in [
                RegisterFixture.requester("doctor-2"), RegisterFixture.requester(organisation: "RX2"),
                RegisterFixture.requester(role: .practiceManager),
            ] {
                #expect(try await relationship(other, of: fixture.number) == nil)
            }
        }
    }

    @Test func `a claim that nobody could make, or says nothing, releases nothing`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            let manager = RegisterFixture.requester(role: .practiceManager)
            let unfit = [
                fixture.question(relationship: .selfClaimed, because: "  "),
                fixture.question(relationship: .statedBySystem, because: "My patient"),
                fixture.question(manager, relationship: .selfClaimed, because: "My patient"),
                fixture.question(
                    relationship: .selfClaimed, because: String(repeating: "a", count: 8_001)),
            ]
            for question in unfit {
                await #expect(throws: SharingFailure.self) {
                    _ = try await fixture.register.facts(for: question, at: fixture.now)
                }
            }
            #expect(try fixture.count("privacyAlert") == 0)
        }
    }

    @Test func `an emergency in which a relationship is claimed too raises an alert of each`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            let question = fixture.question(
                Self.breaking, statement: Self.emergency, relationship: .selfClaimed, because: "On call")
            _ = try await fixture.register.facts(for: question, at: fixture.now)
            let causes = try await fixture.register.alerts(for: Self.officer).map(\.cause)
            #expect(Set(causes) == [.selfClaimedRelationship, .emergency(.unableToRespond)])
        }
    }
}
