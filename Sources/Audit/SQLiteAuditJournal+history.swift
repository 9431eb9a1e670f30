// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Brokering
import CareRecord
import FHIR
import GRDB
import Sharing
import Storage

extension SQLiteAuditJournal: AccessHistory {
    /// The most requests of one trace id that are told of.
    private static let mostRequests = 16

    public func pastRequests(traceID: String) async throws(AuditFailure) -> [PastRequest] {
        do {
            return try await database.read { database in
                // The first entry of each: a record that is followed asks its sources more than once.
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT person, organisation, role, purpose, strength, nhsNumber, datasets, sources, permission,
                            clauses, at, relationship, MIN(sequence)
                        FROM auditEntry WHERE traceID = ? AND event IN ('intent', 'refusal')
                        GROUP BY person, organisation, role, purpose, nhsNumber ORDER BY MIN(sequence) LIMIT ?
                        """, arguments: [traceID, Self.mostRequests]
                ).compactMap(PastRequest.init)
            }
        } catch {
            throw AuditFailure("the audit could not be read")
        }
    }
}

extension PastRequest {
    fileprivate init?(_ row: Row) {
        let (role, purpose, number): (String, String, String) = (row[2], row[3], row[5])
        let (datasets, sources, clauses, at): (String, String, String, String) = (row[6], row[7], row[9], row[10])
        guard let nhsNumber = try? NHSNumber(number), let at = FHIRDateTime(at) else { return nil }
        var permitted: [String: Set<Dataset>] = [:]
        for line in sources.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            let codes = parts.count > 1 ? parts[1].split(separator: " ").map(String.init) : []
            permitted[String(parts[0])] = Set(codes.compactMap(Dataset.init(rawValue:)))
        }
        self.init(
            person: row[0], organisation: row[1], role: Role(code: role), purpose: PurposeOfUse(code: purpose),
            strength: (row[4] as Int?).flatMap(AuthenticationStrength.init), nhsNumber: nhsNumber,
            datasets: datasets.split(separator: " ").compactMap { Dataset(rawValue: String($0)) }, permitted: permitted,
            permission: row[8], relationship: RecordedRelationship(code: row[11]),
            clauses: clauses.split(separator: "\n").compactMap { ClauseReference(words: $0) },
            at: at)
    }
}

extension ClauseReference {
    /// From its words in the audit.
    fileprivate init?(words: Substring) {
        let parts = words.split(separator: ", clause ", maxSplits: 1)
        guard parts.count == 2, let space = parts[0].lastIndex(of: " "),
            let version = Int(parts[0][parts[0].index(after: space)...])
        else { return nil }
        self.init(agreement: String(parts[0][..<space]), version: version, clause: String(parts[1]))
    }
}
