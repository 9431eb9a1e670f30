// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension MergeFacts {
    /// What was measured or found: the digits as written, comparator and unit, or a coded finding; with the components, every
    /// one of them.
    func readMeasured() -> String? { Self.measured(resource.value, .written) }

    /// The same with every unit by its words, where a unit has a code as well: two units are equal when their codes are, or their words
    /// are. No unit is converted.
    var measuredInWords: String? { hasUnitCodes ? Self.measured(resource.value, .writtenInWords) : nil }

    /// Whether a unit may be written in two ways.
    private var hasUnitCodes: Bool { value("valueQuantity")?["code"] != nil || value("component") != nil }

    /// The same, for neighbours: `10.000` and `10` are one value, and a finding that has none says all by its code. What is absent
    /// for a reason, or stands in its members, is not known to be the same.
    func readStated() -> String? {
        if let measured = Self.measured(resource.value, .plain) { return measured }
        let hasMore =
            Self.choice(in: resource.value) != nil
            || ["component", "dataAbsentReason", "hasMember"].contains { value($0) != nil }
        return hasMore ? nil : "as coded"
    }

    /// What is stated, by the codes of its units and by their words.
    var everyStated: [String] {
        guard let stated else { return [] }
        guard hasUnitCodes, let inWords = Self.measured(resource.value, .plainInWords), inWords != stated else {
            return [stated]
        }
        return [stated, inWords]
    }

    /// Whether two values are known to differ: amounts in one unit, or findings of one kind. Of what cannot be compared, nothing is
    /// known.
    func contradicts(_ other: MergeFacts) -> Bool {
        guard let own = Self.choice(in: resource.value), let others = Self.choice(in: other.resource.value),
            own.name == others.name
        else { return false }
        if own.name == "valueQuantity" {
            guard let one = Quantity(own.value), let two = Quantity(others.value), let digits = one.lexeme,
                let otherDigits = two.lexeme, !Self.units(of: one).isDisjoint(with: Self.units(of: two))
            else { return false }
            return Self.plain(digits) != Self.plain(otherDigits) || one.comparator != two.comparator
        }
        if own.name == "valueCodeableConcept" {
            let codes = [own, others].map { Set(CodeableConcept.all(in: $0.value).flatMap(Self.codes)) }
            return codes.allSatisfy { !$0.isEmpty } && codes[0].isDisjoint(with: codes[1])
        }
        guard let one = Self.comparable(own.name, own.value, .plain),
            let two = Self.comparable(others.name, others.value, .plain)
        else { return false }
        return one != two
    }

    private static func units(of quantity: Quantity) -> Set<String> {
        Set([quantity.code, quantity.unit].compactMap { $0 }.filter { !$0.isEmpty })
    }

    /// How an amount is read: its digits as written or without the zeros that say only how exactly, its unit by its code or its words.
    private struct Reading {
        let isPlain: Bool
        let isInWords: Bool

        static let written = Reading(isPlain: false, isInWords: false)
        static let writtenInWords = Reading(isPlain: false, isInWords: true)
        static let plain = Reading(isPlain: true, isInWords: false)
        static let plainInWords = Reading(isPlain: true, isInWords: true)
    }

    /// A number without the zeros at its end that say only how exactly it was written.
    private static func plain(_ lexeme: String) -> String {
        guard lexeme.contains("."), !lexeme.contains(where: { $0 == "e" || $0 == "E" }) else { return lexeme }
        var digits = Substring(lexeme)
        while digits.last == "0" { digits.removeLast() }
        return String(digits.last == "." ? digits.dropLast() : digits)
    }

    private static func measured(_ holder: JSONValue, _ reading: Reading) -> String? {
        var parts: [String] = []
        if let (name, value) = Self.choice(in: holder) {
            guard let text = comparable(name, value, reading) else { return nil }
            parts.append(text)
        }
        if let components = holder["component"] {
            var texts: [String] = []
            for component in components.elements {
                guard let code = everyCode(in: component["code"]), let text = measured(component, reading) else {
                    return nil
                }
                texts.append(code + "=" + text)
            }
            parts += texts.sorted()
        }
        return parts.isEmpty ? nil : joined(parts)
    }

    /// The value of a choice, whatever its type, the common ones first.
    private static func choice(in holder: JSONValue) -> (name: String, value: JSONValue)? {
        for name in valueNames { if let value = holder[name] { return (name, value) } }
        return nil
    }

    private static let valueNames = [
        "valueQuantity", "valueCodeableConcept", "valueString", "valueInteger", "valueBoolean", "valueDateTime",
        "valueRange", "valueRatio", "valueSampledData", "valueTime", "valuePeriod",
    ]

    private static func comparable(_ name: String, _ value: JSONValue, _ reading: Reading) -> String? {
        switch name {
        case "valueQuantity": Quantity(value).flatMap { quantity($0, reading) }
        case "valueCodeableConcept": everyCode(in: value)
        case "valueInteger", "valueBoolean": value.scalarText
        case "valueDateTime": value.string.flatMap { FHIRDateTime($0) }.map(exact)
        default: nil
        }
    }

    /// An amount with its unit; without a unit it is an amount of nothing known. Digits that differ in writing are different.
    static func quantity(_ quantity: Quantity) -> String? { Self.quantity(quantity, .written) }

    private static func quantity(_ quantity: Quantity, _ reading: Reading) -> String? {
        guard let digits = quantity.lexeme,
            let unit = reading.isInWords ? quantity.unit : quantity.code ?? quantity.unit,
            !unit.isEmpty
        else { return nil }
        let lexeme = reading.isPlain ? plain(digits) : digits
        return joined([quantity.comparator ?? "", lexeme, unit])
    }

    private static let standingNames: Set<String> = [
        "status", "clinicalStatus", "verificationStatus", "docStatus", "intent", "doNotPerform", "taken",
        "isSubpotent", "component",
    ]

    /// What states of an entry must agree before an identifier may be believed: a version under the same identifier that says
    /// something else is another version, whatever its number.
    var standing: String {
        var parts: [String] = []
        for member in resource.value.members {
            guard Self.standingNames.contains(member.name) || member.name.hasPrefix("value") else { continue }
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
