// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// The latest result of one of the tests that a clinician looks for first, or the latest blood pressure, with those before it.
struct KeyResult {
    let latest: MergedEntry
    /// What stands under the same words, newest first and with the latest, before it is known whether it has a value of this person.
    private let candidates: ArraySlice<MergedEntry>
    private let mustHaveValue: Bool
    private let contents: RecordContents

    /// Earlier results under the same words, newest first, without those that a later version replaced, and each value of one moment
    /// once where two sources state possibly the same one.
    var earlier: [MergedEntry] {
        contents.tellingEachOnce(candidates).dropFirst().filter {
            $0.countsAsValue && (!mustHaveValue || Self.hasValue($0))
        }
    }

    /// All of them, newest first.
    var all: [MergedEntry] { [latest] + earlier }

    /// The tests, by the words that name them. Two tests whose words differ (serum and urine potassium) are never put together:
    /// they are grouped by their full words.
    private static let tests: [(name: String, words: [String])] = [
        ("eGFR", ["egfr", "glomerular filtration", "gfr"]),
        ("Creatinine", ["creatinine"]),
        ("Potassium", ["potassium"]),
        ("HbA1c", ["hba1c", "haemoglobin a1c", "glycated haemoglobin"]),
        ("Haemoglobin", ["haemoglobin", "hemoglobin"]),
        ("INR", ["inr", "international normalised ratio", "international normalized ratio"]),
    ]

    /// The names of the tests that are looked for.
    static var testNames: [String] { tests.map(\.name) }

    /// The key tests in the order above, then others of the same name in the order of their dates.
    static func latest(in contents: RecordContents) -> [KeyResult] {
        let results = contents.sections(of: .investigations).filter { $0.section == .results }.flatMap(\.facts)
        var places: [String: Int?] = [:]
        var groups: [String: (place: Int, facts: [MergedEntry], offsets: [Int])] = [:]
        for (offset, fact) in results.enumerated() where !contents.isReplaced(fact) {
            let title = fact.lead.title.lowercased()
            let known = places[title]
            let place = known ?? Self.place(of: title)
            if known == nil { places[title] = .some(place) }
            guard let place else { continue }
            groups[title, default: (place, [], [])].facts.append(fact)
            groups[title]?.offsets.append(offset)
        }
        let found = groups.values.compactMap { group -> (place: Int, offset: Int, result: KeyResult)? in
            // A test group's own heading carries the name of the test but no value.
            guard let first = group.facts.firstIndex(where: { hasValue($0) && $0.countsAsValue }),
                let latest = contents.firstToldOnce(group.facts[first...])
            else { return nil }
            let result = KeyResult(
                latest: latest, candidates: group.facts[first...], mustHaveValue: true, contents: contents)
            return (group.place, group.offsets[first], result)
        }
        return found.sorted { ($0.place, $0.offset) < ($1.place, $1.offset) }.map(\.result)
    }

    private static func hasValue(_ fact: MergedEntry) -> Bool { fact.lead.details.contains { $0.label == "Value" } }

    /// The blood pressures of the record as one course; `nil` where there are none.
    static func bloodPressure(in contents: RecordContents) -> KeyResult? {
        let readings = contents.facts(of: .bloodPressure).filter { !contents.isReplaced($0) && $0.countsAsValue }
        return contents.firstToldOnce(readings[...]).map {
            KeyResult(latest: $0, candidates: readings[...], mustHaveValue: false, contents: contents)
        }
    }

    private static func place(of title: String) -> Int? {
        tests.firstIndex { test in test.words.contains { WholeWords.contain($0, in: title) } }
    }
}
