// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// Entries as lists: in short on the first screen, in full in their dataset. No text is cut in either.
enum EntryList {
    /// A list for the first screen.
    /// - Parameter labels: the details that are read first; the others stand in the entry's dataset.
    static func brief(
        _ entries: [RecordEntry], showing labels: Set<String>, tag: (RecordEntry) -> String? = { _ in nil }
    ) -> HTML {
        let items = entries.map { entry -> HTML in
            let mark = tag(entry).map { [HTML.tag("strong", ["class": "mark"], .text($0))] } ?? []
            return .tag("li", [:], mark + briefPieces(entry, showing: labels))
        }
        return .tag("ul", ["class": "brief"], items)
    }

    /// Words, the details read first, warnings, date and source of an entry.
    static func briefPieces(_ entry: RecordEntry, showing labels: Set<String>) -> [HTML] {
        var pieces = [HTML.tag("span", ["class": "title"], .text(entry.title))]
        pieces += entry.details.filter { labels.contains($0.label) }.map { detail in
            .tag(
                "span", ["class": "detail"], .tag("span", ["class": "label"], .text(detail.label + " ")),
                .text(detail.text))
        }
        pieces += entry.warnings.map { .tag("span", ["class": "warning"], .text("Warning: " + $0)) }
        pieces.append(
            .tag(
                "span", ["class": "origin"],
                .text((entry.date?.dayWords ?? "no date") + ", " + entry.source.name)))
        return pieces
    }

    /// The value of a result as a detail holds it, else all details.
    static func valueWords(_ entry: RecordEntry) -> String {
        let labels = ["value", "result"]
        if let value = entry.details.first(where: { labels.contains($0.label.lowercased()) }) { return value.text }
        return entry.details.map { "\($0.label) \($0.text)" }.joined(separator: ", ")
    }

    /// A table of entries in full.
    static func table(_ entries: [RecordEntry], caption: String) -> HTML {
        let head = HTML.tag(
            "thead",
            .tag(
                "tr", [:],
                ["Date", "Entry", "Details", "Source"].map { .tag("th", ["scope": "col"], .text($0)) }))
        let rows = entries.map { entry -> HTML in
            let details = entry.details.map { detail in
                HTML.tag("div", ["class": "pair"], .tag("dt", .text(detail.label)), .tag("dd", .text(detail.text)))
            }
            let warnings = entry.warnings.map { HTML.tag("p", ["class": "warning"], .text("Warning: " + $0)) }
            return .tag(
                "tr", [:],
                .tag("td", ["class": "date"], .text(entry.date?.words ?? "no date")),
                .tag("td", ["class": "title"], .text(entry.title)),
                .tag("td", [:], (details.isEmpty ? [] : [.tag("dl", [:], details)]) + warnings),
                .tag("td", ["class": "origin"], .text(entry.source.name)))
        }
        return .tag("table", [:], .tag("caption", .text(caption)), head, .tag("tbody", [:], rows))
    }
}
