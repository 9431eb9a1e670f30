// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation

/// Whether two systems mean the same name: case, accents, spaces, hyphens and apostrophes do not count, former names and
/// aliases do.
enum NameComparison {
    static func familyAgrees(_ one: [PersonDemographics.Name], _ other: [PersonDemographics.Name]) -> Bool {
        agrees(one, other) { $0.family.map { [$0] } ?? [] }
    }

    static func givenAgrees(_ one: [PersonDemographics.Name], _ other: [PersonDemographics.Name]) -> Bool {
        agrees(one, other) { $0.given }
    }

    private static func agrees(
        _ one: [PersonDemographics.Name], _ other: [PersonDemographics.Name],
        by part: (PersonDemographics.Name) -> [String]
    ) -> Bool {
        let left = Set(one.flatMap(part).map(normalised).filter { !$0.isEmpty })
        let right = Set(other.flatMap(part).map(normalised).filter { !$0.isEmpty })
        if !left.isDisjoint(with: right) { return true }
        return mentions(left, in: other) || mentions(right, in: one)
    }

    /// A name that a system wrote as one text and not in parts.
    private static func mentions(_ parts: Set<String>, in names: [PersonDemographics.Name]) -> Bool {
        names.contains { name in
            guard name.family == nil, name.given.isEmpty, let text = name.text else { return false }
            return text.split(whereSeparator: { $0 == " " || $0 == "," }).contains {
                parts.contains(normalised(String($0)))
            }
        }
    }

    /// Letters that have no accent to take away, and which systems without them write so.
    private static let plainLetters: [Character: String] = [
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
    ]

    static func normalised(_ name: String) -> String {
        let folded = name.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
        return folded.lowercased().filter(\.isLetter).map { plainLetters[$0] ?? String($0) }.joined()
    }
}
