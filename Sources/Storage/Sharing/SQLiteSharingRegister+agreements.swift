// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR
import GRDB
public import Sharing

extension SQLiteSharingRegister {
    /// The largest document that is read.
    private static let mostBytes = 1 << 20

    /// Keeps the text of an agreement as a draft; a draft of the same version is replaced.
    @discardableResult
    public func draft(
        _ document: String, by person: String, at now: FHIRDateTime
    ) async throws(RegisterFault) -> StoredAgreement {
        let agreement = try readable(document)
        return try await change { database in
            try Self.draft(agreement, document, by: person, at: now, in: database)
        }
    }

    /// Publishes the latest draft, which supersedes what was published before. Where sharing was stopped it stays so.
    @discardableResult
    public func publish(
        _ id: String, by person: String, at now: FHIRDateTime
    ) async throws(RegisterFault) -> StoredAgreement {
        try await change { database in
            guard let draft = try StoredAgreement.versions(of: id, in: database).last(where: { $0.state == .draft })
            else {
                throw RegisterFault.refused("There is no draft of '\(id)': make one with 'mig sharing draft FILE'.")
            }
            guard agreement(of: draft) != nil else {
                throw RegisterFault.refused("The draft of '\(id)' cannot be read: make it again.")
            }
            return try Self.publish(draft, by: person, at: now, in: database)
        }
    }

    /// Publishes a text where it is a later version than what has been published under its id.
    /// - Returns: whether it was.
    @discardableResult
    public func publishIfNewer(
        _ document: String, by person: String, at now: FHIRDateTime
    ) async throws(RegisterFault) -> Bool {
        let agreement = try readable(document)
        return try await change { database in
            let published = try StoredAgreement.versions(of: agreement.id, in: database).filter { $0.state != .draft }
            if let same = published.first(where: { $0.version == agreement.version }), same.document != document {
                throw RegisterFault.refused(
                    "Version \(same.version) of '\(same.id)' was published with another text: give this one the next version."
                )
            }
            guard published.allSatisfy({ $0.version < agreement.version }) else { return false }
            let draft = try Self.draft(agreement, document, by: person, at: now, in: database)
            try Self.publish(draft, by: person, at: now, in: database)
            return true
        }
    }

    /// Stops sharing under an agreement: the next request is denied.
    @discardableResult
    public func suspend(
        _ id: String, by person: String, at now: FHIRDateTime
    ) async throws(RegisterFault) -> StoredAgreement {
        try await move(id, from: .published, to: .suspended, by: person, at: now)
    }

    /// Shares again under an agreement that was suspended.
    @discardableResult
    public func resume(
        _ id: String, by person: String, at now: FHIRDateTime
    ) async throws(RegisterFault) -> StoredAgreement {
        try await move(id, from: .suspended, to: .published, by: person, at: now)
    }

    /// Every change of an agreement, oldest first.
    public func history(of id: String) async throws(RegisterFault) -> [RegisterChange] {
        try await look { try RegisterChange.of(.agreement, subject: id, in: $0) }
    }

    /// All versions of an agreement, oldest first.
    public func versions(of id: String) async throws(RegisterFault) -> [StoredAgreement] {
        try await look { try StoredAgreement.versions(of: id, in: $0) }
    }

    /// The agreements that stand and cannot be read: of their controllers nothing is shared.
    public func unreadable() async throws(RegisterFault) -> [StoredAgreement] {
        try await look { database in
            try StoredAgreement.standing(in: database).filter { agreement(of: $0) == nil }
        }
    }

    /// The drafts that are newer than what stands.
    public func drafts() async throws(RegisterFault) -> [StoredAgreement] {
        try await look { database in
            try Row.fetchAll(database, sql: StoredAgreement.columns + " WHERE state = 'draft' ORDER BY id, version")
                .compactMap(StoredAgreement.init)
        }
    }

    /// The policy as it stands.
    public func currentPolicy() async throws(RegisterFault) -> SharingPolicy {
        try await look { try policy(in: $0) }
    }

