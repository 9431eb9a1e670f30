// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR
import GRDB
public import Sharing

extension SQLiteSharingRegister {
    /// Says to which groups and networks organisations belong, in place of what was said before. The log names every organisation that
    /// is new in one, and every one that is no longer there.
    /// - Returns: whether that was any change.
    @discardableResult
    public func setMemberships(
        _ memberships: [String: Set<SharingClause.Consumer>], by person: String, at now: FHIRDateTime
    ) async throws(RegisterFault) -> Bool {
        let wanted = Set(
            memberships.flatMap { organisation, names in names.compactMap { Membership(organisation, $0) } })
        return try await change { database in
            let former = Set(try Membership.all(in: database))
            for membership in former.subtracting(wanted).sorted() {
                try membership.delete(from: database)
                try membership.note(from: "member", to: "removed", by: person, at: now, in: database)
            }
            for membership in wanted.subtracting(former).sorted() {
                try membership.insert(into: database)
                try membership.note(from: nil, to: "member", by: person, at: now, in: database)
            }
            return former != wanted
        }
    }

    /// Every change of memberships, oldest first.
    public func membershipHistory() async throws(RegisterFault) -> [RegisterChange] {
        try await look { try RegisterChange.of(.memberships, in: $0) }
    }

    static func memberships(in database: Database) throws -> [String: Set<SharingClause.Consumer>] {
        try Membership.all(in: database).reduce(into: [:]) { found, membership in
            found[membership.organisation, default: []].insert(membership.consumer)
        }
    }
}

/// An organisation in a group or a network.
private struct Membership: Hashable, Comparable {
    let kind: String
    let name: String
    let organisation: String

    /// `nil` for an organisation by itself, to which it belongs without saying.
    init?(_ organisation: String, _ consumer: SharingClause.Consumer) {
        switch consumer {
        case .organisation: return nil
        case .group(let name): (kind, self.name) = ("group", name)
        case .network(let name): (kind, self.name) = ("network", name)
        }
        self.organisation = organisation
    }

    private init(_ row: Row) { (organisation, kind, name) = (row[0], row[1], row[2]) }

    var consumer: SharingClause.Consumer { kind == "group" ? .group(name) : .network(name) }

    static func < (left: Self, right: Self) -> Bool {
        (left.kind, left.name, left.organisation) < (right.kind, right.name, right.organisation)
    }

    static func all(in database: Database) throws -> [Membership] {
        try Row.fetchAll(database, sql: "SELECT organisation, kind, name FROM membership").map(Membership.init)
    }

    func insert(into database: Database) throws {
        try database.execute(
            sql: "INSERT INTO membership VALUES (?, ?, ?)", arguments: [organisation, kind, name])
    }

    func delete(from database: Database) throws {
        try database.execute(
            sql: "DELETE FROM membership WHERE organisation = ? AND kind = ? AND name = ?",
            arguments: [organisation, kind, name])
    }

    func note(
        from former: String?, to state: String, by person: String, at now: FHIRDateTime, in database: Database
    ) throws {
        try RegisterChange.note(
            kind: .memberships, subject: "\(kind) \(name): \(organisation)", from: former, to: state, by: person,
            at: now,
            in: database)
    }
}
