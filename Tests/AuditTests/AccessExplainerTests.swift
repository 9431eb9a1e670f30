// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Audit
import Brokering
import CareRecord
import FHIR
import Foundation
import Sharing
import Storage
import TestSupport
import Testing

@Suite struct `Why a past request was answered as it was` {
    typealias Scene = ExplainedScene
    private static let alpha = Scene.requester("officer-a", role: .privacyOfficer, organisation: "AAAAA1")
    private static let beta = Scene.requester("manager-b", role: .practiceManager, organisation: "BBBBB2")

    private func with(_ body: (Scene) async throws -> Void) async throws {
        try await `The audit journal`.withFolder { try await body(try await Scene($0)) }
    }

    @Test func `is told in words that each audience may know`() async throws {
        try await with { scene in
            try await scene.answered("answered")
            try await scene.refused("refused", by: Scene.requester("nurse-1", role: .nurse))
            var text = ""
            for (title, traceID, asker) in [
                ("The doctor who asked", "answered", Scene.requester()),
                ("The privacy officer of the first controller", "answered", Self.alpha),
                ("The practice manager of the second controller", "answered", Self.beta),
                ("The nurse who was refused", "refused", Scene.requester("nurse-1", role: .nurse)),
                ("The privacy officer, of the refusal", "refused", Self.alpha),
            ] {
                let lines = try #require(await scene.explain(traceID, to: asker).lines, "\(title)")
                text += "# \(title)\n" + lines.joined(separator: "\n") + "\n\n"
            }
            let would = await scene.explainer().explain(
                AccessQuestion(
                    asker: Self.alpha,
                    subject: .hypothetical(scene.number, organisation: "RX1", role: .doctor, purpose: .treatment),
                    traceID: "explaining-1"))
            text += "# What would be, for the privacy officer\n" + (would.lines ?? []).joined(separator: "\n") + "\n"
            Golden.expect(text, equals: "explanations.txt", in: "AuditTests")
        }
    }

