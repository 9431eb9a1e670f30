// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord

/// The Detailed Care Record as a page: the first screen in the order in which its reader needs it, then every dataset, newest
/// first, then the sources.
public enum RecordPage {
    /// The page in UTF-8.
    public static func render(_ record: DetailedCareRecord, frame: PageFrame) -> [UInt8] {
        Page.document(title: "Detailed Care Record", frame: frame, arranged(regions(of: record, frame: frame)))
    }

    /// The parts of the page, each of which can be replaced as a whole, the most pressing first. They are the same parts for every
    /// record and at every stage of it, in a view.
    static func regions(of record: DetailedCareRecord, frame: PageFrame) -> [PageRegion] {
        let contents = RecordContents(record)
        return FirstScreen(contents, frame).regions + lowerRegions(of: contents)
    }

    /// The content of the page with its regions where they stand, whatever they hold.
    static func arranged(_ regions: [PageRegion]) -> [HTML] {
        let columns = Dictionary(grouping: regions.filter { $0.column != nil }) { $0.column ?? 0 }
        let screen = HTML.written { html in
            html.tag("div", ["class": "first-screen"]) { html in
                for column in columns.keys.sorted() {
                    html.tag("div", ["class": "column"]) { html in
                        for region in columns[column] ?? [] { html.append(region.html) }
                    }
                }
            }
        }
        let place = regions.firstIndex { $0.column != nil } ?? 0
        let above = regions[..<place].map(\.html)
        return above + [screen] + regions[place...].filter { $0.column == nil }.map(\.html)
    }

    private static func lowerRegions(of contents: RecordContents) -> [PageRegion] {
        let datasets = Dataset.allCases.filter { $0 != .summary }
        let contentsRegion = PageRegion(id: "contents", html: contentsList(datasets, contents))
        let panels = datasets.map { PageRegion(id: $0.rawValue, html: DatasetPanel($0, of: contents).html) }
        return [contentsRegion] + panels + [PageRegion(id: "sources", html: SourcesTable(contents.record.ledger).html)]
    }

    private static func contentsList(_ datasets: [Dataset], _ contents: RecordContents) -> HTML {
        .written { html in
            html.tag("nav", ["class": "contents", "id": "contents", "aria-label": "Datasets"]) { html in
                html.tag("ul") { html in
                    for dataset in datasets {
                        html.tag("li") { html in
                            html.tag("a", ["href": "#\(dataset.rawValue)"], dataset.title)
                            html.text(" ")
                            amount(of: dataset, contents, &html)
                        }
                    }
                    html.tag("li") { html in html.tag("a", ["href": "#sources"], "Sources") }
                }
            }
        }
    }

    /// How much a dataset holds, never a bare nought where a source is missing for it.
    private static func amount(of dataset: Dataset, _ contents: RecordContents, _ html: inout HTML) {
        let count = contents.count(of: dataset)
        let ledger = contents.record.ledger
        let incomplete = count == 0 ? "(not known)" : "(\(count), incomplete)"
        if !ledger.awaited(for: dataset).isEmpty {
            html.tag("span", PageUpdate.whenBroken(incomplete), "(\(count == 0 ? "" : "\(count) ")so far)")
        } else {
            html.text(ledger.missing(for: dataset).isEmpty ? "(\(count))" : incomplete)
        }
    }
}
