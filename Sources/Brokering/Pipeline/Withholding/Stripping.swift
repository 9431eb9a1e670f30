// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Terminology

/// Takes out of what is shown all that tells of what is not: references with their displays and identifiers, reasons, extensions, contained
/// resources, and the text that stands with them. What is not concerned passes through byte for byte.
struct Stripping: Sendable {
    /// Medicines and allergies: they are never removed for a sensitive code, only by the source's own mark.
    static let neverRemoved: Set<String> = [
        "AllergyIntolerance", "MedicationStatement", "MedicationRequest", "MedicationDispense",
        "MedicationAdministration", "Medication",
    ]
    /// Elements that link an entry to something else. A sensitive code in them is taken out; anywhere else it is what the entry says.
    static let linking: Set<String> = [
        "reasonCode", "reasonReference", "reason", "indication", "diagnosis", "conclusionCode", "evidence",
        "complication", "complicationDetail", "addresses", "statusReason", "supportingInfo", "supportingInformation",
        "note", "contained", "extension", "text",
    ]
    /// Elements of medicines and allergies that say what they are.
    private static let identifying: Set<String> = [
        "medicationCodeableConcept", "medicationReference", "code", "ingredient", "reaction", "substance",
        "modifierExtension", "subject", "patient", "status", "clinicalStatus", "verificationStatus",
    ]
    /// Elements that say which medicine or allergy it is, and whose: their words are taken out for no sensitive word.
    static let naming: Set<String> = [
        "medicationCodeableConcept", "medicationReference", "code", "ingredient", "substance", "subject", "patient",
    ]
    static let masked: JSONTree = [
        "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "masked",
    ]

    /// A resource without what it must not tell.
    struct Stripped: Sendable {
        let resource: Resource<R4>
        /// Whether a sensitive code was taken out of it, or words that stand for one.
        var lostCode = false
        /// Whether it referred to something confidential.
        var lostConfidentialLink = false
    }

    private let sensitive: SensitiveCodes
    private let references: WithheldReferences
    private let words: SensitiveWords
    private let isIdle: Bool

    init(_ items: WithheldItems) {
        sensitive = items.sensitive
        references = WithheldReferences(items.withheld, unsent: items.unsent)
        let telling = items.all.filter { items.sensitive.mayConcern($0.value) && items.sensitive.stand(in: $0.value) }
        words = SensitiveWords(telling, items.sensitive)
        isIdle = references.isEmpty && telling.isEmpty
    }

    /// Whether of a list, a provenance or the like nothing is left: it would tell that there was something.
    static func isEmptied(_ before: Resource<R4>, _ after: Resource<R4>) -> Bool {
        let names = ["List": "entry", "Provenance": "target", "Linkage": "item"]
        guard let name = names[before.type] else { return false }
        return (before[name]?.count ?? 0) > 0 && (after[name]?.count ?? 0) == 0
    }

    /// The resource as it may be shown; `nil` where it cannot be written so.
    func stripped(_ resource: Resource<R4>) -> Stripped? {
        guard !isIdle else { return Stripped(resource: resource) }
        var pass = StrippingPass(
            resource, sensitive: sensitive, references: references, words: words,
            strips: { name in
                Self.neverRemoved.contains(resource.type)
                    ? !Self.identifying.contains(name) : Self.linking.contains(name)
            })
        guard let tree = pass.tree() else { return Stripped(resource: resource) }
        guard let document = try? JSONDocument(parsing: tree.bytes), let clean = Resource<R4>(document.root) else {
            return nil
        }
        return Stripped(
            resource: clean, lostCode: pass.lostCode, lostConfidentialLink: pass.lostConfidentialLink)
    }
}

/// How the source's other resources may refer to those that are not shown.
struct WithheldReferences: Sendable {
    private var locals: [String: Bool] = [:]
    private var ids: [String: Bool] = [:]
    private var identifiers: [String: Bool] = [:]

    private let unsent: UnsentTargets

    var isEmpty: Bool { locals.isEmpty && ids.isEmpty && unsent.isEmpty }

    init(
        _ withheld: [(resource: Resource<R4>, sourceReference: String, isConfidential: Bool)], unsent: UnsentTargets
    ) {
        self.unsent = unsent
        for (resource, sourceReference, isConfidential) in withheld {
            for local in [resource.localReference, sourceReference].compactMap({ $0 }) {
                locals[local] = isConfidential || locals[local] == true
            }
            if let id = resource.id { ids[id] = isConfidential || ids[id] == true }
            // A number of the person is on everything; it tells of nothing.
            guard resource.type != "Patient" else { continue }
            for identifier in resource.identifiers {
                guard let value = identifier.value else { continue }
                identifiers[value] = isConfidential || identifiers[value] == true
            }
        }
    }

    /// Whether a Reference means something that is not shown, and whether that is confidential; `nil` where it does not.
    func meaning(of reference: JSONValue) -> Bool? {
        if let text = reference["reference"]?.string, let meaning = meaning(of: text) { return meaning }
        return reference["identifier"]?["value"]?.string.flatMap { identifiers[$0] }
    }

    func meaning(of text: String) -> Bool? {
        if let known = locals[text] { return known }
        switch Reference.target(of: text) {
        case .relative(let type, let id, _), .absolute(_, let type, let id, _):
            return locals["\(type)/\(id)"] ?? (unsent.mayBeDenied(type, id) ? false : nil)
        case .uniform(let name): return ids[String(name.split(separator: ":").last ?? "")]
        case .contained: return nil
        case .unreadable:
            return text.utf8.contains(UInt8(ascii: "?")) ? identifiers.first { text.mentions($0.key) }?.value : nil
        }
    }
}
