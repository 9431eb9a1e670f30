// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Foundation
import JSON
import Mapping
import Terminology

/// A GP Connect record on its way into the canonical form: read, mapped, placed in datasets.
enum MappingBenchmark {
    /// The rows for the 3 MB public record, where the test records are at hand.
    static func rows() throws -> [Row] {
        let corpus = ProcessInfo.processInfo.environment["MIG_CORPUS"] ?? "../shared/data"
        let path = corpus + "/gp2gp/structured-large/9690937286.structuredRecord.json"
        guard let data = FileManager.default.contents(atPath: path) else {
            return [Row(name: "skipped: no corpus (MIG_CORPUS)", best: "", median: "")]
        }
        let bytes = Array(data)
        let document = try JSONDocument(parsing: bytes)
        guard let bundle = Bundle<STU3>(document.root) else {
            return [Row(name: "skipped: the record is no Bundle", best: "", median: "")]
        }
        let entries = bundle.entries.count
        let read = try Measurement.of { try JSONDocument(parsing: bytes).root.count }
        let mapped = Measurement.of { STU3ToR4.map(bundle).resources.count }
        let items = STU3ToR4.map(bundle).resources.map {
            ClassifiableResource(resource: $0.resource, areas: $0.areas, headings: $0.headings)
        }
        let checked = Measurement.of {
            items.count { if case .sound = ShapeCheck.examine($0.resource) { true } else { false } }
        }
        let placed = Measurement.of { DatasetClassifier.builtIn.place(items).count }
        return [
            .rate("read, 3 MB record of \(entries) resources", bytes: bytes.count, read),
            .rate("map STU3 to R4", bytes: bytes.count, mapped),
            .count("map STU3 to R4", entries, "resources/s", mapped),
            .rate("check the shape of R4", bytes: bytes.count, checked),
            .count("place in datasets", entries, "resources/s", placed),
        ]
    }
}

extension Row {
    /// So many things a second.
    static func count(_ name: String, _ count: Int, _ unit: String, _ measurement: Measurement) -> Row {
        func text(_ seconds: Double) -> String { "\(Int((Double(count) / seconds).rounded())) \(unit)" }
        return Row(name: name, best: text(measurement.best), median: text(measurement.median))
    }
}
