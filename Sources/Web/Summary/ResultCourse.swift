// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// The values of one test over time, as far as they can be drawn: numbers in the unit of the latest, each with its date. The words
/// of all values, drawn or not, stand beside the drawing.
struct ResultCourse {
    /// The values of one moment: one for a result, two (systolic and diastolic) for a blood pressure.
    struct Point {
        let date: FHIRDateTime
        let values: [Double]
        /// The digits of the values as written.
        let lexemes: [String]
        let words: String
    }

    let title: String
    /// The oldest first.
    let points: [Point]
    /// The reference range that the latest result states, where it is in the same unit.
    let low: Double?
    let high: Double?
    /// How many values are not drawn, as they are no numbers, or have another unit or no date.
    let leftOut: Int

    /// With fewer values than this, a drawing says less than the numbers; two blood pressures are four numbers.
    private static func fewest(_ reading: Point) -> Int { reading.values.count > 1 ? 2 : 3 }

    /// `nil` where too few values can be drawn.
    init?(_ result: KeyResult) {
        let readings = result.all.map { Reading($0.lead) }
        guard let unit = readings.lazy.compactMap(\.?.unit).first else { return nil }
        var points: [Point] = []
        for (fact, reading) in zip(result.all, readings) {
            guard let reading, reading.unit == unit, let date = fact.lead.date else { continue }
            guard points.last.map({ $0.values.count == reading.values.count }) ?? true else { continue }
            points.append(
                Point(date: date, values: reading.values, lexemes: reading.lexemes, words: fact.valueWords))
        }
        guard let latest = points.first, points.count >= Self.fewest(latest) else { return nil }
        title = result.latest.lead.title
        leftOut = result.all.count - points.count
        self.points = points.sorted { $0.date.earliestSecond < $1.date.earliestSecond }
        let range = result.latest.lead.resource["referenceRange"]?[0]
        (low, high) = (Self.bound(range?["low"], unit), Self.bound(range?["high"], unit))
    }

    private static func bound(_ value: JSONValue?, _ unit: String) -> Double? {
        guard let quantity = value.flatMap({ Quantity($0) }), quantity.comparator == nil else { return nil }
        guard (quantity.unit ?? quantity.code).map(Self.sameUnit) ?? unit == unit else { return nil }
        return quantity.lexeme.flatMap { Double($0) }
    }

    /// One text for the ways in which one unit is spelled (`mmHg`, `mm[Hg]`, `mmol/l`); only for drawing.
    private static func sameUnit(_ unit: String) -> String {
        unit.lowercased().filter { !"[] ".contains($0) }
    }

    /// The numbers of one result; only for drawing, never for showing.
    private struct Reading {
        let values: [Double]
        let lexemes: [String]
        let unit: String

        init?(_ entry: RecordEntry) {
            if let quantity = entry.resource["valueQuantity"].flatMap({ Quantity($0) }) {
                guard quantity.comparator == nil, let lexeme = quantity.lexeme, let value = Double(lexeme),
                    value.isFinite
                else { return nil }
                values = [value]
                lexemes = [lexeme]
                unit = ResultCourse.sameUnit(quantity.unit ?? quantity.code ?? "")
                return
            }
            // A blood pressure has been read as one only where its two parts are surely systolic and diastolic.
            guard let text = entry.details.first(where: { $0.label == "Value" })?.text else { return nil }
            let parts = text.split(separator: " ", maxSplits: 1)
            lexemes = (parts.first ?? "").split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            let numbers = lexemes.map { Double($0) }
            guard parts.count == 2, numbers.count == 2, let upper = numbers[0], let lower = numbers[1],
                upper.isFinite, lower.isFinite
            else { return nil }
            values = [upper, lower]
            unit = ResultCourse.sameUnit(String(parts[1]))
        }
    }
}
