// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR
import GRDB
public import Sharing
import Storage

/// The facts of a request as the audit keeps them, without the person it was about.
public struct AuditedRequest: Hashable, Sendable {
    /// The ODS code of the requester's organisation.
    public let organisation: String
    public let role: Role
    public let purpose: PurposeOfUse
    /// `nil` where the entry is older than the audit's noting it.
    public let strength: AuthenticationStrength?
    public let datasets: [Dataset]
    /// The ids of the sources in scope; none where nothing was permitted, or nobody was found.
    public let sources: [String]
    /// How the person's permission stood, as the audit says it.
    public let permission: String?
    public let relationship: RecordedRelationship
    public let at: FHIRDateTime
}

extension SQLiteAuditJournal {
    /// The requests for records since a moment, oldest first: each once, however often it asked its sources. A caller may choose a trace id,
    /// so that requests of several people, or about several, may bear the same.
    public func recordedRequests(since moment: FHIRDateTime) async throws -> [AuditedRequest] {
        try await database.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT organisation, role, purpose, strength, datasets, sources, permission, at, relationship,
                        MIN(sequence)
                    FROM auditEntry WHERE event IN ('intent', 'refusal') AND at >= ?
                    GROUP BY traceID, person, organisation, role, purpose, nhsNumber ORDER BY MIN(sequence)
                    """, arguments: [moment.text])
            var requests: [AuditedRequest] = []
            while let row = try rows.next() {
                if let request = AuditedRequest(row) { requests.append(request) }
            }
            return requests
        }
    }
}

extension AuditedRequest {
    fileprivate init?(_ row: Row) {
        let (roleCode, purposeCode): (String, String) = (row[1], row[2])
        let (datasetCodes, lines): (String, String) = (row[4], row[5])
        guard let at = FHIRDateTime(row[7] as String) else { return nil }
        organisation = row[0]
        role = Role(code: roleCode)
        purpose = PurposeOfUse(code: purposeCode)
        strength = (row[3] as Int?).flatMap(AuthenticationStrength.init)
        datasets = datasetCodes.split(separator: " ").compactMap { Dataset(rawValue: String($0)) }
        sources = lines.split(separator: "\n").map { String($0.prefix { $0 != ":" }) }
        permission = row[6]
        relationship = RecordedRelationship(code: row[8])
        self.at = at
    }
}
