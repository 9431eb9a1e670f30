// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import GRDB
import Sharing

extension AuditEntry {
    /// Writes the entry as a row; it is durable when the transaction is.
    func insert(into database: Database) throws {
        let sources = sources.map { "\($0.source.text): \($0.outcomes.joined(separator: " "))" }.joined(separator: "\n")
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO auditEntry (event, traceID, at, person, role, organisation, system, purpose,
                    establishment, nhsNumber, datasets, sources, permission, clauses, digest, strength,
                    relationship)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(arguments: [
            event.rawValue, traceID, at, requester.person, requester.role.rawValue, requester.organisation,
            requester.system,
            requester.purpose.code, requester.establishment.summary, nhsNumber.disclosed,
            datasets.map(\.rawValue).joined(separator: " "), sources, permission,
            clauses.map(\.words).joined(separator: "\n"), digest,
            requester.strength.rawValue, relationship.code,
        ])
    }
}
