// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension MergeFacts {
    /// What was measured or found: the digits as written, comparator and unit, or a coded finding; with the components, every
    /// one of them.
    var measured: String? { Self.measured(resource.value) }

    private static func measured(_ holder: JSONValue) -> String? {
        var parts: [String] = []
        if let member = holder.members.first(where: { $0.name.hasPrefix("value") }) {
            guard let text = comparable(member) else { return nil }
            parts.append(text)
        }
        if let components = holder["component"] {
            var texts: [String] = []
            for component in components.elements {
                guard let code = everyCode(in: component["code"]), let text = measured(component) else { return nil }
                texts.append(code + "=" + text)
            }
            parts += texts.sorted()
        }
        return parts.isEmpty ? nil : joined(parts)
    }

    private static func comparable(_ member: JSONValue.Members.Element) -> String? {
        switch member.name {
        case "valueQuantity": return Quantity(member.value).flatMap(quantity)
        case "valueCodeableConcept": return everyCode(in: member.value)
        case "valueInteger", "valueBoolean": return member.value.scalarText
        case "valueDateTime": return member.value.string.flatMap { FHIRDateTime($0) }.map(exact)
        default: return nil
        }
    }

    /// An amount with its unit; without a unit it is an amount of nothing known. Digits that differ in writing are different.
    static func quantity(_ quantity: Quantity) -> String? {
        guard let lexeme = quantity.lexeme, let unit = quantity.code ?? quantity.unit, !unit.isEmpty else { return nil }
        return joined([quantity.comparator ?? "", lexeme, unit])
    }

    /// What states of an entry must agree before an identifier may be believed: a version under the same identifier that says
    /// something else is another version, whatever its number.
    var standing: String {
        let names: Set<String> = [
            "status", "clinicalStatus", "verificationStatus", "docStatus", "intent", "doNotPerform", "taken",
            "isSubpotent", "component",
        ]
        var parts: [String] = []
        for member in resource.value.members {
            guard names.contains(member.name) || member.name.hasPrefix("value") else { continue }
            switch member.name {
            case "clinicalStatus", "verificationStatus": parts.append(status(member.name) ?? "")
            case "component": continue
            default:
                let text = member.name.hasPrefix("value") ? measured : member.value.scalarText
                parts.append(member.name + "=" + (text ?? String(decoding: member.value.bytes, as: UTF8.self)))
            }
        }
        if value("component") != nil {
            parts.append(measured ?? value("component").map { String(decoding: $0.bytes, as: UTF8.self) } ?? "")
        }
        return Self.joined(parts.sorted())
    }
}
