// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Terminology

/// The words by which the source calls what the sensitive codes mean: where they stand alone, they tell as much as the codes.
struct SensitiveWords: Sendable {
    /// Terms that are looked for anywhere in a text.
    private var terms: Set<String> = []
    /// Terms so short that they may stand inside others, and abbreviations that a term holds ("HIV positive"): they count as words alone.
    private var short: Set<String> = []
    /// Those of them that count in capitals alone, as they might be something else in small letters.
    private var onlyInCapitals: Set<String> = []

    private static let longest = 4
    /// What looks like an abbreviation of these and is a word of its own.
    private static let ordinary: Set<String> = ["top", "aids"]
    /// What stands in terms of every kind and tells of none.
    private static let telling: Set<String> = ["NOS", "NEC", "NHS", "FH", "GP"]

    init(_ resources: [Resource<R4>], _ sensitive: SensitiveCodes) {
        for resource in resources { collect(resource.value, sensitive) }
    }

    private mutating func collect(_ value: JSONValue, _ sensitive: SensitiveCodes) {
        switch value.kind {
        case .array: for element in value.elements { collect(element, sensitive) }
        case .object:
            if let codings = value["coding"], sensitive.stand(in: codings) {
                take(value["text"]?.string)
                for coding in codings.elements where sensitive.stand(in: coding) { take(coding["display"]?.string) }
            }
            for member in value.members where member.value.kind == .object || member.value.kind == .array {
                collect(member.value, sensitive)
            }
        default: break
        }
    }

    private mutating func take(_ text: String?) {
        guard let text else { return }
        let isShort = text.utf8.count <= Self.longest
        if !isShort { terms.insert(text.lowercased()) }
        for word in Self.words(of: text) where word.utf8.count > 1 && word.contains(where: \.isLetter) {
            let small = word.lowercased()
            if isShort {
                short.insert(small)
                if Self.ordinary.contains(small) { onlyInCapitals.insert(small) }
            } else if word.utf8.count <= Self.longest, Self.isInCapitals(word), !Self.telling.contains(String(word)) {
                if short.insert(small).inserted { onlyInCapitals.insert(small) }
            }
        }
    }

    /// Whether the words stand in a text.
    func stand(in text: String) -> Bool {
        if !short.isEmpty, Self.words(of: text).contains(where: isShort) { return true }
        guard !terms.isEmpty else { return false }
        let text = text.lowercased()
        return terms.contains { text.mentions($0) }
    }

    /// Whether a word is one of the short ones, or several of what it says ("STIs").
    private func isShort(_ word: Substring) -> Bool {
        let forms = word.last == "s" || word.last == "S" ? [word, word.dropLast()] : [word]
        return forms.contains { form in
            let small = form.lowercased()
            return short.contains(small) && (!onlyInCapitals.contains(small) || Self.isInCapitals(form))
        }
    }

    private static func words(of text: String) -> [Substring] {
        text.split { !$0.isLetter && !$0.isNumber }
    }

    private static func isInCapitals(_ word: Substring) -> Bool {
        word.allSatisfy { $0.isUppercase || $0.isNumber }
    }
}
