// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

extension DocumentContents {
    /// What `meta.source` is of a resource that stands for those of several sources.
    static let mergedSource = CodeSystem.gateway + "merged"

    /// Writes a fact that several sources state as one resource: what the one shown first says, and nothing that no source has said. The rule that
    /// made it one is its tag.
    func write(_ merged: MergedItem, into text: inout [UInt8]) {
        // The version and the time of change are those of one original at its server, not of this resource.
        var meta = merged.item.resource["meta"].map { JSONObject($0) } ?? JSONObject()
        meta["versionId"] = nil
        meta["lastUpdated"] = nil
        meta["source"] = .string(Self.mergedSource)
        for label in Self.furtherLabels(of: merged.entry) { meta.append(.value(label), to: "security") }
        if let rule = merged.entry.rule {
            meta.append(
                Coding(system: CodeSystem.gateway + "CodeSystem/merge-rule", code: rule.text).tree, to: "tag")
        }
        write(merged.item, into: &text) { text in JSONTree.object(meta).write(into: &text) }
    }

    /// The security labels of originals that the one shown first does not have: what one of them protects stays protected.
    private static func furtherLabels(of entry: MergedEntry) -> [JSONValue] {
        var seen: Set<Coding> = Set(labels(of: entry.lead).compactMap { Coding($0) })
        return entry.originals.dropFirst().flatMap { labels(of: $0) }.filter { label in
            Coding(label).map { seen.insert($0).inserted } ?? true
        }
    }

    private static func labels(of entry: RecordEntry) -> [JSONValue] {
        entry.resource["meta"]?["security"].map { Array($0.elements) } ?? []
    }
}
