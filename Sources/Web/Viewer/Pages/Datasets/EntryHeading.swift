// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The row above facts that belong together, such as the lines of one medicine: what they are, how many there are, what is to be said
/// of them, and where those of other sections stand.
struct EntryHeading {
    /// All facts under the heading, those of other sections and datasets too.
    let facts: [MergedEntry]
    private let first: MergedEntry
    private let words: [String]

    /// - Parameter fact: the first of them in its table.
    init(above fact: MergedEntry, in contents: RecordContents) {
        first = fact
        facts = contents.family(of: fact).compactMap { contents.fact($0) }
        // What asks for a check is said first.
        let links = facts.flatMap { contents.relations(of: $0).headings }
        var words: [String] = []
        for link in links.filter(\.isPossibleDuplicate) + links where !words.contains(link.words) {
            words.append(link.words)
        }
        self.words = words
    }

    func write(to html: inout HTML) {
        html.tag("tr", ["class": "heading"]) { html in
            html.tag("th", ["colspan": "4", "scope": "rowgroup"]) { html in
                let noun = first.lead.dataset == .medication ? "lines" : "entries"
                html.text("\(name): \(facts.count) \(noun). \(words.joined(separator: " "))")
                let elsewhere = facts.filter { $0.lead.section != first.lead.section }
                for (place, fact) in elsewhere.enumerated() {
                    html.text(place == 0 ? " Elsewhere: " : "; ")
                    html.tag(
                        "a", ["href": "#" + EntryRow.anchor(of: fact.id)],
                        "\(fact.lead.section.title), \(fact.lead.title), \(fact.lead.date?.dayWords ?? "no date")")
                }
            }
        }
    }

    /// What they are: the words that all their titles begin with, where they are products of one medicine; else those of the first.
    private var name: String {
        guard first.lead.dataset == .medication else { return first.lead.title }
        let titles = facts.map { $0.lead.title.split(separator: " ") }
        var common = titles[0][...]
        for title in titles.dropFirst() {
            let count = zip(common, title).prefix { $0.lowercased() == $1.lowercased() }.count
            common = common.prefix(count)
        }
        return common.isEmpty ? first.lead.title : common.joined(separator: " ")
    }
}
