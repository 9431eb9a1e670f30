// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR

/// The document in which a controller states an agreement: YAML text, read strictly. What cannot be read wholly is no agreement.
public enum AgreementDocument {
    /// Reads an agreement.
    /// - Throws: all that is wrong with the text.
    public static func read(_ text: String) throws(AgreementFaults) -> SharingAgreement {
        let (top, faults) = try begin(text)
        let id = top.read("agreement", allowed: AgreementForms.identifierWords, AgreementForms.identifier)
        let version = top.read("version", allowed: AgreementForms.versionWords, AgreementForms.version)
        let controller = top.read("controller", allowed: AgreementForms.odsCodeWords, AgreementForms.odsCode)
        let body = Body(top, faults)
        let signatories = signatories(of: top, controller: controller)
        top.refuseUnknownKeys()
        guard faults.faults.isEmpty, let id, let version, let controller, let title = body.title, let from = body.from
        else { throw AgreementFaults(faults.faults) }
        return SharingAgreement(
            id: id, version: version, title: title, controller: controller, validFrom: from, validUntil: body.until,
            signatories: signatories, clauses: body.clauses)
    }

    /// Reads a template: an agreement that names neither controller nor signatories, to be offered to many.
    /// - Throws: all that is wrong with the text.
    public static func readTemplate(_ text: String) throws(AgreementFaults) -> AgreementTemplate {
        let (top, faults) = try begin(text)
        let id = top.read("template", allowed: AgreementForms.identifierWords, AgreementForms.identifier)
        let version = top.read("version", allowed: AgreementForms.versionWords, AgreementForms.version)
        let body = Body(top, faults)
        top.refuseUnknownKeys()
        guard faults.faults.isEmpty, let id, let version, let title = body.title, let from = body.from
        else { throw AgreementFaults(faults.faults) }
        return AgreementTemplate(
            id: id, version: version, title: title, validFrom: from, validUntil: body.until, clauses: body.clauses)
    }

    private static func begin(
        _ text: String
    ) throws(AgreementFaults) -> (AgreementReader, AgreementReader.FaultList) {
        let faults = AgreementReader.FaultList()
        return (AgreementReader(try AgreementYAML.compose(text), path: "", faults: faults), faults)
    }

    /// What agreements and templates have in common.
    private struct Body {
        let title: String?
        let from: FHIRDateTime?
        let until: FHIRDateTime?
        let clauses: [SharingClause]

        init(_ top: AgreementReader, _ faults: AgreementReader.FaultList) {
            title = top.read("title", allowed: AgreementForms.lineWords, AgreementForms.line)
            from = top.read("validFrom", allowed: AgreementForms.dayWords, AgreementForms.day)
            until = top.readIfThere("validUntil", allowed: AgreementForms.dayWords, AgreementForms.day)
            if let from, let until, until.earliestSecond < from.earliestSecond {
                top.fault("validUntil", found: "a day before validFrom", allowed: "the same day or a later one")
            }
            clauses = AgreementDocument.clauses(of: top)
        }
    }

    private static func clauses(of top: AgreementReader) -> [SharingClause] {
        let readers = top.readers(
            "clauses", atMost: AgreementForms.mostClauses,
            allowed: "a list of 1 to \(AgreementForms.mostClauses) clauses")
        var ids: Set<String> = []
        return readers.compactMap { reader in
            let clause = ClauseForm(reader).clause
            if let clause, !ids.insert(clause.id).inserted {
                reader.fault(
                    "clause", found: "'\(clause.id)' a second time", allowed: "an id of its own for each clause")
            }
            return clause
        }
    }

    private static func signatories(
        of top: AgreementReader, controller: String?
    ) -> [SharingAgreement.Signatory] {
        let most = AgreementForms.mostSignatories
        let signatories = top.readers("signatories", atMost: most, allowed: "a list of 1 to \(most) signatories")
            .compactMap { reader -> SharingAgreement.Signatory? in
                let name = reader.read("name", allowed: AgreementForms.lineWords, AgreementForms.line)
                let capacity = reader.read("capacity", allowed: AgreementForms.lineWords, AgreementForms.line)
                let organisation = reader.read(
                    "organisation", allowed: AgreementForms.odsCodeWords, AgreementForms.odsCode)
                let day = reader.read("signedOn", allowed: AgreementForms.dayWords, AgreementForms.day)
                reader.refuseUnknownKeys()
                guard let name, let capacity, let organisation, let day else { return nil }
                return .init(name: name, capacity: capacity, organisation: organisation, signedOn: day)
            }
        if let controller, !signatories.isEmpty, !signatories.contains(where: { $0.organisation == controller }) {
            top.fault(
                "signatories", found: "nobody who signs for \(controller)",
                allowed: "at least one signatory of the controller")
        }
        return signatories
    }
}
