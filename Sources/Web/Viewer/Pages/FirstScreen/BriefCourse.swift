// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// A key result on the first screen: the latest value, its course as a small plot where it has one, and the numbers before it.
struct BriefCourse {
    let result: KeyResult
    let contents: RecordContents

    /// How many earlier values are written beside the plot; the others stand in the dataset.
    private static let earlierCount = 3

    var item: PanelItem {
        let brief = BriefFact(
            result.latest, in: contents, showing: ["Value", "Interpretation", "Reference range", "Note"])
        var words = ""
        if !result.earlier.isEmpty {
            let values = result.earlier.prefix(Self.earlierCount).map { fact in
                "\(fact.valueWords) (\(fact.lead.date?.dayWords ?? "no date"))"
            }
            words = "before: " + values.joined(separator: ", ")
            let rest = result.earlier.count - values.count
            if rest > 0 { words += " and \(rest) earlier" }
        }
        let course = ResultCourse(result)
        let more = HTML.written { html in
            if !words.isEmpty { html.tag("span", ["class": "course"], words) }
            if let course { CoursePlot(course, size: .small).write(to: &html) }
        }
        return brief.item(extraLines: course == nil ? 0 : 2, more: (more, words.count))
    }
}

extension MergedEntry {
    /// The value of a result as a detail holds it, else all details.
    var valueWords: String {
        detail("Value", "Result") ?? lead.details.map { "\($0.label) \($0.text)" }.joined(separator: ", ")
    }
}
