// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension StatementReader {
    /// The words of a value of any FHIR data type, told by its shape; `nil` where it says nothing.
    func words(of value: JSONValue) -> String? {
        switch value.kind {
        case .null: return nil
        case .boolean: return value.boolean == true ? "Yes" : "No"
        case .number: return value.numberLexeme
        case .string: return value.string.flatMap { Self.dateWords($0) ?? Self.visible($0) }
        case .array:
            let parts = value.elements.compactMap { words(of: $0) }
            return parts.isEmpty ? nil : parts.joined(separator: ", ")
        case .object: return objectWords(value)
        }
    }

    /// A date as NHS pages write it; `nil` for any other text. A bare number is no year.
    static func dateWords(_ text: String) -> String? {
        guard text.utf8.count > 4, let date = FHIRDateTime(text) else { return nil }
        return date.words
    }

    private func objectWords(_ value: JSONValue) -> String? {
        let present = TellingElement.present(in: value)
        func has(_ element: TellingElement) -> Bool { present & element.mark != 0 }
        if has(.coding) {
            return CodeableConcept(value).flatMap { DegradedCode.originalWords(of: $0) ?? $0.words }
        }
        if has(.start) || has(.end) { return periodWords(value) }
        if has(.numerator) || has(.denominator) {
            return joined([value["numerator"], value["denominator"]], by: " / ")
        }
        if has(.low) || has(.high) { return rangeWords(value) }
        if has(.reference) || (has(.display) && !has(.code)) { return name(of: value) }
        if has(.origin) { return joined([value["data"], value["origin"], value["period"]], by: ", ") }
        if has(.`repeat`) || has(.event) { return timingWords(value) }
        if has(.family) || has(.given) { return Self.personName(value) }
        if has(.line) || has(.city) || has(.postalCode) {
            return Self.addressWords(value)
        }
        if has(.contentType) || has(.url) || has(.attachment) {
            return attachmentWords(value)
        }
        if has(.value) || has(.comparator) || has(.unit) {
            return Quantity(value)?.words ?? joined([value["comparator"], value["unit"] ?? value["code"]], by: " ")
        }
        if let code = value["code"] {
            guard code.kind == .string else { return words(of: code) }
            return value["display"]?.string ?? code.string
        }
        if let text = value["text"]?.string { return Self.visible(text) }
        return membersWords(value)
    }

    /// Every member of an object of a type that has no words of its own.
    private func membersWords(_ value: JSONValue) -> String? {
        let parts = value.members.compactMap { member -> String? in
            guard !["extension", "id", "system", "use"].contains(member.name) else { return nil }
            return words(of: member.value).map { "\(Self.spaced(member.name)): \($0)" }
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private func joined(_ values: [JSONValue?], by separator: String) -> String? {
        let parts = values.compactMap { $0.flatMap { words(of: $0) } }
        return parts.isEmpty ? nil : parts.joined(separator: separator)
    }

    /// `03-Feb-2024 to 05-Feb-2024`, `from 03-Feb-2024`, `until 05-Feb-2024`.
    func periodWords(_ period: JSONValue) -> String? {
        switch (period["start"].flatMap { words(of: $0) }, period["end"].flatMap { words(of: $0) }) {
        case (let start?, let end?): "\(start) to \(end)"
        case (let start?, nil): "from \(start)"
        case (nil, let end?): "until \(end)"
        case (nil, nil): nil
        }
    }

    /// `3.5 to 5.3 mmol/L`, `at least 60`, `at most 5`; the unit once where both ends have the same.
    func rangeWords(_ range: JSONValue) -> String? {
        let low = range["low"].flatMap { Quantity($0) }
        let high = range["high"].flatMap { Quantity($0) }
        switch (low?.words, high?.words) {
        case (let lowWords?, let highWords?):
            let isSameUnit = low?.unit == high?.unit && low?.code == high?.code && low?.comparator == nil
            return "\(isSameUnit ? low?.lexeme ?? lowWords : lowWords) to \(highWords)"
        case (let words?, nil): return "at least \(words)"
        case (nil, let words?): return "at most \(words)"
        case (nil, nil): return nil
        }
    }

    private func timingWords(_ timing: JSONValue) -> String? {
        if let text = timing["code"].flatMap({ words(of: $0) }) { return text }
        let events = timing["event"].flatMap { words(of: $0) }
        return [events, timing["repeat"].flatMap { membersWords($0) }].compactMap { $0 }.joined(separator: "; ")
    }

    private func attachmentWords(_ value: JSONValue) -> String? {
        let attachment = value["attachment"] ?? value
        let parts = [
            attachment["title"]?.string, attachment["contentType"]?.string,
            attachment["size"]?.scalarText.map { "\($0) bytes" }, attachment["creation"].flatMap { words(of: $0) },
        ].compactMap { $0 }
        return parts.isEmpty ? attachment["url"]?.string : parts.joined(separator: ", ")
    }

    static func addressWords(_ address: JSONValue) -> String? {
        if let text = address["text"]?.string { return visible(text) }
        let lines = address["line"]?.elements.compactMap(\.string) ?? []
        let parts = lines + ["city", "district", "state", "postalCode", "country"].compactMap { address[$0]?.string }
        return visible(parts.joined(separator: ", "))
    }
}
