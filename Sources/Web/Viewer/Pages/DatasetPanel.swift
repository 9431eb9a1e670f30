// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// One dataset in full: what must be said before its entries, then its sections, newest first.
struct DatasetPanel {
    private let dataset: Dataset
    private let record: DetailedCareRecord

    init(_ dataset: Dataset, of record: DetailedCareRecord) {
        self.dataset = dataset
        self.record = record
    }

    var html: HTML {
        let head = DatasetHead(dataset, in: record)
        var content = [HTML.tag("h2", .text(dataset.title))]
        content += head.missing.map { .tag("p", ["class": "missing"], .text($0)) }
        content += head.notices.map { .tag("p", ["class": "notice"], .text($0)) }
        content += head.others.map { .tag("p", ["class": "absence"], .text($0)) }
        content += record.filters.map { .tag("p", ["class": "remark"], .text($0)) }
        if dataset == .risks, record.ledger.scope.contains(.risks) {
            let statement = record.allergyStatement
            content.append(
                .tag("p", ["class": "statement\(statement.isAlarming ? " alarming" : "")"], .text(statement.words)))
        }
        for section in DatasetSection.allCases {
            let entries = record.entries.filter { $0.dataset == dataset && $0.section == section }
            guard !entries.isEmpty else { continue }
            let count = "\(entries.count) \(entries.count == 1 ? "entry" : "entries"), newest first"
            content.append(.tag("h3", .text(section.title)))
            content.append(EntryList.table(entries, caption: count))
        }
        return .tag("section", ["class": "dataset", "id": dataset.rawValue], content)
    }
}
