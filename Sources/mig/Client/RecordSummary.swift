// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// A record for programs: the ledger and the resources of every section, made of the FHIR document.
struct RecordSummary {
    let bundle: JSONValue

    var tree: JSONTree {
        let resources = bundle["entry"]?.elements.compactMap { $0["resource"] } ?? []
        var byReference: [String: JSONValue] = [:]
        for resource in resources {
            guard let type = resource["resourceType"]?.string, let id = resource["id"]?.string else { continue }
            byReference["\(type)/\(id)"] = resource
        }
        let composition = resources.first { $0["resourceType"]?.string == "Composition" }
        let sections = composition?["section"]?.elements.map { section in
            let references = Self.references(in: section)
            let entries = references.compactMap { byReference[Self.local($0)] }
            return JSONTree.object(
                JSONObject([
                    "title": section["title"].map { .value($0) } ?? "",
                    "code": section["code"].map { .value($0) } ?? .null,
                    "emptyReason": section["emptyReason"].map { .value($0) } ?? .null,
                    "count": .number(String(entries.count)),
                    "entries": .array(entries.map { .value($0) }),
                ]))
        }
        return JSONTree.object(
            JSONObject([
                "assembledAt": composition?["date"].map { .value($0) } ?? .null,
                "ledger": .array(Self.ledger(resources)), "sections": .array(sections ?? []),
            ]))
    }

    /// What a section and its sub-sections point at, each once.
    private static func references(in section: JSONValue) -> [String] {
        var result = section["entry"]?.elements.compactMap { $0["reference"]?.string } ?? []
        for part in section["section"]?.elements.map({ $0 }) ?? [] {
            result += references(in: part).filter { !result.contains($0) }
        }
        return result
    }

    private static func ledger(_ resources: [JSONValue]) -> [JSONTree] {
        let outcomes = resources.filter { $0["resourceType"]?.string == "OperationOutcome" }
        return outcomes.flatMap { outcome in outcome["issue"]?.elements.map { .value($0) } ?? [] }
    }

    private static func local(_ reference: String) -> String {
        reference.split(separator: "/").suffix(2).joined(separator: "/")
    }
}
