// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// One dataset in full: what must be said before its entries, then its sections, newest first.
struct DatasetPanel {
    private let dataset: Dataset
    private let contents: RecordContents

    init(_ dataset: Dataset, of contents: RecordContents) {
        self.dataset = dataset
        self.contents = contents
    }

    var html: HTML {
        let record = contents.record
        let head = DatasetHead(dataset, in: record)
        let sections = contents.sections(of: dataset)
        return .written { html in
            html.tag("section", ["class": "dataset", "id": dataset.rawValue]) { html in
                html.tag("h2", dataset.title)
                let soFar = record.ledger.soFarWords(for: dataset)
                for sentence in head.missing {
                    html.tag("p", ["class": sentence == soFar ? "awaited" : "missing"], sentence)
                }
                for sentence in head.notices { html.tag("p", ["class": "notice"], sentence) }
                for sentence in head.others { html.tag("p", ["class": "absence"], sentence) }
                for filter in record.filters { html.tag("p", ["class": "remark"], filter) }
                if dataset == .risks, record.ledger.scope.contains(.risks) {
                    let statement = record.allergyStatement
                    html.tag("p", ["class": AllergyPanel.marks(of: statement, in: record.ledger)], statement.words)
                }
                for conflict in contents.conflicts(among: sections.flatMap(\.facts)) {
                    html.tag("p", ["class": "statement alarming"], conflict.alarmWords)
                }
                writeCourses(to: &html)
                for section in sections { write(section, to: &html) }
            }
        }
    }

    /// What changes over time, before the entries one by one.
    private func writeCourses(to html: inout HTML) {
        switch dataset {
        case .investigations:
            CourseList(title: "Course of key results", results: KeyResult.latest(in: contents)).write(to: &html)
        case .examinations:
            let pressure = [KeyResult.bloodPressure(in: contents)].compactMap { $0 }
            CourseList(title: "Course of the blood pressure", results: pressure).write(to: &html)
        case .medication: MedicationTimeLine(contents).write(to: &html)
        default: break
        }
    }

    private func write(_ section: RecordContents.Section, to html: inout HTML) {
        html.tag("h3", section.section.title)
        EntryTable(section.facts, in: contents, isWhole: dataset == .risks).write(to: &html)
    }
}
