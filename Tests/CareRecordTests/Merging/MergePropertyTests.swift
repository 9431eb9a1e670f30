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
        let (merged, other) = (record.merged, renamed.merged)
        #expect(Set(record.entries.map(\.id)).isDisjoint(with: renamed.entries.map(\.id)))
        #expect(record.originals(of: merged) == renamed.originals(of: other))
        #expect(record.describe(merged) == renamed.describe(other))
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
            "document.copy", "document.versions", "event.copy", "event.possibly-same", "standing.copy",
            "medicine.doses", "medicine.weekly-and-daily", "medicine.same-substance", "resuscitation.decisions",
        ]
        #expect(rules.isSuperset(of: expected), "\(expected.subtracting(rules))")
    }

    private static func expectSame(_ one: MergedRecord, _ other: MergedRecord) {
        #expect(MergeSample.groups(one) == MergeSample.groups(other))
        #expect(Set(one.entries.map(\.id)) == Set(other.entries.map(\.id)))
        #expect(Set(one.entries.map(\.lead.id)) == Set(other.entries.map(\.lead.id)))
        #expect(MergeSample.links(one) == MergeSample.links(other))
        #expect(MergeSample.replaced(one) == MergeSample.replaced(other))
        #expect(MergeSample.conflicts(one) == MergeSample.conflicts(other))
    }
}
