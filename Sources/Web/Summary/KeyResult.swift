// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// The latest result of one of the tests that a clinician looks for first, with the results before it.
struct KeyResult {
    let latest: RecordEntry
    /// Earlier results under the same words, newest first, at most two.
    let earlier: [RecordEntry]

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

    static func latest(among entries: [RecordEntry]) -> [KeyResult] {
        var results: [(place: Int, result: KeyResult)] = []
        // A test group's own heading carries the name of the test but no value.
        let candidates = entries.filter { entry in
            entry.section == .results && entry.details.contains { $0.label == "Value" }
        }
        let named = candidates.compactMap { entry in place(of: entry.title).map { (place: $0, entry: entry) } }
        var seen: Set<String> = []
        for (place, entry) in named where seen.insert(entry.title.lowercased()).inserted {
            let same = named.map(\.entry).filter { $0.title.lowercased() == entry.title.lowercased() }
            results.append((place, KeyResult(latest: entry, earlier: Array(same.dropFirst().prefix(2)))))
        }
        return results.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
            .map(\.element.result)
    }

    private static func place(of title: String) -> Int? {
        let words = title.lowercased()
        return tests.firstIndex { test in test.words.contains { Words.contain($0, in: words) } }
    }
}
