// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR
import GRDB
public import Sharing

/// A template as it was offered to one controller.
public struct AgreementOffer: Hashable, Sendable, Identifiable {
    public enum State: String, Hashable, Sendable, CaseIterable {
        case offered, accepted, declined
    }

    public let id: Int
    /// The id and version of the template.
    public let template: String
    public let version: Int
    /// The ODS code of the controller to whom it is offered.
    public let controller: String
    public let document: String
    public let state: State

    init?(_ row: Row) {
        guard let state = State(rawValue: row[5]) else { return nil }
        (id, template, version, controller, document, self.state) = (row[0], row[1], row[2], row[3], row[4], state)
    }

    static let columns = "SELECT id, template, version, controller, document, state FROM agreementOffer"
}

extension SQLiteSharingRegister {
    /// Offers a template to controllers. Each accepts or declines for itself; until then it shares nothing.
    public func offer(
        _ template: String, to controllers: [String], by person: String, at now: FHIRDateTime
    ) async throws(RegisterFault) -> [AgreementOffer] {
        let name = try named(template)
        guard !controllers.isEmpty, controllers.allSatisfy({ !$0.isEmpty }) else {
            throw .refused("Name the controllers by their ODS codes (--to A12345,B67890).")
        }
        return try await change { database in
            try controllers.map { controller in
                let known = try Int.fetchOne(
                    database,
                    sql: "SELECT id FROM agreementOffer WHERE template = ? AND version = ? AND controller = ?",
                    arguments: [name.id, name.version, controller])
                if let known {
                    throw RegisterFault.refused(
                        "Version \(name.version) of '\(name.id)' has been offered to \(controller) (offer \(known)).")
                }
                try database.execute(
                    sql: """
                        INSERT INTO agreementOffer (template, version, controller, document, state)
                        VALUES (?, ?, ?, ?, 'offered')
                        """, arguments: [name.id, name.version, controller, template])
                let id = Int(database.lastInsertedRowID)
                try RegisterChange.note(
                    kind: .offer, subject: String(id), version: name.version, to: "offered", by: person, at: now,
                    in: database)
                return try Self.offer(id, in: database)
            }
        }
    }

    /// All offers, the newest first.
    public func offers() async throws(RegisterFault) -> [AgreementOffer] {
        try await look { database in
            try Row.fetchAll(database, sql: AgreementOffer.columns + " ORDER BY id DESC").compactMap(
                AgreementOffer.init)
        }
    }

    /// Accepts an offer for its controller: the template becomes that controller's own agreement, signed and published.
    public func accept(
        _ offer: AgreementOffer.ID, signedBy signatory: SharingAgreement.Signatory, at now: FHIRDateTime
    ) async throws(RegisterFault) -> StoredAgreement {
        try await change { database in
            let offer = try Self.answer(offer, .accepted, by: signatory.name, at: now, in: database)
            guard signatory.organisation == offer.controller else {
                throw RegisterFault.refused(
                    "\(offer.controller) accepts for itself: the signatory is of another organisation.")
            }
            let (agreement, document) = try adopted(offer, signatory, in: database)
            let draft = try Self.draft(agreement, document, by: signatory.name, at: now, in: database)
            return try Self.publish(draft, by: signatory.name, at: now, in: database)
        }
    }

    /// Declines an offer for its controller.
    @discardableResult
    public func decline(
        _ offer: AgreementOffer.ID, by person: String, at now: FHIRDateTime
    ) async throws(RegisterFault) -> AgreementOffer {
        try await change { database in try Self.answer(offer, .declined, by: person, at: now, in: database) }
    }

    private func named(_ template: String) throws(RegisterFault) -> AgreementReading.TemplateName {
        do {
            return try reading.template(template)
        } catch {
            throw .refused("The template cannot be used: \(error)")
        }
    }

    /// The controller's own agreement: of the template's version, or the next where the controller has had that.
    private func adopted(
        _ offer: AgreementOffer, _ signatory: SharingAgreement.Signatory, in database: Database
    ) throws -> (agreement: SharingAgreement, document: String) {
        let document = try reading.adopted(offer.document, offer.controller, offer.version, signatory)
        let agreement = try reading.agreement(document)
        let highest = try StoredAgreement.versions(of: agreement.id, in: database).map(\.version).max() ?? 0
        guard highest >= offer.version else { return (agreement, document) }
        let next = try reading.adopted(offer.document, offer.controller, highest + 1, signatory)
        return (try reading.agreement(next), next)
    }

    private static func offer(_ id: Int, in database: Database) throws -> AgreementOffer {
        let row = try Row.fetchOne(database, sql: AgreementOffer.columns + " WHERE id = ?", arguments: [id])
        guard let offer = row.flatMap(AgreementOffer.init) else {
            throw RegisterFault.refused("There is no offer \(id): see 'mig sharing show'.")
        }
        return offer
    }

    private static func answer(
        _ id: Int, _ state: AgreementOffer.State, by person: String, at now: FHIRDateTime, in database: Database
    ) throws -> AgreementOffer {
        let offer = try offer(id, in: database)
        guard offer.state == .offered else {
            throw RegisterFault.refused("Offer \(id) has been \(offer.state.rawValue): offer a new version.")
        }
        try database.execute(
            sql: "UPDATE agreementOffer SET state = ? WHERE id = ?", arguments: [state.rawValue, id])
        try RegisterChange.note(
            kind: .offer, subject: String(id), version: offer.version, from: offer.state.rawValue, to: state.rawValue,
            by: person, at: now, in: database)
        return try self.offer(id, in: database)
    }
}
