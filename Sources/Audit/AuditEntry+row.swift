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
                    establishment, nhsNumber, datasets, sources, digest)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(arguments: [
            event.rawValue, traceID, at, requester.person, requester.role, requester.organisation, requester.system,
            requester.purpose.rawValue, requester.establishment.rawValue, nhsNumber.disclosed,
            datasets.map(\.rawValue).joined(separator: " "), sources, digest,
        ])
    }
}
