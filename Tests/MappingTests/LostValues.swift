// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@testable import Mapping

/// What a mapping lost: source values that are not found in the R4 resource, compared as multisets, resource by resource.
struct LostValues {
    /// How many values the source has.
    private(set) var total = 0
    /// What is missing: resource and path, never the value.
    private(set) var descriptions: [String] = []

    init(_ bundle: Bundle<STU3>, _ record: MappedRecord) throws {
        var mapped = record.resources[...]
        for entry in bundle.entries {
            let source = try #require(entry.resource)
            let next = mapped.popFirst()
            let first = try #require(next)
            let promoted = mapped.prefix { $0.sourceReference.hasPrefix(first.sourceReference + "#") }
            mapped = mapped.dropFirst(promoted.count)
            // A contained resource left its holder for a place of its own.
            let promotedIDs = Set(
                promoted.compactMap { $0.sourceReference.split(separator: "#").last.map(String.init) })
            for inner in source.contained where promotedIDs.contains(inner.id ?? "") {
                let one = try #require(promoted.first { $0.sourceReference.hasSuffix("#" + (inner.id ?? "")) })
                compare(SourceValues(inner.value, path: inner.type).values, one)
            }
            let own = SourceValues(source.value, path: source.type).values
            compare(promoted.isEmpty ? own : own.filter { !$0.path.hasPrefix(source.type + ".contained.") }, first)
        }
        if let extra = mapped.first { descriptions.append("one more than the source has: \(extra.sourceReference)") }
    }

    private mutating func compare(_ source: [(path: String, text: String)], _ mapped: MappedResource) {
        total += source.count
        var found = SourceValues(mapped.resource.value, path: "").counts
        for (path, text) in source {
            let expected = Self.translated(path, text)
            if expected.isEmpty { continue }
            if path.hasSuffix(".reference"), text.hasPrefix("#") || text.contains("_") { continue }
            if let match = expected.first(where: { found[$0, default: 0] > 0 }) {
                found[match, default: 0] -= 1
            } else {
                descriptions.append(mapped.sourceReference + " lost " + path)
            }
        }
    }

    /// The texts that a source value may have in R4: its own, or the constant that says the same; none where the element that
    /// it went to says it.
    private static func translated(_ path: String, _ text: String) -> [String] {
        switch path {
        case "ProcedureRequest.resourceType", "ReferralRequest.resourceType": return ["ServiceRequest"]
        case "Immunization.notGiven" where text == "false": return []
        case "Observation.related.type" where text == "has-member" || text == "derived-from": return []
        case _ where text.isEmpty: return []
        case _ where path.hasSuffix(".reference"): return [text] + renamedReferences(text)
        default: return [text]
        }
    }

    /// What a reference becomes whose target has another type or id in R4. That it still finds its target is tested apart.
    private static func renamedReferences(_ text: String) -> [String] {
        for type in ["ProcedureRequest/", "ReferralRequest/"] where text.hasPrefix(type) {
            return ["ServiceRequest/" + text.dropFirst(type.count)]
        }
        return []
    }
}
