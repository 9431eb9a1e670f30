// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Mapping
import Terminology
import TestSupport
import Testing

/// One record of the corpus, each resource with its placement.
private struct PlacedRecord {
    let name: String
    let items: [ClassifiableResource]
    let placements: [Placement]
}

private func structuredRecords() -> [PlacedRecord] {
    Corpus.structuredRecords().compactMap { file, document in
        guard let bundle = Bundle<STU3>(document.root) else { return nil }
        let items = STU3ToR4.map(bundle).resources.map { mapped in
            ClassifiableResource(
                resource: mapped.resource, areas: mapped.areas, headings: mapped.headings)
        }
        return PlacedRecord(name: file.name, items: items, placements: DatasetClassifier.builtIn.place(items))
    }
}

private func syntheticRecords() -> [PlacedRecord] {
    Corpus.files(under: "synthea-r4-smart/R4/", ending: ".json").compactMap { file in
        guard let document = try? JSONDocument(parsing: file.bytes), let bundle = Bundle<R4>(document.root) else {
            return nil
        }
        let items = bundle.resources.map { ClassifiableResource(resource: $0) }
        return PlacedRecord(name: file.name, items: items, placements: DatasetClassifier.builtIn.place(items))
    }
}

private func countTable(_ records: [PlacedRecord]) -> String {
    var lines = ["file\tdataset\tsection\tentries"]
    for record in records {
        var counts: [String: Int] = [:]
        for placement in record.placements { counts[words(placement), default: 0] += 1 }
        for (place, count) in counts.sorted(by: { $0.key < $1.key }) {
            lines.append("\(record.name)\t\(place)\t\(count)")
        }
    }
    return lines.joined(separator: "\n") + "\n"
}

private func words(_ placement: Placement) -> String {
    switch placement {
    case .entry(let dataset, let section): "\(dataset.rawValue)\t\(section.rawValue)"
    case .supporting: "-\treferred to"
    case .partOf: "-\tpart of another"
    case .structure: "-\tstructure"
    }
}

@Suite struct `Placing the corpus in datasets` {
    @Test func `counts the entries of each record per dataset and section`() {
        let records = structuredRecords()
        guard !records.isEmpty else { return }
        Golden.expect(countTable(records), equals: "corpus-datasets.tsv", in: "TerminologyTests")
    }

    @Test func `counts the entries of R4 records per dataset and section`() {
        let records = syntheticRecords()
        guard !records.isEmpty else { return }
        Golden.expect(countTable(records), equals: "r4-datasets.tsv", in: "TerminologyTests")
    }

    @Test func `lists for a clinician what went to Other`() {
        let records = structuredRecords()
        guard !records.isEmpty else { return }
        var counts: [String: (count: Int, files: Set<String>)] = [:]
        for record in records {
            for (item, placement) in zip(record.items, record.placements) {
                guard case .entry(.other, let section) = placement else { continue }
                let concept = item.resource.code ?? item.resource["type"].flatMap { CodeableConcept($0) }
                let coding = concept?.codings.first(where: \.isSNOMED) ?? concept?.codings.first
                let key = [
                    section.rawValue, item.resource.type, coding?.code ?? "-", coding?.display ?? concept?.text ?? "-",
                ]
                counts[key.joined(separator: "\t"), default: (0, [])].count += 1
                counts[key.joined(separator: "\t"), default: (0, [])].files.insert(record.name)
            }
        }
        let lines = counts.sorted { $0.key < $1.key }.map { "\($0.key)\t\($0.value.count)\t\($0.value.files.count)" }
        let table = (["section\ttype\tcode\tterm\tentries\tfiles"] + lines).joined(separator: "\n") + "\n"
        Golden.expect(table, equals: "corpus-other.tsv", in: "TerminologyTests")
    }

    @Test func `places at least nine of ten coded observations by their meaning`() {
        var placed = 0
        var unplaced = 0
        var degraded = 0
        for record in structuredRecords() {
            for (item, placement) in zip(record.items, record.placements) where item.resource.type == "Observation" {
                switch placement {
                case .entry(.other, .journal), .partOf, .structure, .supporting: continue
                case .entry(.other, _):
                    // Such a code says only that the meaning was lost in a transfer: it is not for a list to restore it.
                    let isDegraded = item.resource.code?.snomedCodes.contains("196411000000103") == true
                    if isDegraded { degraded += 1 } else { unplaced += 1 }
                case .entry: placed += 1
                }
            }
        }
        print("observations placed by meaning: \(placed) of \(placed + unplaced); degraded codes in Other: \(degraded)")
        #expect(placed * 10 >= (placed + unplaced) * 9)
    }

    @Test func `gives every resource of every record a place, in its order`() {
        for record in structuredRecords() + syntheticRecords() {
            #expect(record.placements.count == record.items.count, "\(record.name)")
            let known = Set(record.items.compactMap(\.resource.localReference))
            for case .partOf(let reference) in record.placements {
                #expect(known.contains(reference), "\(record.name)")
            }
        }
    }

    @Test func `shows no diagnosis whose words deny, doubt or remove it`() {
        let telling = ["fh:", "family history", "h/o", "history of", "no evidence", "suspected", "?"]
        for record in structuredRecords() + syntheticRecords() {
            for (item, placement) in zip(record.items, record.placements) {
                guard case .entry(.diagnoses, let section) = placement,
                    [.currentDiagnoses, .pastDiagnoses, .recordedDiagnoses].contains(section)
                else { continue }
                let words = (item.resource.code?.words ?? "").lowercased()
                #expect(!telling.contains(where: words.contains), "\(record.name)")
            }
        }
    }
}
