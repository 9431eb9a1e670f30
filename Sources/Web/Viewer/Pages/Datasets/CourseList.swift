// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The courses of results: for each one a drawing, and all its numbers beside it.
struct CourseList {
    let title: String
    let results: [KeyResult]

    /// How many numbers stand beside a drawing; all of them stand in the table below.
    private static let mostNumbers = 24

    func write(to html: inout HTML) {
        let courses = results.compactMap { result in ResultCourse(result).map { (result, $0) } }
        guard !courses.isEmpty else { return }
        html.tag("h3", title)
        html.tag("div", ["class": "courses"]) { html in
            for (result, course) in courses {
                html.tag("div") { html in
                    html.tag("h4", course.title)
                    CoursePlot(course, size: .large).write(to: &html)
                    numbers(of: result, to: &html)
                    if course.leftOut > 0 {
                        let values = course.leftOut == 1 ? "1 value is" : "\(course.leftOut) values are"
                        html.tag(
                            "p", ["class": "hint"],
                            "\(values) not drawn: no number, another unit, or no date. See the table below.")
                    }
                }
            }
        }
    }

    private func numbers(of result: KeyResult, to html: inout HTML) {
        html.tag("ol") { html in
            for fact in result.all.prefix(Self.mostNumbers) {
                html.tag("li") { html in
                    html.tag("strong", fact.valueWords)
                    html.text(" " + (fact.lead.date?.dayWords ?? "no date"))
                }
            }
        }
        let rest = result.all.count - Self.mostNumbers
        if rest > 0 { html.tag("p", ["class": "hint"], "and \(rest) earlier, in the table below") }
    }
}
