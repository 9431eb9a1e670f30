// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// The latest result of one of the tests that a clinician looks for first, or the latest blood pressure, with those before it.
struct KeyResult {
    let latest: MergedEntry
    /// Earlier results under the same words, newest first, without those that a later version replaced.
    let earlier: [MergedEntry]

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
        // A test group's own heading carries the name of the test but no value.
        let measured = results.filter { fact in
            !contents.isReplaced(fact) && fact.lead.details.contains { $0.label == "Value" }
        }
        var places: [String: Int?] = [:]
        var groups: [String: (place: Int, facts: [MergedEntry])] = [:]
        var order: [String] = []
        for fact in measured {
            let title = fact.lead.title.lowercased()
            let known = places[title]
            let place = known ?? Self.place(of: title)
            if known == nil { places[title] = .some(place) }
            guard let place else { continue }
            if groups[title] == nil { order.append(title) }
            groups[title, default: (place, [])].facts.append(fact)
        }
        let sorted = order.enumerated().compactMap { offset, title in groups[title].map { ($0.place, offset, $0.facts) }
        }
        .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
        return sorted.map { KeyResult(latest: $0.2[0], earlier: Array($0.2.dropFirst())) }
    }

    /// The blood pressures of the record as one course; `nil` where there are none.
    static func bloodPressure(in contents: RecordContents) -> KeyResult? {
        let readings = contents.facts(of: .bloodPressure).filter { !contents.isReplaced($0) }
        return readings.first.map { KeyResult(latest: $0, earlier: Array(readings.dropFirst())) }
    }

    private static func place(of title: String) -> Int? {
        tests.firstIndex { test in test.words.contains { Words.contain($0, in: title) } }
    }
}
