// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// What stands for a required element whose value is unknown (FHIR R4 `extension-data-absent-reason.html`).
enum Absence {
    private static let reason: JSONTree = [
        "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown",
    ]

    /// The datatype of a choice that is to say that the value is unknown: an object, as some readers do not count an
    /// extension without a value as a choice made; else a string, which can say it in words.
    static func element(among choices: [ElementShape], preferring lost: [ElementShape]) -> ElementShape? {
        lost.first { !$0.isPrimitive } ?? choices.first { $0.name.hasSuffix("CodeableConcept") }
            ?? choices.first { !$0.isPrimitive } ?? choices.first(where: \.isChoiceOfString) ?? choices.first
    }

    /// The members that say that an element's value is unknown. An object has in turn the elements required of it.
    static func members(of element: ElementShape, in table: R4ElementTable) -> [(name: String, tree: JSONTree)] {
        var object = JSONObject(["extension": .array([reason])])
        guard case .object(let place) = element.content else {
            let companion: JSONTree = element.isList ? .array([.object(object)]) : .object(object)
            let words = element.isChoiceOfString ? [(name: element.name, tree: JSONTree.string("unknown"))] : []
            return words + [("_" + element.name, companion)]
        }
        var filled: UInt64 = 0
        for part in table.types[place].required where part.slot & filled == 0 {
            filled |= part.slot
            let choices = table.types[place].required.filter { $0.slot == part.slot }
            guard let chosen = self.element(among: choices, preferring: []) else { continue }
            for absent in members(of: chosen, in: table) { object[absent.name] = absent.tree }
        }
        return [(element.name, element.isList ? .array([.object(object)]) : .object(object))]
    }
}

extension ElementShape {
    /// Whether this is the string of a choice of datatypes.
    fileprivate var isChoiceOfString: Bool {
        if case .primitive(.string) = content { isChoice } else { false }
    }
}
