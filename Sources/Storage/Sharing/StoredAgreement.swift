// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import GRDB

/// A version of an agreement as the register keeps it.
public struct StoredAgreement: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, CaseIterable {
        case draft, published, suspended, superseded
    }

    public let id: String
    public let version: Int
    /// The ODS code of the controller.
    public let controller: String
    /// The text as it came.
    public let document: String
    public let state: State

    /// A row; `nil` for a state that is not known, which counts as no state at all.
    init?(_ row: Row) {
        guard let state = State(rawValue: row[4]) else { return nil }
        (id, version, controller, document, self.state) = (row[0], row[1], row[2], row[3], state)
    }

    init(id: String, version: Int, controller: String, document: String, state: State) {
        self.id = id
        self.version = version
        self.controller = controller
        self.document = document
        self.state = state
    }

    static let columns = "SELECT id, version, controller, document, state FROM agreementVersion"

    /// Those that are published or suspended.
    static func standing(in database: Database) throws -> [StoredAgreement] {
        try Row.fetchAll(database, sql: columns + " WHERE state IN ('published', 'suspended') ORDER BY id")
            .compactMap(StoredAgreement.init)
    }

    /// All versions of one, oldest first.
    static func versions(of id: String, in database: Database) throws -> [StoredAgreement] {
        try Row.fetchAll(database, sql: columns + " WHERE id = ? ORDER BY version", arguments: [id])
            .compactMap(StoredAgreement.init)
    }
}
