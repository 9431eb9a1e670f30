// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension StatementReader {
    /// Warns of everything that changes what a statement means, the gravest first.
    mutating func warnOfWhatChangesTheMeaning() {
        let special = warnings
        let verification = codes("verificationStatus")
        let statuses = codes("status") + verification + codes("docStatus")
        var found: [String] = []
        if statuses.contains("entered-in-error") { found.append("Entered in error") }
        if verification.contains("refuted") { found.append("Refuted: found not to be so") }
        if value("doNotPerform")?.boolean == true { found.append("An instruction NOT to do or give this") }
        if let another = anotherSubject { found.append("About another than the patient: \(another)") }
        for status in Self.telling where statuses.contains(status) {
            found.append("Status: \(status)")
        }
        if statuses.contains("unknown") { found.append("Status not known") }
        if resource.type == "Condition" {
            for doubt in Self.doubts where verification.contains(doubt) { found.append("Not confirmed: \(doubt)") }
        }
        if concepts.contains(where: DegradedCode.isDegraded) {
            found.append(
                "The code lost its meaning in a transfer between practices; the words are as they were written")
        }
        var modifiers: [String] = []
        var displaced: [String] = []
        if Self.searched.contains(where: resource.value.mayMention) { search(resource.value, &modifiers, &displaced) }
        for modifier in modifiers { found.append("Carries a modifier that this gateway does not know: \(modifier)") }
        if value("implicitRules") != nil { found.append("Follows rules that this gateway does not know") }
        for value in displaced { found.append("Kept as the source wrote it, not valid in FHIR R4: \(value)") }
        setWarnings(found + special.filter { !found.contains($0) })
    }

    private static let telling = [
        "cancelled", "revoked", "rejected", "superseded", "not-taken", "not-done", "on-hold", "draft",
    ]
    private static let doubts = ["unconfirmed", "provisional", "differential"]

    /// Nearly no resource holds what is searched for, which a look at its bytes shows.
    private static let searched = [JSONWord("modifierExtension"), JSONWord("source-value")]

    /// Whom or what a statement is about that is not about the person.
    private var anotherSubject: String? {
        guard resource.isAboutAnother else { return otherSubject }
        let named = words("focus") ?? resource.focalExtension?.value.flatMap { words(of: $0) }
        return named ?? "the source names whom by a reference alone"
    }

    /// The subject where it is no person: a device, a group, a place.
    private var otherSubject: String? {
        guard let subject = value("subject"), let reference = Reference(subject) else { return nil }
        switch reference.target {
        case .relative(let type, _, _), .absolute(_, let type, _, _):
            return type == "Patient" ? nil : name(of: subject) ?? type
        default: return nil
        }
    }

    private var concepts: [CodeableConcept] {
        ["code", "medicationCodeableConcept", "vaccineCode", "type"].flatMap { CodeableConcept.all(in: value($0)) }
            + [target(value("medicationReference"))?.code].compactMap { $0 }
    }

    /// Finds modifiers and displaced values at any depth, but not in contained resources, which are read by themselves.
    private func search(_ value: JSONValue, _ modifiers: inout [String], _ displaced: inout [String]) {
        switch value.kind {
        case .array: for element in value.elements { search(element, &modifiers, &displaced) }
        case .object:
            if value["url"]?.string?.hasSuffix("StructureDefinition/source-value") == true {
                let parts = Extension.all(in: value["extension"])
                let path = parts.first { $0.url == "path" }?.value?.string ?? "a value"
                let text = parts.first { $0.url == "text" }?.value?.string ?? ""
                displaced.append(text.isEmpty ? path : "\(path): \(text)")
                return
            }
            for member in value.members where member.name != "contained" {
                if member.name == "modifierExtension" {
                    modifiers += Extension.all(in: member.value).map(\.url)
                }
                search(member.value, &modifiers, &displaced)
            }
        default: break
        }
    }
}
