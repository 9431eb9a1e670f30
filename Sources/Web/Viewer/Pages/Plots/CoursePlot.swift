// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR

/// The course of a result as a drawing: a point a value, at its date, with the reference range as a band. A reader who does not see
/// it loses nothing: the numbers are written beside it, and its name says them too.
struct CoursePlot {
    enum Size { case small, large }

    private let course: ResultCourse
    private let size: Size

    init(_ course: ResultCourse, size: Size) {
        self.course = course
        self.size = size
    }

    private var width: Int { size == .small ? 180 : 560 }
    private var height: Int { size == .small ? 34 : 130 }
    /// Room above the greatest and below the least value.
    private var margin: Int { size == .small ? 5 : 22 }
    /// Where the first value stands, right of the numbers of the axis.
    private var left: Int { size == .small ? 5 : 60 }

    func write(to html: inout HTML) {
        let attributes: HTML.Attributes = [
            "class": size == .small ? "plot small" : "plot large", "role": "img", "aria-label": name,
            "viewBox": "0 0 \(width) \(height)", "width": "\(width)", "height": "\(height)", "focusable": "false",
        ]
        html.tag("svg", attributes) { html in
            if let band { html.tag("rect", band) { _ in } }
            if size == .large { writeAxes(to: &html) }
            for series in 0..<course.points[0].values.count {
                let places = course.points.map { (x: x($0), y: y($0.values[series])) }
                let line = places.map { "\($0.x),\($0.y)" }.joined(separator: " ")
                html.tag("polyline", ["class": "line", "points": line]) { _ in }
                guard places.count <= Self.mostMarks else { continue }
                for (number, place) in places.enumerated() {
                    let isLast = number == places.count - 1
                    html.tag(
                        "circle",
                        [
                            "class": isLast ? "mark-latest" : "mark-point", "cx": "\(place.x)", "cy": "\(place.y)",
                            "r": isLast ? "3.5" : "2",
                        ]
                    ) { _ in }
                }
            }
        }
    }

    /// What the ends of the axes are: the greatest and the least value drawn, the first and the last day.
    private func writeAxes(to html: inout HTML) {
        let all = course.points.flatMap { zip($0.values, $0.lexemes) }
        guard let greatest = all.max(by: { $0.0 < $1.0 }), let least = all.min(by: { $0.0 < $1.0 }) else { return }
        let bottom = height - margin
        html.tag("line", ["class": "axis", "x1": "\(left)", "x2": "\(width)", "y1": "\(bottom)", "y2": "\(bottom)"]) {
            _ in
        }
        html.tag("text", ["x": "0", "y": "\(y(greatest.0) + 4)"], greatest.1)
        if y(least.0) - y(greatest.0) > 14 { html.tag("text", ["x": "0", "y": "\(y(least.0) + 4)"], least.1) }
        html.tag("text", ["x": "\(left)", "y": "\(height - 4)"], course.points[0].date.dayWords)
        let last = course.points[course.points.count - 1].date.dayWords
        html.tag("text", ["x": "\(width)", "y": "\(height - 4)", "text-anchor": "end"], last)
    }

    /// Beyond so many points their marks would run into one another.
    private static let mostMarks = 60
    /// How many values the drawing's name tells; all stand beside it.
    private static let mostNamed = 12

    private var name: String {
        let newest = course.points.reversed()
        let values = newest.prefix(Self.mostNamed).map { "\($0.words) on \($0.date.dayWords)" }
        let rest = course.points.count - values.count
        return "Course of \(course.title), newest first: \(values.joined(separator: "; "))"
            + (rest > 0 ? "; and \(rest) earlier" : "")
    }

    private var band: HTML.Attributes? {
        guard course.low != nil || course.high != nil else { return nil }
        let top = y(course.high.map { min($0, scale.upperBound) } ?? scale.upperBound)
        let bottom = y(course.low.map { max($0, scale.lowerBound) } ?? scale.lowerBound)
        guard bottom > top else { return nil }
        return [
            "class": "band", "x": "\(left)", "y": "\(top)", "width": "\(width - left)", "height": "\(bottom - top)",
        ]
    }

    /// From the least to the greatest value, with the nearer ends of the reference range where these are not far away.
    private var scale: ClosedRange<Double> {
        let values = course.points.flatMap(\.values)
        let least = values.min() ?? 0
        let greatest = values.max() ?? 1
        let spread = greatest > least ? greatest - least : max(abs(greatest) * 0.1, 1)
        var ends = (greatest > least ? least : least - spread / 2, greatest > least ? greatest : greatest + spread / 2)
        for bound in [course.low, course.high].compactMap({ $0 }) {
            if bound < ends.0, ends.0 - bound < spread { ends.0 = bound }
            if bound > ends.1, bound - ends.1 < spread { ends.1 = bound }
        }
        return ends.0...ends.1
    }

    private func x(_ point: ResultCourse.Point) -> Int {
        let first = course.points[0].date.earliestSecond
        let span = course.points[course.points.count - 1].date.earliestSecond - first
        let right = width - 5
        guard span > 0 else { return (left + right) / 2 }
        let part = Double(point.date.earliestSecond - first) / Double(span)
        return left + Int((part * Double(right - left)).rounded())
    }

    private func y(_ value: Double) -> Int {
        let scale = scale
        let part = (value - scale.lowerBound) / (scale.upperBound - scale.lowerBound)
        return height - margin - Int((part * Double(height - 2 * margin)).rounded())
    }
}
