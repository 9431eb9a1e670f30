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
}
