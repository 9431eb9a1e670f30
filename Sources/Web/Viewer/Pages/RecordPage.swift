// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord

/// The Detailed Care Record as a page: the first screen in the order in which a clinician needs it, then every dataset, newest
/// first, then the sources.
public enum RecordPage {
    /// The page in UTF-8.
    public static func render(_ record: DetailedCareRecord, frame: PageFrame) -> [UInt8] {
        let datasets = Dataset.allCases.filter { $0 != .summary }
        let content =
            [FirstScreen(record, frame).html, contentsList(datasets)]
            + datasets.map { DatasetPanel($0, of: record).html } + [SourcesTable(record.ledger).html]
        return Page.document(title: "Detailed Care Record", frame: frame, content)
    }

    private static func contentsList(_ datasets: [Dataset]) -> HTML {
        let links = datasets.map { dataset in
            HTML.tag("li", .tag("a", ["href": "#\(dataset.rawValue)"], .text(dataset.title)))
        }
        let sources = HTML.tag("li", .tag("a", ["href": "#sources"], .text("Sources")))
        return .tag("nav", ["class": "contents", "aria-label": "Datasets"], .tag("ul", [:], links + [sources]))
    }
}
