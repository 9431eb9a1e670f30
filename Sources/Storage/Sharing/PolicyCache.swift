// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import GRDB
import Sharing
import Synchronization

/// The policy as it was last read, for as long as its version is what stands in the database.
final class PolicyCache: Sendable {
    private struct Kept {
        var policy: SharingPolicy?
        /// Agreements by the text that was read.
        var agreements: [String: SharingAgreement] = [:]
    }

    private let kept = Mutex(Kept())

    func policy(version: Int) -> SharingPolicy? {
        kept.withLock { $0.policy?.version == version ? $0.policy : nil }
    }

    func agreement(reading document: String) -> SharingAgreement? { kept.withLock { $0.agreements[document] } }

    func keep(_ policy: SharingPolicy, reading agreements: [String: SharingAgreement]) {
        kept.withLock { $0 = Kept(policy: policy, agreements: agreements) }
    }
}

extension SQLiteSharingRegister {
    /// The policy that the database holds; read anew where its version is not the cached one.
    func policy(in database: Database) throws -> SharingPolicy {
        let version = try database.cachedStatement(sql: "SELECT version FROM policyVersion WHERE id = 1")
        guard let version = try Int.fetchOne(version) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        if let policy = cache.policy(version: version) { return policy }
        var read: [String: SharingAgreement] = [:]
        var standing: [SharingPolicy.Standing] = []
        var unreadable: Set<String> = []
        for row in try StoredAgreement.standing(in: database) {
            guard let agreement = agreement(of: row) else {
                unreadable.insert(row.controller)
                continue
            }
            read[row.document] = agreement
            standing.append(.init(agreement, isSuspended: row.state == .suspended))
        }
        // What cannot be read may forbid what another agreement of the same controller permits: of that controller nothing is shared.
        standing.removeAll { unreadable.contains($0.agreement.controller) }
        let policy = SharingPolicy(
            version: version, agreements: standing, memberships: try Self.memberships(in: database))
        cache.keep(policy, reading: read)
        return policy
    }

    /// The agreement that a row holds; `nil` where its text cannot be read or says another thing than the row.
    func agreement(of row: StoredAgreement) -> SharingAgreement? {
        guard let agreement = cache.agreement(reading: row.document) ?? (try? reading.agreement(row.document)),
            agreement.id == row.id, agreement.version == row.version, agreement.controller == row.controller
        else { return nil }
        return agreement
    }
}
