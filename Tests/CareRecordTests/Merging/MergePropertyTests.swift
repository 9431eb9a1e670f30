// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import TestSupport
import Testing

/// What holds of every merge, over records that are generated so that many of their parts are the same.
@Suite struct `Merging, whatever the record` {
    private static let seeds = Array(UInt64(1)...30)

    @Test(arguments: seeds) func `no order of entries changes what comes out`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let record = try GeneratedRecord(&generator)
        let merged = record.merged
        for _ in 0..<3 {
            var shuffled = record
            shuffled.entries.shuffle(using: &generator)
            shuffled.supporting.shuffle(using: &generator)
            Self.expectSame(merged, shuffled.merged)
        }
    }

    @Test(arguments: seeds) func `no grouping of the entries by source changes what comes out`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var record = try GeneratedRecord(&generator)
        let merged = record.merged
        for sources in [["gp", "hospital", "mental-health"], ["mental-health", "gp", "hospital"]] {
            record.entries = sources.flatMap { source in record.entries.filter { $0.source.name == source } }
            Self.expectSame(merged, record.merged)
        }
    }

    @Test(arguments: seeds) func `a source that is heard twice says nothing twice`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var record = try GeneratedRecord(&generator)
        let merged = record.merged
        record.entries += record.entries.filter { $0.source.name == "gp" }
        record.supporting += record.supporting
        Self.expectSame(merged, record.merged)
    }

    @Test(arguments: seeds) func `every original is in exactly one entry, and every link leads to entries`(seed: UInt64)
        throws
    {
        var generator = SeededGenerator(seed: seed)
        let record = try GeneratedRecord(&generator)
        let merged = record.merged
        #expect(merged.entries.flatMap { $0.originals.map(\.id) }.sorted() == record.entries.map(\.id).sorted())
        let ids = Set(merged.entries.map(\.id))
        #expect(ids.count == merged.entries.count)
        #expect(
            (merged.links.map(\.entries) + merged.conflicts.map(\.entries)).allSatisfy {
                ids.isSuperset(of: $0) && $0.count > 1
            })
        for entry in merged.entries {
            #expect(Set(entry.originals.map(\.source.id)).count == entry.originals.count)
            #expect((entry.rule == nil) == (entry.originals.count == 1))
            #expect(Set(entry.originals.map(\.section)).count == 1)
        }
    }

    @Test(arguments: seeds) func `renaming every resource changes nothing but names`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let record = try GeneratedRecord(&generator)
        let renamed = try record.renamed()
        #expect(record.named(MergeSample.groups(record.merged)) == renamed.named(MergeSample.groups(renamed.merged)))
        #expect(record.describe(record.merged) == renamed.describe(renamed.merged))
    }

    @Test func `the generated records have copies, links and conflicts of every kind`() throws {
        var rules: Set<String> = []
        for seed in Self.seeds {
            var generator = SeededGenerator(seed: seed)
            let merged = try GeneratedRecord(&generator).merged
            rules.formUnion(merged.entries.compactMap { $0.rule?.text })
            rules.formUnion(merged.links.map(\.rule.text) + merged.conflicts.map(\.rule.text))
        }
        let expected: Set<String> = [
            "result.copy", "vital-signs.copy", "medicine.copy", "allergy.copy", "condition.copy", "immunisation.copy",
            "procedure.copy", "result.possibly-same", "result.versions", "medicine.duplicate", "allergy.same-substance",
            "condition.possibly-same", "allergy.none-known", "allergy.refuted", "immunisation.several-copies",
        ]
        #expect(rules.isSuperset(of: expected), "\(expected.subtracting(rules))")
    }

    private static func expectSame(_ one: MergedRecord, _ other: MergedRecord) {
        #expect(MergeSample.groups(one) == MergeSample.groups(other))
        #expect(Set(one.entries.map(\.id)) == Set(other.entries.map(\.id)))
        #expect(Set(one.entries.map(\.lead.id)) == Set(other.entries.map(\.lead.id)))
        #expect(MergeSample.links(one) == MergeSample.links(other))
        #expect(MergeSample.conflicts(one) == MergeSample.conflicts(other))
    }
}

/// A record of three sources that say much the same.
private struct GeneratedRecord {
    var entries: [RecordEntry] = []
    var supporting: [SupportingResource]
    /// What each entry is called whatever its id is.
    private var names: [String: String] = [:]
    private var texts: [(source: String, section: DatasetSection, text: String)] = []
    private var companions: [(source: String, text: String)] = []

    init(_ generator: inout SeededGenerator) throws {
        supporting = try MergeSample.people()
        for source in ["gp", "hospital", "mental-health"] {
            for text in CompleteStatement.medicine.companions { companions.append((source, text)) }
            for place in 0..<Int.random(in: 4...16, using: &generator) {
                let statement = CompleteStatement.all.randomElement(using: &generator) ?? .result
                var text = statement.text.replacing(#""id":"1""#, with: #""id":"\#(place)""#)
                var section = statement.section
                if Int.random(in: 0..<3, using: &generator) == 0,
                    let part = statement.parts.randomElement(using: &generator)
                {
                    let isTakenAway = part.text.hasPrefix(",") && Bool.random(using: &generator)
                    text = text.replacing(part.text, with: isTakenAway ? "" : part.other)
                    if part.name == "verification", statement.rule == "allergy" { section = .refutedAllergies }
                }
                if statement.rule == "allergy", Int.random(in: 0..<5, using: &generator) == 0 {
                    text = text.replacing("91936005", with: "716186003")
                }
                texts.append((source, section, text))
            }
        }
        try make { $0 }
    }

    private mutating func make(_ rename: (String) -> String) throws {
        supporting =
            try MergeSample.people() + companions.map { try MergeSample.supporting($0.source, rename($0.text)) }
        entries = []
        names = [:]
        for (place, item) in texts.enumerated() {
            let entry = try MergeSample.entry(item.source, item.section, rename(item.text))
            names[entry.id] = "\(item.source) \(place)"
            entries.append(entry)
        }
    }

    var merged: MergedRecord { MergedRecord(merging: entries, supporting: supporting) }

    /// The same record, every entry and product under another id, with the references to it.
    func renamed() throws -> GeneratedRecord {
        var record = self
        try record.make { text in
            var text = text
            for id in ["m", "slow", "liquid", "formless"] {
                text = text.replacing("Medication/\(id)\"", with: "Medication/new-\(id)\"")
            }
            return text.replacing(#","id":""#, with: #","id":"new-"#).replacing("new-new-", with: "new-")
        }
        return record
    }

    func named(_ groups: Set<Set<String>>) -> Set<Set<String>> {
        Set(groups.map { Set($0.map { names[$0] ?? $0 }) })
    }

    func describe(_ merged: MergedRecord) -> Set<String> {
        let links =
            merged.links.map { ($0.rule.text, $0.entries) } + merged.conflicts.map { ($0.rule.text, $0.entries) }
        return Set(
            links.map { rule, ids in
                rule + ": "
                    + MergeSample.originals(ids, of: merged).map { names[$0] ?? $0 }.sorted().joined(separator: ", ")
            })
    }
}
