// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// A fact in short, as the first screen shows it: its words, the details that are read first, warnings, date and sources. No text
/// of it is cut; a detail that is too long for the first screen is named, and stands in the fact's dataset.
struct BriefFact {
    private let fact: MergedEntry
    private let contents: RecordContents
    private let labels: Set<String>
    /// A word before the title, such as *High risk*.
    var mark: String?
    /// Whether details stand here however long they are.
    var isWhole = false

    init(_ fact: MergedEntry, in contents: RecordContents, showing labels: Set<String>) {
        self.fact = fact
        self.contents = contents
        self.labels = labels
    }

    private static let longDetail = 160

    /// The fact as an item.
    /// - Parameter more: what stands after the details, with its number of characters.
    func item(isKept: Bool = false, extraLines: Double = 0, more: (html: HTML, characters: Int)? = nil) -> PanelItem {
        var pieces = Pieces()
        if let mark { pieces.add("strong", "mark", mark) }
        for word in relationMarks { pieces.add("strong", "mark", word) }
        pieces.add("span", "title", fact.lead.title, weight: 1.15)
        for detail in fact.lead.details where labels.contains(detail.label) {
            if isWhole || detail.text.count <= Self.longDetail {
                pieces.addDetail(detail.label, detail.text)
            } else {
                pieces.addLink(
                    "\(detail.label): long, see \(fact.lead.dataset.title)", to: "#\(fact.lead.dataset.rawValue)")
            }
        }
        for warning in fact.warnings { pieces.add("span", "warning", "Warning: " + warning, weight: 1.15) }
        let relations = contents.relations(of: fact)
        for link in [relations.possibleDuplicate].compactMap({ $0 }) + relations.possiblySame {
            pieces.add("span", "relation", link.words)
        }
        pieces.addOrigin(fact.lead.date?.dayWords ?? "no date", fact.sourceWords)
        if let more {
            pieces.html.append(more.html)
            pieces.characters += more.characters
        }
        let html = HTML.tag("li", [:], pieces.html)
        return PanelItem(html, characters: pieces.characters, extraLines: extraLines + 0.3, isKept: isKept)
    }

    private var relationMarks: [String] {
        let relations = contents.relations(of: fact)
        var marks = relations.conflicts.isEmpty ? [] : ["Conflict"]
        if relations.isReplaced { marks.append("Earlier version") }
        return marks
    }

    /// Pieces of the item, with how much there is to be read in them.
    private struct Pieces {
        var html = HTML()
        var characters = 0

        mutating func add(_ element: StaticString, _ kind: String, _ text: String, weight: Double = 1) {
            html.tag(element, ["class": kind], text)
            // Pieces stand next to one another: without a blank between them they would be read, and copied, as one word.
            html.text(" ")
            characters += Int(Double(text.count) * weight) + 1
        }

        mutating func addDetail(_ label: String, _ text: String) {
            // What a result says needs no label before it.
            let isValue = label == "Value"
            html.tag("span", ["class": isValue ? "detail value" : "detail"]) { html in
                if !isValue { html.tag("span", ["class": "label"], label + " ") }
                html.text(text)
            }
            html.text(" ")
            characters += label.count + text.count + 2
        }

        mutating func addOrigin(_ date: String, _ sources: String) {
            html.tag("span", ["class": "origin"]) { html in
                html.tag("span", ["class": "date"], date)
                html.text(", " + sources)
            }
            html.text(" ")
            characters += date.count + sources.count + 3
        }

        mutating func addLink(_ text: String, to target: String) {
            html.tag("a", ["class": "detail", "href": target], text)
            html.text(" ")
            characters += text.count + 1
        }
    }
}

extension MergedEntry {
    /// The names of the sources that state the fact, and how many of them where they are several.
    var sourceWords: String {
        let names = sources.map(\.name)
        return names.count == 1 ? names[0] : names.joined(separator: " and ") + " (the same in \(names.count) sources)"
    }

    /// The text of the first detail with one of these labels.
    func detail(_ labels: String...) -> String? {
        lead.details.first { labels.contains($0.label) }?.text
    }
}