    // MARK: The steps

    /// The agreement that a text holds.
    func readable(_ document: String) throws(RegisterFault) -> SharingAgreement {
        guard document.utf8.count <= Self.mostBytes else {
            throw .refused("The agreement is longer than 1 MiB: divide it.")
        }
        do {
            return try reading.agreement(document)
        } catch {
            throw .refused("The agreement cannot be used: \(error)")
        }
    }

    @discardableResult
    static func draft(
        _ agreement: SharingAgreement, _ document: String, by person: String, at now: FHIRDateTime,
        in database: Database
    ) throws -> StoredAgreement {
        let versions = try StoredAgreement.versions(of: agreement.id, in: database)
        if let other = versions.first(where: { $0.controller != agreement.controller }) {
            throw RegisterFault.refused("'\(agreement.id)' is an agreement of \(other.controller): give it another id.")
        }
        let highest = versions.filter { $0.state != .draft }.map(\.version).max() ?? 0
        guard agreement.version > highest else {
            throw RegisterFault.refused(
                "Version \(highest) of '\(agreement.id)' has been published: give the draft version \(highest + 1).")
        }
        let former = versions.first { $0.version == agreement.version }
        if former != nil {
            try database.execute(
                sql: "UPDATE agreementVersion SET document = ? WHERE id = ? AND version = ?",
                arguments: [document, agreement.id, agreement.version])
        } else {
            try database.execute(
                sql: "INSERT INTO agreementVersion VALUES (?, ?, ?, ?, 'draft')",
                arguments: [agreement.id, agreement.version, agreement.controller, document])
        }
        try RegisterChange.note(
            kind: .agreement, subject: agreement.id, version: agreement.version, from: former?.state.rawValue,
            to: "draft", by: person, at: now, in: database)
        return StoredAgreement(
            id: agreement.id, version: agreement.version, controller: agreement.controller, document: document,
            state: .draft)
    }

    @discardableResult
    static func publish(
        _ draft: StoredAgreement, by person: String, at now: FHIRDateTime, in database: Database
    ) throws -> StoredAgreement {
        let former = try StoredAgreement.versions(of: draft.id, in: database)
            .first { $0.state == .published || $0.state == .suspended }
        if let former {
            guard former.version < draft.version else {
                throw RegisterFault.refused("Version \(former.version) of '\(draft.id)' is newer than the draft.")
            }
            try set(former, to: .superseded, by: person, at: now, in: database)
        }
        return try set(
            draft, to: former?.state == .suspended ? .suspended : .published, by: person, at: now, in: database)
    }

    private func move(
        _ id: String, from former: StoredAgreement.State, to state: StoredAgreement.State, by person: String,
        at now: FHIRDateTime
    ) async throws(RegisterFault) -> StoredAgreement {
        try await change { database in
            let versions = try StoredAgreement.versions(of: id, in: database)
            guard let agreement = versions.first(where: { $0.state == former }) else {
                throw RegisterFault.refused(
                    "No \(former.rawValue) agreement is called '\(id)': see 'mig sharing show'.")
            }
            return try Self.set(agreement, to: state, by: person, at: now, in: database)
        }
    }

    @discardableResult
    private static func set(
        _ agreement: StoredAgreement, to state: StoredAgreement.State, by person: String, at now: FHIRDateTime,
        in database: Database
    ) throws -> StoredAgreement {
        try database.execute(
            sql: "UPDATE agreementVersion SET state = ? WHERE id = ? AND version = ?",
            arguments: [state.rawValue, agreement.id, agreement.version])
        try RegisterChange.note(
            kind: .agreement, subject: agreement.id, version: agreement.version, from: agreement.state.rawValue,
            to: state.rawValue, by: person, at: now, in: database)
        return StoredAgreement(
            id: agreement.id, version: agreement.version, controller: agreement.controller,
            document: agreement.document, state: state)
    }
}
