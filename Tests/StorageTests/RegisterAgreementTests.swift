// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import GRDB
import Sharing
import Storage
import Testing

@Suite struct `Agreements in the register` {
    @Test func `nothing is shared until an agreement has been published`() async throws {
        try await RegisterFixture.with { fixture in
            let question = fixture.question(statement: .given)
            #expect(try await fixture.denial(question) == .noAgreement)
            try await fixture.register.draft(RegisterFixture.agreement(), by: "manager", at: fixture.now)
            #expect(try await fixture.denial(question) == .noAgreement)
            try await fixture.register.publish("anytown", by: "manager", at: fixture.now)
            #expect(try await fixture.opens(question))
        }
    }

    @Test func `stopping is obeyed by the next request, of another process too, and so is resuming`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            let other = try fixture.another()
            let question = fixture.question(statement: .given)
            #expect(try await fixture.opens(question, with: other))
            try await fixture.register.suspend("anytown", by: "manager", at: fixture.now)
            #expect(try await fixture.denial(question, with: other) == .sharingSuspended)
            #expect(try await fixture.denial(question) == .sharingSuspended)
            try await other.resume("anytown", by: "manager", at: fixture.now)
            #expect(try await fixture.opens(question))
        }
    }

    @Test func `a later version supersedes the former at once, and stays stopped where sharing was`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            let other = try fixture.another()
            let question = fixture.question(statement: .given)
            #expect(try await fixture.opens(question, with: other))
            try await fixture.publish(RegisterFixture.agreement(version: 2, datasets: "[problems]"))
            #expect(try await fixture.denial(question, with: other) == .datasetNotShared)
            let states = try await fixture.register.versions(of: "anytown").map(\.state)
            #expect(states == [.superseded, .published])
            try await fixture.register.suspend("anytown", by: "manager", at: fixture.now)
            try await fixture.publish(RegisterFixture.agreement(version: 3))
            #expect(try await fixture.denial(question, with: other) == .sharingSuspended)
        }
    }

    @Test func `a published version is never edited, deleted or replaced, by any program`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            for sql in [
                "UPDATE agreementVersion SET document = 'x'", "UPDATE agreementVersion SET controller = 'B1'",
                "UPDATE agreementVersion SET version = 2", "UPDATE agreementVersion SET state = 'draft'",
                "DELETE FROM agreementVersion",
                "INSERT OR REPLACE INTO agreementVersion VALUES ('anytown', 1, 'A12345', 'x', 'published')",
                "INSERT INTO agreementVersion VALUES ('anytown', 2, 'A12345', 'x', 'published')",
                "UPDATE policyVersion SET version = 0", "DELETE FROM policyVersion", "DELETE FROM registerChange",
                "UPDATE registerChange SET changedBy = 'nobody'",
                "INSERT OR REPLACE INTO registerChange VALUES (1, 0, 'x', 'agreement', 'anytown', 1, NULL, 'draft')",
            ] {
                #expect(throws: DatabaseError.self, "\(sql)") { try fixture.raw(sql) }
            }
            await #expect(throws: RegisterFault.self) {
                try await fixture.register.draft(
                    RegisterFixture.agreement(datasets: "[problems]"), by: "manager", at: fixture.now)
            }
            await #expect(throws: RegisterFault.self) {
                try await fixture.publish(RegisterFixture.agreement(datasets: "[problems]"))
            }
            #expect(try await fixture.opens(fixture.question(statement: .given)))
        }
    }

    @Test func `every change is logged with who made it and the states between which it went`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            try await fixture.register.suspend("anytown", by: "guardian", at: fixture.now)
            let changes = try await fixture.register.history(of: "anytown")
            #expect(changes.map(\.state) == ["draft", "published", "suspended"])
            #expect(changes.map(\.formerState) == [nil, "draft", "published"])
            #expect(changes.map(\.by) == ["manager", "manager", "guardian"])
        }
    }

    @Test func `an agreement that cannot be read shares nothing of its controller`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish()
            try await fixture.publish(RegisterFixture.agreement("second"))
            try await fixture.publish(RegisterFixture.agreement("elsewhere", controller: "B12345"))
            let question = fixture.question(statement: .given)
            #expect(try await fixture.opens(question))
            try fixture.raw("INSERT INTO agreementVersion VALUES ('third', 1, 'A12345', 'no agreement', 'published')")
            #expect(try await fixture.denial(question) == .noAgreement)
            let policy = try await fixture.register.currentPolicy()
            #expect(policy.agreements.map(\.agreement.id) == ["elsewhere"])
            #expect(try await fixture.register.unreadable().map(\.id) == ["third"])
        }
    }

    @Test func `a text under the name of another agreement counts as unreadable`() async throws {
        try await RegisterFixture.with { fixture in
            let text = RegisterFixture.agreement().replacing("'", with: "''")
            try fixture.raw("INSERT INTO agreementVersion VALUES ('other', 1, 'A12345', '\(text)', 'published')")
            #expect(try await fixture.denial(fixture.question(statement: .given)) == .noAgreement)
        }
    }

    @Test func `memberships let an agreement name a network, and go with the next request`() async throws {
        try await RegisterFixture.with { fixture in
            try await fixture.publish(RegisterFixture.agreement(consumer: "network: anytown"))
            let question = fixture.question(statement: .given)
            #expect(try await fixture.denial(question) == .consumerNotNamed)
            let other = try fixture.another()
            try await other.setMemberships(["RX1": [.network("anytown")]], by: "operator", at: fixture.now)
            #expect(try await fixture.opens(question))
            #expect(try await !other.setMemberships(["RX1": [.network("anytown")]], by: "operator", at: fixture.now))
            try await other.setMemberships([:], by: "operator", at: fixture.now)
            #expect(try await fixture.denial(question) == .consumerNotNamed)
        }
    }

    @Test func `the log says which organisations came into a network or left it, by whom and when`() async throws {
        try await RegisterFixture.with { fixture in
            let (register, later) = (fixture.register, fixture.now.advanced(bySeconds: 60))
            let first: [String: Set<SharingClause.Consumer>] = [
                "RX1": [.network("anytown"), .group("acute")], "A12345": [.network("anytown")],
            ]
            try await register.setMemberships(first, by: "Ann", at: fixture.now)
            // What stays as it was is no change, and neither is the same said again.
            #expect(try await !register.setMemberships(first, by: "Bea", at: later))
            let second: [String: Set<SharingClause.Consumer>] = [
                "RX1": [.network("anytown")], "B81001": [.network("anytown")],
            ]
            try await register.setMemberships(second, by: "Cem", at: later)
            let log = try await register.membershipHistory()
            #expect(
                log.map { "\($0.subject) \($0.formerState ?? "-") \($0.state) \($0.by)" } == [
                    "group acute: RX1 - member Ann", "network anytown: A12345 - member Ann",
                    "network anytown: RX1 - member Ann", "group acute: RX1 member removed Cem",
                    "network anytown: A12345 member removed Cem", "network anytown: B81001 - member Cem",
                ])
            #expect(
                log.map(\.at.earliestSecond) == Array(repeating: fixture.now.earliestSecond, count: 3)
                    + Array(repeating: later.earliestSecond, count: 3))
            #expect(try await register.currentPolicy().memberships == second)
            await #expect(throws: RegisterFault.self) { try await register.setMemberships([:], by: "", at: later) }
            #expect(try await register.currentPolicy().memberships == second)
        }
    }

    @Test func `a template is accepted or declined by each controller for itself`() async throws {
        try await RegisterFixture.with { fixture in
            let template = RegisterFixture.template
            let offers = try await fixture.register.offer(
                template, to: ["A12345", "B12345"], by: "network", at: fixture.now)
            #expect(offers.map(\.state) == [.offered, .offered])
            let question = fixture.question(statement: .given)
            #expect(try await fixture.denial(question) == .noAgreement)

            let today = try #require(FHIRDateTime("2026-01-31"))
            func signatory(_ organisation: String) -> SharingAgreement.Signatory {
                .init(name: "A. Manager", capacity: "practice manager", organisation: organisation, signedOn: today)
            }
            await #expect(throws: RegisterFault.self) {
                try await fixture.register.accept(offers[0].id, signedBy: signatory("B12345"), at: fixture.now)
            }
            let accepted = try await fixture.register.accept(
                offers[0].id, signedBy: signatory("A12345"), at: fixture.now)
            #expect(accepted.id == "direct-care-a12345" && accepted.state == .published)
            #expect(try await fixture.opens(question))
            let declined = try await fixture.register.decline(offers[1].id, by: "B. Manager", at: fixture.now)
            #expect(declined.state == .declined)
            await #expect(throws: RegisterFault.self) {
                try await fixture.register.accept(offers[1].id, signedBy: signatory("B12345"), at: fixture.now)
            }
            let policy = try await fixture.register.currentPolicy()
            #expect(policy.agreements.map(\.agreement.controller) == ["A12345"])
            #expect(policy.agreements.first?.agreement.signatories.map(\.name) == ["A. Manager"])
            for sql in ["UPDATE agreementOffer SET state = 'accepted'", "DELETE FROM agreementOffer"] {
                #expect(throws: DatabaseError.self, "\(sql)") { try fixture.raw(sql) }
            }
        }
    }
}
