// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// The facts of a record in the order in which a page shows them, found by dataset and section, each with what merging says of it.
struct RecordContents {
    /// A part of a dataset with its facts.
    struct Section {
        let section: DatasetSection
        var facts: [MergedEntry]
    }

    let record: DetailedCareRecord
    private let sections: [Dataset: [Section]]
    private let relations: [MergedEntry.ID: EntryRelations]
    /// The facts that have relations.
    private let related: [MergedEntry.ID: MergedEntry]

    init(_ record: DetailedCareRecord) {
        self.record = record
        let relations = EntryRelations.all(in: record.merged)
        var facts: [Dataset: [DatasetSection: [MergedEntry]]] = [:]
        let own = relations.isEmpty ? [] : record.merged.entries.map { relations[$0.id] }
        for fact in Self.inOrder(record.merged.entries, own, relations) {
            facts[fact.lead.dataset, default: [:]][fact.lead.section, default: []].append(fact)
        }
        sections = facts.mapValues { ofDataset in
            DatasetSection.allCases.compactMap { section in
                ofDataset[section].map { Section(section: section, facts: $0) }
            }
        }
        self.relations = relations
        let related = zip(record.merged.entries, own).filter { $0.1 != nil }
        self.related = Dictionary(related.map { ($0.0.id, $0.0) }) { first, _ in first }
    }

    /// The sections of a dataset that hold anything, in order.
    func sections(of dataset: Dataset) -> [Section] { sections[dataset] ?? [] }

    /// How many facts a dataset holds.
    func count(of dataset: Dataset) -> Int { sections(of: dataset).reduce(0) { $0 + $1.facts.count } }

    /// The facts of a section that stand, newest first, in whatever dataset it is. What was entered in error stands in the table of
    /// its dataset alone.
    func facts(of section: DatasetSection) -> [MergedEntry] {
        var found: [MergedEntry] = []
        for dataset in Dataset.allCases {
            for held in sections(of: dataset) where held.section == section {
                found += held.facts.filter { !$0.isTakenBack }
            }
        }
        return found
    }

    /// A fact by its id.
    func fact(_ id: MergedEntry.ID) -> MergedEntry? { related[id] }

    func relations(of fact: MergedEntry) -> EntryRelations { relations[fact.id] ?? EntryRelations() }

    /// Whether a later version of the fact stands in the record.
    func isReplaced(_ fact: MergedEntry) -> Bool { relations(of: fact).isReplaced }

    /// The conflicts that any of these facts is part of, each once.
    func conflicts(among facts: [MergedEntry]) -> [MergeConflict] {
        var result: [MergeConflict] = []
        for conflict in facts.flatMap({ relations(of: $0).conflicts }) where !result.contains(conflict) {
            result.append(conflict)
        }
        return result
    }

    /// The ids of the facts that stand under one heading with a fact, directly or through others, a possible duplicate's first.
    func family(of fact: MergedEntry) -> [MergedEntry.ID] { Self.family(of: fact.id, relations) }

    private static func family(
        of id: MergedEntry.ID, _ relations: [MergedEntry.ID: EntryRelations]
    ) -> [MergedEntry.ID] {
        var family = [id]
        var known: Set<MergedEntry.ID> = [id]
        var place = 0
        while place < family.count {
            for member in relations[family[place]]?.headings.flatMap(\.entries) ?? []
            where known.insert(member).inserted { family.append(member) }
            place += 1
        }
        return family
    }

    /// The facts as they came, but those under one heading together at the place of the first, and versions of one another
    /// together, the latest first.
    /// - Parameter own: of each fact its relations.
    private static func inOrder(
        _ facts: [MergedEntry], _ own: [EntryRelations?], _ relations: [MergedEntry.ID: EntryRelations]
    ) -> [MergedEntry] {
        guard !own.isEmpty else { return facts }
        // Most facts belong to no other: they stand where they are.
        let moves = own.map { relations in relations.map { !$0.headings.isEmpty || $0.versions != nil } ?? false }
        let byID = Dictionary(zip(facts, moves).filter(\.1).map { ($0.0.id, $0.0) }) { first, _ in first }
        var placed: Set<MergedEntry.ID> = []
        var result: [MergedEntry] = []
        result.reserveCapacity(facts.count)
        for (fact, moves) in zip(facts, moves) {
            guard moves else {
                result.append(fact)
                continue
            }
            if placed.contains(fact.id) { continue }
            for member in family(of: fact.id, relations) {
                for version in relations[member]?.versions?.entries ?? [member] {
                    guard let fact = byID[version], placed.insert(version).inserted else { continue }
                    result.append(fact)
                }
            }
            if placed.insert(fact.id).inserted { result.append(fact) }
        }
        return result
    }
}
