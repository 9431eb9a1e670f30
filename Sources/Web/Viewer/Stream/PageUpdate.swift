// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import JSON

/// A page's regions as events, the same for every stage: `layout`, with an empty element for each region where it stands; a
/// `region` for each, those first that a clinician needs first; `stage`, how far the record is.
enum PageUpdate {
    /// The regions that come before the rest, by their ids.
    private static let first = ["person", "completeness", "allergies", "first-medicines"]

    /// All events of a record as it stands at a stage. They are what is audited; those that the browser has already are not sent
    /// twice.
    static func render(_ record: DetailedCareRecord, frame: PageFrame) -> [UInt8] {
        let regions = RecordPage.regions(of: record, frame: frame)
        let layout = HTML(RecordPage.arranged(regions.map(\.awaited)))
        var bytes = ServerSentEvent(name: "layout", data: object(["html": layout.markup])).bytes
        for region in inOrderOfNeed(regions) {
            bytes +=
                ServerSentEvent(
                    name: "region", data: object(["region": region.id, "html": region.html.markup])
                ).bytes
        }
        let progress = SourcesProgress(record.ledger)
        let stage = JSONTree.object(
            JSONObject([
                "asking": .boolean(progress.isAsking), "words": .string(progress.words),
            ]))
        return bytes + ServerSentEvent(name: "stage", data: stage.bytes).bytes
    }

    /// The attribute of an element that says something only while sources are being asked: what it says once the stream has broken off.
    static func whenBroken(_ words: String) -> HTML.Attributes { ["data-when-broken": words] }

    static func object(_ members: KeyValuePairs<String, String>) -> [UInt8] {
        var object = JSONObject()
        for (name, text) in members { object[name] = .string(text) }
        return JSONTree.object(object).bytes
    }

    private static func inOrderOfNeed(_ regions: [PageRegion]) -> [PageRegion] {
        let early = first.compactMap { id in regions.first { $0.id == id } }
        return early + regions.filter { !first.contains($0.id) }
    }
}

extension PageRegion {
    /// What stands in the region's place until it has come.
    fileprivate var awaited: PageRegion { PageRegion(id: id, html: .tag("div", ["id": id]), column: column) }
}
