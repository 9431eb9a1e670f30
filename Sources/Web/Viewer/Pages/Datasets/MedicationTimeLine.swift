// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The medicines over time: for each one when it was started, changed and stopped, and by whom, in words and as a bar.
struct MedicationTimeLine {
    private let courses: [MedicineCourse]
    private let scale: Scale

    init(_ contents: RecordContents) {
        let facts = contents.facts(of: .currentMedication) + contents.facts(of: .pastMedication)
        courses = facts.map { MedicineCourse($0) }
        scale = Scale(courses, today: contents.record.assembledAt)
    }

    func write(to html: inout HTML) {
        guard !courses.isEmpty else { return }
        html.tag("h3", "Time line")
        let newest = courses.prefix(EntryTable.openRows)
        let rest = courses.dropFirst(newest.count)
        table(newest, caption: "Current medication first; the bars go from \(scale.first.year) to today", to: &html)
        guard !rest.isEmpty else { return }
        html.tag("details", ["class": "older"]) { html in
            html.tag("summary", "The time line of \(rest.count) more")
            table(rest, caption: "The bars go from \(scale.first.year) to today", to: &html)
        }
    }

    private func table(_ courses: ArraySlice<MedicineCourse>, caption: String, to html: inout HTML) {
        html.tag("table", ["class": "entries time-line"]) { html in
            html.tag("caption", caption)
            html.tag("thead") { html in
                html.tag("tr") { html in
                    for title in ["Medicine", "Started", "Last changed", "Stopped", "Who"] {
                        html.tag("th", ["scope": "col"], title)
                    }
                }
            }
            html.tag("tbody") { html in for course in courses { row(course, to: &html) } }
        }
    }

    private func row(_ course: MedicineCourse, to html: inout HTML) {
        html.tag("tr") { html in
            html.tag("td") { html in
                html.text(course.fact.lead.title)
                bar(course, to: &html)
            }
            html.tag("td", course.started?.dayWords ?? "not known")
            html.tag("td", course.changed?.dayWords ?? "not recorded")
            html.tag("td", course.stoppedWords)
            html.tag("td", course.who)
        }
    }

    /// The bar repeats what the row says in words, so it is not read out.
    private func bar(_ course: MedicineCourse, to html: inout HTML) {
        guard let started = course.started else { return }
        let from = scale.place(of: started)
        let until = course.stopped.map { scale.place(of: $0) } ?? (course.hasEnded ? from : Scale.width)
        html.tag(
            "svg",
            [
                "class": "plot", "viewBox": "0 0 \(Scale.width) 10", "preserveAspectRatio": "none",
                "aria-hidden": "true", "focusable": "false",
            ]
        ) { html in
            html.tag("rect", ["class": "axis", "x": "0", "y": "5", "width": "\(Scale.width)", "height": "1"]) { _ in }
            let bar: HTML.Attributes = [
                "class": "stay", "x": "\(from)", "y": "2", "width": "\(max(until - from, 3))", "height": "7",
            ]
            html.tag("rect", bar) { _ in }
            if let changed = course.changed {
                let place = "\(scale.place(of: changed))"
                html.tag("line", ["class": "change", "x1": place, "x2": place, "y1": "0", "y2": "10"]) { _ in }
            }
        }
    }

    /// Where a day stands in a bar. What began before the scale begins at its edge.
    private struct Scale {
        static let width = 240
        private static let mostYears = 10

        let first: FHIRDateTime
        private let span: Int

        init(_ courses: [MedicineCourse], today: FHIRDateTime) {
            let oldest = courses.compactMap(\.started).min { $0.earliestSecond < $1.earliestSecond } ?? today
            let edge = FHIRDateTime(String("000\(max(today.year - Self.mostYears, 1))".suffix(4))) ?? today
            first = oldest.earliestSecond < edge.earliestSecond ? edge : oldest
            span = max(today.earliestSecond - first.earliestSecond, 1)
        }

        func place(of date: FHIRDateTime) -> Int {
            let part = Double(date.earliestSecond - first.earliestSecond) / Double(span)
            return Int((min(max(part, 0), 1) * Double(Self.width)).rounded())
        }
    }
}
