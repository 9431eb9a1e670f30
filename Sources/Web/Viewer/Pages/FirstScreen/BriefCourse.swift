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
        let earlier = result.earlier.prefix(Self.earlierCount)
        let rest = result.earlier.count - earlier.count
        let course = ResultCourse(result)
        var characters = 0
        let more = HTML.written { html in
            guard !earlier.isEmpty else { return }
            html.tag("span", ["class": "course"]) { html in
                html.text("before: ")
                for (place, fact) in earlier.enumerated() {
                    let (value, date) = (fact.valueWords, fact.lead.date?.dayWords ?? "no date")
                    html.text((place == 0 ? "" : ", ") + value + " ")
                    html.tag("span", ["class": "date"], "(\(date))")
                    characters += value.count + date.count + 5
                }
                if rest > 0 { html.text(" and \(rest) earlier") }
            }
            if let course { CoursePlot(course, size: .small).write(to: &html) }
        }
        return brief.item(extraLines: course == nil ? 0 : 1.5, more: (more, characters + 8))
    }
}

extension MergedEntry {
    /// The value of a result as a detail holds it, else all details.
    var valueWords: String {
        detail("Value", "Result") ?? lead.details.map { "\($0.label) \($0.text)" }.joined(separator: ", ")
    }
}
