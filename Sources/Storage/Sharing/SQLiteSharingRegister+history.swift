// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Brokering
public import CareRecord
public import FHIR
import GRDB
public import Sharing

extension SQLiteSharingRegister: PolicyHistory {
    public func policy(at moment: FHIRDateTime) async throws(SharingFailure) -> SharingPolicy? {
        do {
            return try await database.read { try policy(at: moment.earliestSecond, in: $0) }
        } catch {
            throw SharingFailure(database: error)
        }
    }

    public func policyInForce() async throws(SharingFailure) -> SharingPolicy {
        do {
            return try await database.read { try policy(in: $0) }
        } catch {
            throw SharingFailure(database: error)
        }
    }

    public func preferences(
        of numbers: [NHSNumber], at moment: FHIRDateTime
    ) async throws(SharingFailure) -> [SharingPreference] {
        do {
            return try await database.read {
                try Self.preferences(of: numbers, upTo: moment.earliestSecond, in: $0)
            }
        } catch {
            throw SharingFailure(database: error)
        }
    }

    public func controllers(
        ofAgreements agreements: Set<String>
    ) async throws(SharingFailure) -> [String: String] {
        do {
            return try await database.read { database in
                var found: [String: String] = [:]
                for id in agreements {
                    found[id] = try StoredAgreement.versions(of: id, in: database).first?.controller
                }
                return found
            }
        } catch {
            throw SharingFailure(database: error)
        }
    }

    /// The log tells the state of each version at a second; a change of that very second could have been before or after. To which groups
    /// organisations belonged before is not kept.
    private func policy(at second: Int, in database: Database) throws -> SharingPolicy? {
        let uncertain = try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS (SELECT 1 FROM registerChange
                WHERE kind = 'agreement' AND state <> 'draft' AND at = ? OR kind = 'memberships' AND at >= ?)
                """, arguments: [second, second])
        guard uncertain == false else { return nil }
        var standing: [SharingPolicy.Standing] = []
        for row in try StoredAgreement.standing(at: second, in: database) {
            guard let agreement = agreement(of: row) else { return nil }
            standing.append(.init(agreement, isSuspended: row.state == .suspended))
        }
        return SharingPolicy(version: 0, agreements: standing, memberships: try Self.memberships(in: database))
    }
}

extension StoredAgreement {
    /// Those that were published or suspended at a second, by the log.
    fileprivate static func standing(at second: Int, in database: Database) throws -> [StoredAgreement] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT agreementVersion.id, agreementVersion.version, controller, document, registerChange.state,
                    MAX(sequence)
                FROM registerChange JOIN agreementVersion
                    ON agreementVersion.id = subject AND agreementVersion.version = registerChange.version
                WHERE kind = 'agreement' AND at <= ? GROUP BY agreementVersion.id, agreementVersion.version
                ORDER BY agreementVersion.id
                """, arguments: [second]
        ).compactMap(StoredAgreement.init).filter { $0.state == .published || $0.state == .suspended }
    }
}
