// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// What can be made out of a dose, coded or in words: its numbers, and how often. It raises alarms and makes nothing equal.
struct DoseReading: Hashable, Sendable {
    /// How often a medicine is taken, as far as it matters most to tell one from the other.
    enum Rhythm: Hashable, Sendable { case daily, weekly }

    /// The numbers in the order in which they stand; `one` counts as `1`.
    let numbers: [String]
    let rhythms: Set<Rhythm>

    init(_ dosages: [JSONValue]) {
        var numbers: [String] = []
        var rhythms: Set<Rhythm> = []
        for dosage in dosages {
            if let text = dosage["text"]?.string, !text.isEmpty {
                let words = Self.words(of: text)
                numbers += words.compactMap(Self.number)
                rhythms.formUnion(Self.rhythms(of: words))
            } else if let amount = dosage["doseAndRate"]?[0]?["doseQuantity"] ?? dosage["dose"],
                let digits = Quantity(amount)?.lexeme
            {
                numbers.append(digits)
            }
            rhythms.formUnion(Self.rhythms(of: dosage["timing"]?["repeat"]))
        }
        self.numbers = numbers
        self.rhythms = rhythms
    }

    /// Whether two doses are surely not the same. Where one of them cannot be read, nothing is said.
    func contradicts(_ other: DoseReading) -> Bool {
        if !numbers.isEmpty, !other.numbers.isEmpty, numbers != other.numbers { return true }
        return !rhythms.isEmpty && !other.rhythms.isEmpty && rhythms != other.rhythms
    }

    private static func words(of text: String) -> [String] {
        text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "/") }.flatMap(apart)
    }

    /// `10mg` is a number and a word.
    private static func apart(_ word: Substring) -> [String] {
        let trimmed = word.drop { $0 == "." }
        guard trimmed.first?.isNumber == true else { return trimmed.isEmpty ? [] : [String(trimmed)] }
        let digits = trimmed.prefix { $0.isNumber || $0 == "." || $0 == "/" }
        let rest = trimmed.dropFirst(digits.count)
        let number = digits.last == "." ? digits.dropLast() : digits
        return [String(number)] + (rest.isEmpty ? [] : [String(rest)])
    }

    private static let numerals = [
        "half": "1/2", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
        "eight": "8", "nine": "9", "ten": "10",
        // How many times a day, in words and in the Latin of prescriptions.
        "twice": "×2", "bd": "×2", "bid": "×2", "thrice": "×3", "tds": "×3", "tid": "×3", "qds": "×4", "qid": "×4",
    ]

    private static func number(_ word: String) -> String? {
        numerals[word] ?? (word.first?.isNumber == true ? word : nil)
    }

    private static let daily: Set<String> = [
        "daily", "day", "od", "bd", "bid", "tds", "tid", "qds", "qid", "nocte", "mane", "morning", "night",
    ]
    private static let weekly: Set<String> = [
        "weekly", "week", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    private static func rhythms(of words: [String]) -> Set<Rhythm> {
        // "Once a week on Monday morning" is weekly: the longer rhythm rules.
        if words.contains(where: weekly.contains) { return [.weekly] }
        return words.contains(where: daily.contains) ? [.daily] : []
    }

    private static func rhythms(of rhythm: JSONValue?) -> Set<Rhythm> {
        guard let rhythm else { return [] }
        if rhythm["dayOfWeek"] != nil { return [.weekly] }
        switch (rhythm["periodUnit"]?.string, rhythm["period"]?.scalarText ?? "1") {
        case ("wk", "1"), ("d", "7"): return [.weekly]
        case ("d", "1"), ("h", _): return [.daily]
        default: return []
        }
    }
}
