// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The step *withhold*: leaves out what the requester may not see or did not ask for. Allergies and alerts are whole or absent:
/// no date ever narrows them (invariant 10), nor what is current whatever its date.
struct Withhold: Sendable {
    /// The datasets permitted and wanted.
    let datasets: Set<Dataset>
    let from: FHIRDateTime?
    let to: FHIRDateTime?

    func keeps(_ entry: RecordEntry) -> Bool {
        datasets.contains(entry.dataset) && (isNeverNarrowed(entry) || isInRange(entry.date))
    }

    private func isNeverNarrowed(_ entry: RecordEntry) -> Bool {
        switch entry.dataset {
        case .demographics, .risks: true
        default: [.currentMedication, .activeProblems, .currentDiagnoses].contains(entry.section)
        }
    }

    /// A statement without a date cannot be said to be outside the range, so it stays.
    private func isInRange(_ date: FHIRDateTime?) -> Bool {
        guard let date else { return true }
        if let from, date.endOfMeaning <= Self.begin(of: from, for: date) { return false }
        if let to, date.earliestSecond >= to.endOfMeaning { return false }
        return true
    }

    /// A day in England begins at 23:00 UTC while summer time holds, so a bound without a time zone begins an hour early for
    /// moments that have one: an hour too much is shown rather than an hour left out.
    private static func begin(of bound: FHIRDateTime, for date: FHIRDateTime) -> Int {
        bound.offsetMinutes == nil && date.offsetMinutes != nil ? bound.earliestSecond - 3600 : bound.earliestSecond
    }

    /// The filters in words; empty when nothing is narrowed.
    var words: [String] {
        guard from != nil || to != nil else { return [] }
        let range = [from.map { "from \($0.dayWords)" }, to.map { "to \($0.dayWords)" }].compactMap { $0 }
        return [
            "Entries dated \(range.joined(separator: " ")). Allergies, other risks and warnings, current medication, active problems and current diagnoses are shown whatever their date, as are entries without a date."
        ]
    }
}

extension FHIRDateTime {
    /// Seconds since 1970 of the first moment after all that the text can mean.
    var endOfMeaning: Int {
        switch precision {
        case .year: Self.daysSince1970(year: year + 1, month: 1, day: 1) * 86_400
        case .month:
            Self.daysSince1970(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1) * 86_400
        case .day: earliestSecond + 86_400
        case .minute: earliestSecond + 60
        case .second, .fraction: earliestSecond + 1
        }
    }
}
