// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Simulator

/// Finds in a record what the description of a person says must be there.
struct TruthFinder {
    /// One resource of the record, with all that it says.
    struct Found {
        let reference: String
        let source: String
        /// Every text and number in it, and in the product or device that it refers to.
        let scalars: Set<String>

        func says(_ words: String) -> Bool { scalars.contains(words) || scalars.contains { $0.contains(words) } }
        func isDated(_ date: String) -> Bool { scalars.contains { $0.hasPrefix(date) } }
    }

    let record: RecordDocument
    private let found: [Found]
    /// The places of those resources of a source that say these very words.
    private let places: [String: [Int]]
    private let sections: [String: Set<String>]

    init(_ record: RecordDocument, sections names: Set<String>) {
        self.record = record
        var byReference: [String: JSONValue] = [:]
        for resource in record.resources { byReference[Self.reference(of: resource)] = resource }
        var found: [Found] = []
        var places: [String: [Int]] = [:]
        for resource in record.resources {
            guard let source = resource["meta"]?["source"]?.string?.split(separator: "/").last else { continue }
            var scalars: Set<String> = []
            Self.collect(resource, into: &scalars)
            for element in ["medicationReference", "device"] {
                if let target = resource[element]?["reference"]?.string.flatMap({ byReference[$0] }) {
                    Self.collect(target, into: &scalars)
                }
            }
            for scalar in scalars { places["\(source)|\(scalar)", default: []].append(found.count) }
            found.append(Found(reference: Self.reference(of: resource), source: String(source), scalars: scalars))
        }
        self.found = found
        self.places = places
        sections = Dictionary(uniqueKeysWithValues: names.map { ($0, Self.references(in: $0, of: record)) })
    }

    /// What stands in every section of this code: two datasets have plans.
    private static func references(in section: String, of record: RecordDocument) -> Set<String> {
        let datasets = record.resources(of: "Composition").first?["section"]?.elements.map(\.self) ?? []
        let parts = datasets.flatMap { $0["section"]?.elements.map(\.self) ?? [] }
        let named = Set(
            (datasets + parts).filter { $0["code"]?["coding"]?[0]?["code"]?.string == section }.flatMap {
                $0["entry"]?.elements.compactMap { $0["reference"]?.string } ?? []
            })
        return named.union(originals(of: named, in: record))
    }

    /// What several sources state stands in a section once, as a resource of the gateway's: its Provenance names theirs.
    private static func originals(of named: Set<String>, in record: RecordDocument) -> Set<String> {
        let merged = Set(
            record.resources.filter { $0["meta"]?["source"]?.string?.hasSuffix("/merged") == true }
                .map(reference(of:))
        ).intersection(named)
        return Set(
            record.resources(of: "Provenance").filter { provenance in
                provenance["target"]?[0]?["reference"]?.string.map(merged.contains) == true
            }.flatMap { provenance in
                provenance["entity"]?.elements.compactMap { $0["what"]?["reference"]?.string } ?? []
            })
    }

    static func reference(of resource: JSONValue) -> String {
        "\(resource["resourceType"]?.string ?? "?")/\(resource["id"]?.string ?? "?")"
    }

    private static func collect(_ value: JSONValue, into scalars: inout Set<String>) {
        if let text = value.scalarText { scalars.insert(text) }
        for member in value.members { collect(member.value, into: &scalars) }
        for element in value.elements { collect(element, into: &scalars) }
    }

    /// The references of the resources that say what a statement says.
    func references(for statement: SimulatedStatement) -> [String] {
        let source = statement.source.rawValue
        let exact = [statement.term.snomed, statement.term.display, statement.term.text].compactMap { $0 }
            .flatMap { places["\(source)|\($0)"] ?? [] }
        let near =
            exact.isEmpty
            ? found.indices.filter { found[$0].source == source && found[$0].says(statement.term.display) } : []
        var seen: Set<Int> = []
        return (exact + near).filter { seen.insert($0).inserted }.map { found[$0] }.filter { resource in
            (statement.date.map(resource.isDated) ?? true) && statement.values.allSatisfy(resource.says)
        }.map(\.reference)
    }

    /// What stands under a section.
    func entries(of section: String) -> Set<String> { sections[section] ?? [] }

    /// What of a source stands under a section.
    func count(in section: String, of source: DemonstrationSource) -> Int {
        found.count { $0.source == source.rawValue && entries(of: section).contains($0.reference) }
    }
}
