// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import JSON

/// Reading and merging bundles, beside Foundation in the same run, and the cost of a member name by the size of its object.
enum JSONBenchmark {
    static func rows() throws -> [Row] {
        var rows: [Row] = []
        for megabytes in [1, 5] {
            let bytes = SampleBundle.bytes(of: megabytes * 1_000_000)
            let data = Data(bytes)
            let label = "\(megabytes) MB bundle: "
            rows.append(.rate(label + "parse", bytes: bytes.count, try .of { try parse(bytes) }, goal: "≥ 600 MB/s"))
            rows.append(
                .rate(
                    label + "index, de-duplicate, splice (two copies, parsed before)", bytes: bytes.count * 2,
                    try mergeParsed(bytes), goal: "≥ 600 MB/s"))
            rows.append(
                .rate(
                    label + "parse and merge (two copies)", bytes: bytes.count * 2,
                    try .of { try merge([JSONDocument(parsing: bytes), JSONDocument(parsing: bytes)]) }))
            rows.append(.rate(label + "Foundation parse", bytes: bytes.count, try .of { try parseByFoundation(data) }))
            rows.append(
                .rate(
                    label + "Foundation parse and merge (two copies)", bytes: bytes.count * 2,
                    try .of { try mergeByFoundation([data, data]) }))
        }
        let small = objects(withKeys: 10, total: 10)
        rows.append(
            .cost(
                "a member of a document that is an object of 10", count: 1_000_000,
                try .of { try (0..<100_000).reduce(0) { sum, _ in try sum + JSONDocument(parsing: small).root.count } })
        )
        for keys in [10, 1_000, 1_000_000] {
            let bytes = objects(withKeys: keys, total: 1_000_000)
            let limits = JSONLimits(nodes: 4_000_000)
            rows.append(
                .cost(
                    "a member of an object of \(keys), a million in all", count: 1_000_000,
                    try .of { try JSONDocument(parsing: bytes, limits: limits).root.count }))
        }
        return rows
    }

    private static func parse(_ bytes: [UInt8]) throws -> Int { try JSONDocument(parsing: bytes).root.count }

    private static func mergeParsed(_ bytes: [UInt8]) throws -> Measurement {
        let documents = [try JSONDocument(parsing: bytes), try JSONDocument(parsing: bytes)]
        return .of { merge(documents) }
    }

    /// One bundle of the entries of all, each type and id once, the entries' bytes as they came.
    private static func merge(_ bundles: [JSONDocument]) -> Int {
        var seen: Set<String> = []
        var entries: [JSONTree] = []
        for bundle in bundles {
            guard let list = bundle.root["entry"] else { continue }
            for entry in list.elements {
                guard let resource = entry["resource"], let type = resource["resourceType"]?.string,
                    let id = resource["id"]?.string, seen.insert("\(type)/\(id)").inserted
                else { continue }
                entries.append(.value(entry))
            }
        }
        let merged: JSONTree = ["resourceType": "Bundle", "type": "collection", "entry": .array(entries)]
        return merged.bytes.count
    }

    private static func parseByFoundation(_ data: Data) throws -> Int {
        (try JSONSerialization.jsonObject(with: data) as? [String: Any])?.count ?? 0
    }

    private static func mergeByFoundation(_ bundles: [Data]) throws -> Int {
        var seen: Set<String> = []
        var entries: [[String: Any]] = []
        for data in bundles {
            let bundle = try JSONSerialization.jsonObject(with: data) as? [String: Any]
            for entry in bundle?["entry"] as? [[String: Any]] ?? [] {
                guard let resource = entry["resource"] as? [String: Any],
                    let type = resource["resourceType"] as? String, let id = resource["id"] as? String,
                    seen.insert("\(type)/\(id)").inserted
                else { continue }
                entries.append(entry)
            }
        }
        let merged: [String: Any] = ["resourceType": "Bundle", "type": "collection", "entry": entries]
        return try JSONSerialization.data(withJSONObject: merged).count
    }

    /// An array of objects that have `total` members between them.
    private static func objects(withKeys count: Int, total: Int) -> [UInt8] {
        var text = "["
        for object in 0..<(total / count) {
            if object > 0 { text += "," }
            text += "{"
            for key in 0..<count {
                if key > 0 { text += "," }
                text += "\"member-\(1_000_000 + key)\":1"
            }
            text += "}"
        }
        return Array((text + "]").utf8)
    }
}
