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
    /// How much is taken at a time, where that is surely read: an amount as written, or a count of a product whose strength is known.
    let amount: Amount?

    /// An amount of a substance.
    struct Amount: Hashable, Sendable {
        let number: Double
        let unit: String
    }

    /// - Parameter product: the words of the product, which may tell its strength.
    init(_ dosages: [JSONValue], ofProduct product: String) {
        var numbers: [String] = []
        var rhythms: Set<Rhythm> = []
        var amounts: [Amount] = []
        for dosage in dosages {
            if let text = dosage["text"]?.string, !text.isEmpty {
                let words = Self.words(of: text)
                numbers += words.compactMap(Self.number)
                amounts += Self.amounts(in: words)
                rhythms.formUnion(Self.rhythms(of: words))
            } else if let amount = dosage["doseAndRate"]?[0]?["doseQuantity"] ?? dosage["dose"],
                let digits = Quantity(amount)?.lexeme
            {
                numbers.append(digits)
                if let number = Double(digits),
                    let unit = Quantity(amount)?.unit.flatMap({ Self.units[$0.lowercased()] })
                {
                    amounts.append(Amount(number: number, unit: unit))
                }
            }
            rhythms.formUnion(Self.rhythms(of: dosage["timing"]?["repeat"]))
        }
        self.numbers = numbers
        self.rhythms = rhythms
        self.amount = Self.amount(
            numbers.filter { !$0.hasPrefix("×") }, amounts, Self.amounts(in: Self.words(of: product)))
    }

    /// The one amount, where there is one number alone.
    private static func amount(_ numbers: [String], _ amounts: [Amount], _ strengths: [Amount]) -> Amount? {
        guard numbers.count == 1, let number = Double(numbers[0] == "1/2" ? "0.5" : numbers[0]) else { return nil }
        if amounts.count == 1 { return amounts[0] }
        guard amounts.isEmpty, strengths.count == 1 else { return nil }
        return Amount(number: number * strengths[0].number, unit: strengths[0].unit)
    }

    /// Whether two doses are surely not the same. Where one of them cannot be read, nothing is said.
    func contradicts(_ other: DoseReading) -> Bool {
        if !numbers.isEmpty, !other.numbers.isEmpty, numbers != other.numbers { return true }
        return differsInRhythm(from: other)
    }

    /// Whether one source's dose is surely not another's, whatever product each is made up of.
    func isAnotherDose(than other: DoseReading) -> Bool {
        if let amount, let others = other.amount, amount.unit == others.unit {
            return amount.number != others.number || times != other.times || differsInRhythm(from: other)
        }
        return false
    }

    /// How many times a day, as far as it is said.
    private var times: [String] { numbers.filter { $0.hasPrefix("×") } }

    private func differsInRhythm(from other: DoseReading) -> Bool {
        !rhythms.isEmpty && !other.rhythms.isEmpty && rhythms != other.rhythms
    }

    private static func words(of text: String) -> [String] {
        LowercaseWords.all(in: text, joining: [".", "/"]).flatMap(apart)
    }

    /// `10mg` is a number and a word.
    private static func apart(_ word: String) -> [String] {
        if let first = word.utf8.first, first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z") { return [word] }
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

    private static let units = [
        "mg": "mg", "milligram": "mg", "milligrams": "mg", "microgram": "microgram", "micrograms": "microgram",
        "mcg": "microgram", "ug": "microgram", "g": "g", "gram": "g", "grams": "g", "unit": "unit", "units": "unit",
    ]

    /// The amounts in a text: a number and its unit, one after the other.
    private static func amounts(in words: [String]) -> [Amount] {
        zip(words, words.dropFirst()).compactMap { number, unit in
            guard let number = Double(number), let unit = units[unit] else { return nil }
            return Amount(number: number, unit: unit)
        }
    }

    private static func number(_ word: String) -> String? {
        numerals[word] ?? (word.first?.isNumber == true ? word : nil)
    }

    private static let daily: Set<String> = [
        "daily", "day", "od", "bd", "bid", "tds", "tid", "qds", "qid", "nocte", "mane", "morning", "night",
    ]
    private static let weekly: Set<String> = [
        "weekly", "week", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    private static let changes = ["reduc", "decreas", "increas"]

    private static func rhythms(of words: [String]) -> Set<Rhythm> {
        // "Each morning, reducing by 5 mg a week" is daily: what stands before the change is how it is taken.
        let before = words.prefix { word in !changes.contains(where: word.hasPrefix) }
        if before.count < words.count, case let rhythms = rhythms(of: Array(before)), !rhythms.isEmpty {
            return rhythms
        }
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
