// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension StatementReader {
    /// The name of what a Reference element means: the display, else what the resource itself says.
    func name(of element: JSONValue?) -> String? {
        guard let element, let reference = Reference(element) else { return nil }
        if let display = reference.display.flatMap(Self.visible) { return display }
        if let target = target(element) { return name(ofTarget: target) }
        return reference.identifier?.value
    }

    private func name(ofTarget target: Resource<R4>) -> String? {
        switch target.type {
        case "Practitioner", "Patient", "RelatedPerson", "Person":
            return target["name"].flatMap { $0.kind == .array ? $0[0] : $0 }.flatMap { Self.personName($0) }
        case "PractitionerRole":
            let role = CodeableConcept.all(in: target["code"]).first?.words
            let parts = [shallowName(target["practitioner"]), role, shallowName(target["organization"])]
            let words = parts.compactMap { $0 }
            return words.isEmpty ? nil : words.joined(separator: ", ")
        case "Medication", "Substance", "Specimen", "Observation", "Condition", "Procedure":
            return (target.code ?? target["type"].flatMap { CodeableConcept($0) })?.words
        case "Device":
            return target["deviceName"]?[0]?["name"]?.string.flatMap(Self.visible)
                ?? target["type"].flatMap { CodeableConcept($0)?.words }
        default:
            return target["name"]?.string ?? target["title"]?.string ?? target.code?.words
        }
    }

    /// A name one step away; a role that refers to a role ends here.
    private func shallowName(_ element: JSONValue?) -> String? {
        guard let element, let reference = Reference(element) else { return nil }
        if let display = reference.display.flatMap(Self.visible) { return display }
        guard let target = target(element), target.type != "PractitionerRole" else { return nil }
        return name(ofTarget: target)
    }

    /// `Dr Anna Smith`, or the text of the name as written.
    static func personName(_ name: JSONValue) -> String? {
        if let text = name["text"]?.string.flatMap(visible) { return text }
        func parts(_ element: String) -> [String] {
            guard let value = name[element] else { return [] }
            return value.kind == .array ? value.elements.compactMap(\.string) : [value.string].compactMap { $0 }
        }
        return visible((parts("prefix") + parts("given") + parts("family") + parts("suffix")).joined(separator: " "))
    }
}
