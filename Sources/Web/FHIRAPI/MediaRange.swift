// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// One media type of an `Accept` header, with its weight.
struct MediaRange {
    let type: String
    /// From 0 to 1000.
    let weight: Int

    /// The ranges that are wanted at all, the best first; equals keep their order. A range that asks for another release of FHIR
    /// than R4 is left out.
    static func all(in headers: [String]) -> [MediaRange] {
        let ranges = headers.flatMap { $0.split(separator: ",") }.compactMap { MediaRange(String($0)) }
        return ranges.enumerated()
            .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
            .map(\.element)
    }

    private init?(_ text: String) {
        type = MediaType.bare(text)
        var weight = 1000
        for parameter in text.split(separator: ";").dropFirst() {
            let parts = parameter.split(separator: "=", maxSplits: 1).map(\.trimmed)
            guard parts.count == 2 else { continue }
            switch parts[0].lowercased() {
            case "q": weight = Self.weight(parts[1])
            case "fhirversion" where parts[1] != "4.0" && parts[1] != "4.0.1": return nil
            default: break
            }
        }
        guard weight > 0, !type.isEmpty else { return nil }
        self.weight = weight
    }

    private static func weight(_ text: String) -> Int {
        guard let value = Double(text), value.isFinite else { return 0 }
        return Int(min(max(value, 0), 1) * 1000)
    }
}
