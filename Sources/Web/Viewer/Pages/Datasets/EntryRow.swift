// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// A fact in full as a row of a table, with what merging says of it; a fact that several sources state opens to its originals.
struct EntryRow {
    private let fact: MergedEntry
    private let contents: RecordContents
    private let relations: EntryRelations

    init(_ fact: MergedEntry, in contents: RecordContents) {
        self.fact = fact
        self.contents = contents
        relations = contents.relations(of: fact)
    }

    func write(to html: inout HTML) {
        html.tag("tr", attributes) { html in
            html.tag("td", fact.lead.date?.words ?? "no date")
            html.tag("td", fact.lead.title)
            html.tag("td") { html in
                Self.details(of: fact.lead, to: &html)
                for warning in fact.warnings { html.tag("p", ["class": "warning"], "Warning: " + warning) }
                writeRelations(to: &html)
                if fact.originals.count > 1 { writeOriginals(to: &html) }
            }
            html.tag("td", fact.sources.map(\.name).joined(separator: ", "))
        }
    }

    private var attributes: HTML.Attributes {
        let anchor = Self.anchor(of: fact.id)
        return switch (relations.isReferredTo, !relations.headings.isEmpty) {
        case (true, true): ["id": anchor, "class": "grouped"]
        case (true, false): ["id": anchor]
        case (false, true): ["class": "grouped"]
        case (false, false): [:]
        }
    }

    /// Where a page holds a fact, for links to it.
    static func anchor(of id: MergedEntry.ID) -> String { "entry-" + id }

    private static func details(of entry: RecordEntry, to html: inout HTML) {
        guard !entry.details.isEmpty else { return }
        html.tag("dl") { html in
            for detail in entry.details {
                html.tag("div") { html in
                    html.tag("dt", detail.label)
                    html.tag("dd", detail.text)
                }
            }
        }
    }

    private func writeRelations(to html: inout HTML) {
        for conflict in relations.conflicts { writeOthers(conflict.alarmWords, conflict.entries, "warning", to: &html) }
        for link in relations.possiblySame { writeOthers(link.words, link.entries, "relation", to: &html) }
        if let duplicate = relations.possibleDuplicate {
            writeOthers(duplicate.words, duplicate.entries, "relation", to: &html)
        }
        if let versions = relations.versions {
            let words =
                relations.isReplaced
                ? "Earlier version; a later one replaces it. " : versions.isSettled ? "Latest version. " : ""
            writeOthers(words + versions.words, versions.entries, "relation", to: &html)
        }
    }

    /// What is said of the fact and others, with links to the others.
    private func writeOthers(_ words: String, _ ids: [MergedEntry.ID], _ kind: String, to html: inout HTML) {
        html.tag("p", ["class": kind]) { html in
            html.text(words)
            let others = ids.filter { $0 != fact.id }.compactMap { contents.fact($0) }
            for (place, other) in others.enumerated() {
                html.text(place == 0 ? " See " : "; ")
                html.tag(
                    "a", ["href": "#" + Self.anchor(of: other.id)],
                    "\(other.lead.title), \(other.lead.date?.dayWords ?? "no date"), \(other.lead.source.name)")
            }
        }
    }

    private func writeOriginals(to html: inout HTML) {
        html.tag("details", ["class": "originals"]) { html in
            html.tag(
                "summary",
                "\(fact.originals.count) originals" + (fact.rule.map { ", the same by rule \($0.text)" } ?? ""))
            html.tag("ul") { html in
                for original in fact.originals {
                    html.tag("li") { html in
                        html.tag("p") { html in
                            html.tag("strong", original.title)
                            html.text(
                                ", \(original.date?.words ?? "no date"), \(original.source.name), as \(original.sourceReference)"
                            )
                        }
                        Self.details(of: original, to: &html)
                        for warning in original.warnings { html.tag("p", ["class": "warning"], "Warning: " + warning) }
                    }
                }
            }
        }
    }
}
