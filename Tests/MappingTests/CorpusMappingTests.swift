// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import Foundation
import JSON
import TestSupport
import Testing

@testable import Mapping

@Suite struct `Mapping the corpus of structured records` {
    @Test func `keeps every value of every resource`() throws {
        var total = 0
        var unmapped = 0
        var illegal = 0
        for (file, document) in Corpus.structuredRecords() {
            let bundle = try #require(Bundle<STU3>(document.root))
            let record = STU3ToR4.map(bundle)
            #expect(record.unreadable.isEmpty, "\(file.name)")
            unmapped += record.unmappedValueCount
            illegal += record.illegalValueCount
            let lost = try LostValues(bundle, record)
            total += lost.total
            #expect(lost.descriptions.isEmpty, "\(file.name): \(lost.descriptions.prefix(10))")
            let counted = record.mappedValueCount + record.unmappedValueCount + record.illegalValueCount
            #expect(counted == lost.total, "\(file.name)")
        }
        print("values \(total), unmapped \(unmapped), not legal in R4 \(illegal)")
        #expect(unmapped * 50 <= total)
    }

    @Test func `keeps every value of records that another system made`() throws {
        for file in Corpus.files(under: "nia-patient-switching", ending: ".json") {
            let document = try JSONDocument(parsing: file.bytes)
            let bundle = try #require(Bundle<STU3>(document.root))
            let record = STU3ToR4.map(bundle)
            #expect(record.unreadable.isEmpty, "\(file.name)")
            #expect(record.unmappedValueCount == 0, "\(file.name)")
            let lost = try LostValues(bundle, record)
            #expect(lost.descriptions.isEmpty, "\(file.name): \(lost.descriptions.prefix(10))")
        }
    }

    @Test func `sends every path where the reviewed table says`() throws {
        let records = Corpus.structuredRecords()
        guard !records.isEmpty else { return }
        var routes: [MappingTrace.Route: Int] = [:]
        for (_, document) in records {
            let mapper = RecordMapper(try #require(Bundle<STU3>(document.root)), isTracing: true)
            for trace in mapper.traces { routes.merge(trace.counts, uniquingKeysWith: +) }
        }
        let lines = routes.map { route, count in
            [route.source, route.destination.rawValue, route.target, String(count)].joined(separator: "\t")
        }.sorted()
        let header = "source path\tdestination\tR4 path\tvalues in the corpus\n"
        Golden.expect(header + lines.joined(separator: "\n") + "\n", equals: "mapping-table.tsv", in: "MappingTests")
    }

    @Test func `maps alike whether it traces or splices`() throws {
        for (file, document) in Corpus.structuredRecords() {
            let bundle = try #require(Bundle<STU3>(document.root))
            let spliced = STU3ToR4.map(bundle)
            let traced = RecordMapper(bundle, isTracing: true).record
            #expect(spliced.mappedValueCount == traced.mappedValueCount, "\(file.name)")
            for (one, other) in zip(spliced.resources, traced.resources) {
                let left = SourceValues(one.resource.value, path: "").values.map { $0.path + "=" + $0.text }
                let right = SourceValues(other.resource.value, path: "").values.map { $0.path + "=" + $0.text }
                #expect(left.sorted() == right.sorted(), "\(file.name)")
            }
        }
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["MIG_WRITE_MAPPED"] != nil))
    func `writes the mapped records for a validator`() throws {
        let folder = ProcessInfo.processInfo.environment["MIG_WRITE_MAPPED"] ?? ""
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let others = Corpus.files(under: "nia-patient-switching", ending: ".json").compactMap { file in
            (try? JSONDocument(parsing: file.bytes)).map { (file: file, document: $0) }
        }
        for (file, document) in Corpus.structuredRecords() + others {
            let record = STU3ToR4.map(try #require(Bundle<STU3>(document.root)))
            let text = "[" + record.resources.map { $0.resource.value.tree.text }.joined(separator: ",") + "]"
            _ = FileManager.default.createFile(atPath: folder + "/" + file.name, contents: Data(text.utf8))
        }
    }
}
