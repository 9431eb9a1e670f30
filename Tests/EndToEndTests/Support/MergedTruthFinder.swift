// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Simulator

/// Finds in a merged record what the description of a person speaks of.
struct MergedTruthFinder {
    let record: DetailedCareRecord
    private let statements: [SimulatedTruth.Statement: SimulatedStatement]
    private let scalars: [Set<String>]

    init(_ record: DetailedCareRecord, of person: SimulatedPerson) {
        self.record = record
        statements = Dictionary(
            person.statements.map { (SimulatedTruth.Statement($0.source, $0.key), $0) }
        ) { first, _ in first }
        scalars = record.entries.map { entry in
            var found: Set<String> = []
            Self.collect(entry.resource.value, into: &found)
            found.insert(entry.title)
            return found
        }
    }

    private static func collect(_ value: JSONValue, into scalars: inout Set<String>) {
        if let text = value.scalarText { scalars.insert(text) }
        for member in value.members { collect(member.value, into: &scalars) }
        for element in value.elements { collect(element, into: &scalars) }
    }

    /// The merged entries that hold what a statement says; more than one where a source says it several times at one time.
    func merged(_ named: SimulatedTruth.Statement) -> [MergedEntry] {
        guard let statement = statements[named] else { return [] }
        let ids = Set(
            record.entries.indices.filter { place in
                let entry = record.entries[place]
                guard entry.source.id.text == statement.source.rawValue,
                    statement.section.map({ $0 == entry.section.rawValue }) ?? true
                else { return false }
                let said = scalars[place]
                func says(_ words: String) -> Bool { said.contains(words) || said.contains { $0.contains(words) } }
                let names = [statement.term.snomed, statement.term.display, statement.term.text].compactMap { $0 }
                return names.contains(where: says) && statement.values.allSatisfy(says)
                    && (statement.date.map { date in said.contains { $0.hasPrefix(date) } } ?? true)
            }.map { record.entries[$0].id })
        return record.merged.entries.filter { $0.originals.contains { ids.contains($0.id) } }
    }

    /// Whether two facts are one entry, or are called possibly the same or put under one heading, and neither is called replaced.
    func isHeldTogether(_ one: MergedEntry, _ other: MergedEntry) -> Bool {
        if one.id == other.id { return true }
        let links = record.merged.links.filter { $0.entries.contains(one.id) && $0.entries.contains(other.id) }
        return links.contains { $0.kind != .versions } && links.allSatisfy { $0.replaced.isEmpty }
    }
}