    @Test func `names no other controller to a controller`() async throws {
        try await with { scene in
            try await scene.answered("answered")
            try await scene.refused("refused")
            for traceID in ["answered", "refused"] {
                let toAlpha = try #require(await scene.explain(traceID, to: Self.alpha).lines).joined()
                let toBeta = try #require(await scene.explain(traceID, to: Self.beta).lines).joined()
                for canary in ["BBBBB2", "beta"] {
                    #expect(!toAlpha.contains(canary))
                    // The scan finds what is there.
                    #expect(toBeta.contains("BBBBB2"))
                }
                for canary in ["AAAAA1", "alpha"] { #expect(!toBeta.contains(canary)) }
                #expect(toAlpha.contains("AAAAA1"))
            }
        }
    }

    @Test func `names no controller to whoever was refused as a whole`() async throws {
        try await with { scene in
            let nurse = Scene.requester("nurse-1", role: .nurse)
            try await scene.refused("refused", by: nurse)
            let told = try #require(await scene.explain("refused", to: nurse).lines).joined()
            for canary in ["AAAAA1", "BBBBB2", "alpha", "beta"] { #expect(!told.contains(canary)) }
            #expect(told.contains("no sharing agreement names this role"))
        }
    }

    @Test func `is told to nobody else, and of nobody who is restricted: the same`() async throws {
        try await with { scene in
            try await scene.answered("answered")
            let others = [
                Scene.requester("doctor-2"), Scene.requester(organisation: "RX2"), Scene.requester(role: .nurse),
                Scene.requester("patient-1", role: .patient), .unauthenticatedDemonstration,
                Scene.requester("officer-c", role: .privacyOfficer, organisation: "CCCCC3"),
                Scene.requester("manager-r", role: .practiceManager, organisation: "RX1"),
            ]
            for other in others {
                #expect(await scene.explain("answered", to: other).isNothing, "\(other.person)")
            }
            for asker in [Scene.requester(), Self.alpha] {
                #expect(await scene.explain("never-was", to: asker).isNothing)
                #expect(await scene.explain("answered", to: asker, knows: false).isNothing)
                #expect(await !scene.explain("answered", to: asker).isNothing)
            }
            let hypothetical = AccessQuestion(
                asker: Self.alpha,
                subject: .hypothetical(scene.number, organisation: "RX1", role: .doctor, purpose: .treatment),
                traceID: "explaining-1")
            #expect(await scene.explainer(knows: false).explain(hypothetical).isNothing)
            #expect(await !scene.explainer().explain(hypothetical).isNothing)
        }
    }

    @Test func `is looked for in the same steps, whether or not the person is restricted`() async throws {
        try await with { scene in
            try await scene.answered("answered")
            for knows in [true, false] {
                let before = scene.located
                _ = await scene.explain("answered", to: Self.alpha, knows: knows)
                #expect(scene.located == before + 1)
            }
        }
    }

    @Test func `would be told to those alone who speak for a controller that holds something`() async throws {
        try await with { scene in
            for asker in [
                Scene.requester(), Scene.requester("patient-1", role: .patient, organisation: "AAAAA1"),
                Scene.requester("officer-c", role: .privacyOfficer, organisation: "CCCCC3"),
            ] {
                let question = AccessQuestion(
                    asker: asker,
                    subject: .hypothetical(scene.number, organisation: "RX1", role: .doctor, purpose: .treatment),
                    traceID: "explaining-1")
                #expect(await scene.explainer().explain(question).isNothing, "\(asker.person)")
            }
        }
    }

    @Test func `is told as the agreements were then, not as they are now`() async throws {
        try await with { scene in
            try await scene.answered("answered")
            let before = await scene.explain("answered", to: Self.alpha)
            let later = scene.asked.advanced(bySeconds: 60)
            try await scene.register.publishIfNewer(
                Scene.agreement("alpha-agreement", of: "AAAAA1", version: 2, "[problems]"), by: "manager", at: later)
            try await scene.register.suspend("beta-agreement", by: "manager", at: later)
            try await scene.register.record(
                SharingPreference(.dissent), of: scene.number, by: "manager", at: later)
            let after = await scene.explain("answered", to: Self.alpha)
            #expect(after.bases == [.policyThen])
            #expect(after.lines == before.lines)
        }
    }

    @Test func `is told from the recorded clauses where it is not known what held then`() async throws {
        try await with { scene in
            try await scene.answered("answered")
            try await scene.register.setMemberships(
                ["RX1": [.group("hospitals")]], by: "manager", at: scene.asked.advanced(bySeconds: 60))
            let told = await scene.explain("answered", to: Self.alpha)
            #expect(told.bases == [.recordedClauses])
            #expect(told.lines?.last == "permitted by alpha-agreement 1, clause alpha-agreement-hospital")
            #expect(told.lines?.contains { $0.contains("beta") } == false)
            let toDoctor = await scene.explain("answered", to: Scene.requester())
            #expect(toDoctor.lines?.filter { $0.hasPrefix("permitted by") }.count == 2)
        }
    }

    @Test func `is not decided again to another end than it had`() async throws {
        try await with { scene in
            // The audit says that all was refused, while the agreements of then would have permitted.
            try await scene.refused("refused")
            let told = await scene.explain("refused", to: Self.alpha)
            #expect(told.bases == [.policyThen] || told.bases == [.recordedClauses])
            #expect(told.lines?.contains { $0.contains(": permitted") } == false)
        }
    }

    @Test func `is told from the recorded clauses where the agreements of then come to another end`() async throws {
        try await with { scene in
            // The audit says that medicines of the second controller were shown, which no agreement of then shares.
            let clause = ClauseReference(agreement: "beta-agreement", version: 1, clause: "beta-agreement-hospital")
            try await scene.journal.append(
                AuditEntry(
                    event: .intent, traceID: "odd", at: scene.asked.text, requester: Scene.requester(),
                    nhsNumber: scene.number, datasets: [.medication, .risks],
                    sources: [.init(source: Scene.id("beta"), outcomes: ["medication", "risks"])], permission: "given",
                    clauses: [clause]))
            let told = await scene.explain("odd", to: Self.beta)
            #expect(told.bases == [.recordedClauses])
            #expect(told.lines?.last == "permitted by beta-agreement 1, clause beta-agreement-hospital")
        }
    }

    @Test func `is watched where it is asked about very many people`() async throws {
        try await with { scene in
            let numbers = (900_000_000...900_000_099).flatMap { nine in
                (0...9).compactMap { try? NHSNumber("\(nine)\($0)") }
            }
            for knows in [true, false] {
                let officer = Scene.requester("officer-\(knows)", role: .privacyOfficer, organisation: "AAAAA1")
                let explainer = scene.explainer(knows: knows)
                for number in numbers.prefix(51) {
                    let question = AccessQuestion(
                        asker: officer,
                        subject: .hypothetical(number, organisation: "RX1", role: .doctor, purpose: .treatment),
                        traceID: "explaining-2")
                    _ = await explainer.explain(question)
                }
            }
            let alerts = try await scene.register.alerts(for: Self.alpha)
            #expect(alerts.map(\.cause) == [.enumeration, .enumeration])
            #expect(Set(alerts.map(\.person)) == ["officer-true", "officer-false"])
        }
    }

    @Test func `is accounted for with who wanted to know`() async throws {
        try await with { scene in
            try await scene.answered("answered")
            _ = await scene.explain("answered", to: Self.alpha)
            let lines = try await scene.journal.lines().filter { $0.contains("explaining-1") }
            #expect(lines.count == 1)
            #expect(lines.first?.contains("officer-a") == true)
            #expect(lines.first?.contains("event=\"explanation\"") == true)
        }
    }
}

extension AccessExplanation {
    fileprivate var isNothing: Bool {
        if case .nothingToExplain = self { true } else { false }
    }
}
