// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord

/// The Detailed Care Record as a page: the first screen in the order in which a clinician needs it, then every dataset, newest
/// first, then the sources.
public enum RecordPage {
    /// The page in UTF-8.
    public static func render(_ record: DetailedCareRecord, frame: PageFrame) -> [UInt8] {
        Page.document(title: "Detailed Care Record", frame: frame, regions(of: record, frame: frame).map(\.html))
    }

    /// The parts of the page, each of which can be replaced as a whole, in the order in which they stand.
    static func regions(of record: DetailedCareRecord, frame: PageFrame) -> [PageRegion] {
        let datasets = Dataset.allCases.filter { $0 != .summary }
        let first = HTML.tag("div", ["id": "first-screen"], FirstScreen(record, frame).html)
        return [
            PageRegion(id: "first-screen", html: first),
            PageRegion(id: "contents", html: contentsList(datasets)),
        ] + datasets.map { PageRegion(id: $0.rawValue, html: DatasetPanel($0, of: record).html) }
            + [PageRegion(id: "sources", html: SourcesTable(record.ledger).html)]
    }

    private static func contentsList(_ datasets: [Dataset]) -> HTML {
        let links = datasets.map { dataset in
            HTML.tag("li", .tag("a", ["href": "#\(dataset.rawValue)"], .text(dataset.title)))
        }
        let sources = HTML.tag("li", .tag("a", ["href": "#sources"], .text("Sources")))
        return .tag(
            "nav", ["class": "contents", "id": "contents", "aria-label": "Datasets"], .tag("ul", [:], links + [sources])
        )
    }
}
