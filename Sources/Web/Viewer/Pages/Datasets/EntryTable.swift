// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The facts of a section as a table. A long one shows its newest rows, and the older ones on demand, counted; alerts and allergies
/// are never folded away. No text is cut.
struct EntryTable {
    private let facts: [MergedEntry]
    private let contents: RecordContents
    private let isWhole: Bool

    /// How many rows a table has before the older ones are folded away.
    static let openRows = 25

    /// - Parameter isWhole: whether all rows stand open however many they are.
    init(_ facts: [MergedEntry], in contents: RecordContents, isWhole: Bool) {
        self.facts = facts
        self.contents = contents
        self.isWhole = isWhole
    }

    func write(to html: inout HTML) {
        let counted = "\(facts.count) \(facts.count == 1 ? "entry" : "entries"), newest first"
        // A handful more is not worth folding.
        guard !isWhole, facts.count > Self.openRows + 5 else {
            table(facts[...], caption: counted, to: &html)
            return
        }
        let newest = facts.prefix(Self.openRows)
        let older = facts.dropFirst(Self.openRows)
        table(newest, caption: counted + "; the newest \(newest.count) are open", to: &html)
        html.tag("details", ["class": "older"]) { html in
            html.tag("summary", "\(older.count) older entries")
            table(older, caption: "\(older.count) older entries, newest first", to: &html)
        }
    }

    private func table(_ facts: ArraySlice<MergedEntry>, caption: String, to html: inout HTML) {
        html.tag("table", ["class": "entries"]) { html in
            html.tag("caption", caption)
            html.tag("thead") { html in
                html.tag("tr") { html in
                    for title in ["Date", "Entry", "Details", "Source"] { html.tag("th", ["scope": "col"], title) }
                }
            }
            html.tag("tbody") { html in
                var headed: Set<MergedEntry.ID> = []
                for fact in facts {
                    if contents.relations(of: fact).headings.isEmpty {
                        headed = []
                    } else if !headed.contains(fact.id) {
                        let heading = EntryHeading(above: fact, in: contents)
                        heading.write(to: &html)
                        headed = Set(heading.facts.map(\.id))
                    }
                    EntryRow(fact, in: contents).write(to: &html)
                }
            }
        }
    }
}
