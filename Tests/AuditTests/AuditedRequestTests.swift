// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Audit
import Brokering
import CareRecord
import FHIR
import Sharing
import Testing

@Suite struct `Reading requests back from the audit` {
    @Test func `tells each request once, without the person, since a moment`() async throws {
        try await `The audit journal`.withFolder { folder in
            let journal = try SQLiteAuditJournal(path: folder + "/audit.sqlite")
            for event in [AuditEntry.Event.intent, .intent, .permission] {
                try await journal.append(try `The audit journal`.entry(event))
            }
            let before = try #require(FHIRDateTime("2026-01-30T09:30:00Z"))
            let requests = try await journal.recordedRequests(since: before)
            let request = try #require(requests.first)
            #expect(requests.count == 1)
            #expect(
                request.organisation == "DEMO" && request.role == .demonstration
                    && request.strength == AuthenticationStrength.none)
            #expect(request.datasets == [.risks, .medication] && request.sources == ["anytown"])
            let after = try #require(FHIRDateTime("2026-02-01T00:00:00Z"))
            #expect(try await journal.recordedRequests(since: after).isEmpty)
        }
    }

    @Test func `counts requests of several people, and about several, under one trace id apart`() async throws {
        try await `The audit journal`.withFolder { folder in
            let journal = try SQLiteAuditJournal(path: folder + "/audit.sqlite")
            let doctor = Requester(
                person: "doctor-1", role: .doctor, organisation: "RX1", system: "ward", purpose: .treatment,
                strength: .high, establishment: .none)
            let numbers = try ["9434765919", "9434765870"].map { try NHSNumber($0) }
            for (requester, number) in [
                (doctor, numbers[0]), (doctor, numbers[1]), (Requester.unauthenticatedDemonstration, numbers[0]),
            ] {
                // A record that is followed asks its sources more than once.
                for _ in 0..<2 {
                    try await journal.append(
                        AuditEntry(
                            event: .intent, traceID: "chosen", at: "2026-01-31T09:30:00.000Z", requester: requester,
                            nhsNumber: number, datasets: [.risks], sources: [], relationship: .known(.selfClaimed)))
                }
            }
            let since = try #require(FHIRDateTime("2026-01-30"))
            let requests = try await journal.recordedRequests(since: since)
            #expect(requests.map(\.organisation) == ["RX1", "RX1", "DEMO"])
            #expect(requests.allSatisfy { $0.relationship == .known(.selfClaimed) })
        }
    }

    @Test func `takes no explanation and no wish for a request, whether it was told or not`() async throws {
        try await `The audit journal`.withFolder { folder in
            let scene = try await ExplainedScene(folder)
            try await scene.answered("answered")
            let officer = ExplainedScene.requester("officer-a", role: .privacyOfficer, organisation: "AAAAA1")
            for knows in [true, false] {
                _ = await scene.explain("answered", to: officer, knows: knows)
                _ = await scene.explainer(knows: knows).explain(
                    AccessQuestion(
                        asker: officer,
                        subject: .hypothetical(scene.number, organisation: "RX1", role: .doctor, purpose: .treatment),
                        traceID: "answered"))
            }
            let since = try #require(FHIRDateTime("2026-01-30"))
            #expect(try await scene.journal.recordedRequests(since: since).count == 1)
            #expect(try await scene.journal.pastRequests(traceID: "answered").count == 1)
            #expect(try await scene.journal.count(of: .explanation) == 4)
        }
    }
}
