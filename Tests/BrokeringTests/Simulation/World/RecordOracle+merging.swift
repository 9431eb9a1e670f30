// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// A statement that a record must show, by its source and its name there.
struct ShownStatement: Hashable {
    let source: SourceID
    let reference: String
}

extension RecordOracle {
    /// All in which what was made of the entries of a record differs from what it must be (invariant 7): no entry is lost or told
    /// twice, what is linked is there, and what the world holds of copies and contradictions is found, and nothing else.
    func faultsOfMerging(
        _ record: DetailedCareRecord, _ statements: [ShownStatement: SimulatedStatement]
    ) -> [String] {
        let merged = record.merged
        var faults: [String] = []
        let originals = merged.entries.flatMap(\.originals).map(Self.name)
        if originals.map(Self.words).sorted() != record.entries.map(Self.name).map(Self.words).sorted() {
            faults.append("\(originals.count) originals are behind what is shown, of \(record.entries.count) entries")
        }
        let ids = Set(merged.entries.map(\.id))
        if ids.count != merged.entries.count { faults.append("two facts have one id") }
        for entries in merged.links.map(\.entries) + merged.conflicts.map(\.entries)
        where entries.count < 2 || Set(entries).count != entries.count || !ids.isSuperset(of: entries) {
            faults.append("a link or conflict is about what is not there")
        }
        if merged.entries.contains(where: { Set($0.originals.map(\.source.id)).count != $0.originals.count }) {
            faults.append("two statements of one source are called one fact")
        }
        func stated(_ kinds: Set<SimulatedStatement>) -> Set<ShownStatement> {
            Set(statements.filter { kinds.contains($0.value) }.keys)
        }
        faults += Self.faultsOfConflicts(
            merged, "allergy.none-known", stated([.noneKnown]), stated([.allergy, .sharedAllergy]))
        faults += Self.faultsOfConflicts(merged, "medicine.doses", stated([.lowDose]), stated([.highDose]))
        faults += Self.faultsOfCopies(merged, stated([.sharedContact]))
        return faults
    }

    private static func name(_ entry: RecordEntry) -> ShownStatement {
        ShownStatement(source: entry.source.id, reference: entry.sourceReference)
    }

    private static func words(_ statement: ShownStatement) -> String {
        statement.source.text + "|" + statement.reference
    }

    /// One conflict names all statements of both sides, where there are both; else there is none.
    private static func faultsOfConflicts(
        _ merged: MergedRecord, _ rule: String, _ one: Set<ShownStatement>, _ other: Set<ShownStatement>
    ) -> [String] {
        let found = merged.conflicts.filter { $0.rule.text == rule }.map { conflict in
            Set(merged.entries.filter { conflict.entries.contains($0.id) }.flatMap(\.originals).map(name))
        }
        let expected = one.isEmpty || other.isEmpty ? [] : [one.union(other)]
        return found == expected
            ? [] : ["\(rule) is said of \(found.map(\.count)) statements, for \(expected.map(\.count))"]
    }

    /// What sources state under one number is one fact, unless one of them states it twice.
    private static func faultsOfCopies(_ merged: MergedRecord, _ shared: Set<ShownStatement>) -> [String] {
        let found = merged.entries.filter { $0.originals.count > 1 }.map { Set($0.originals.map(name)) }
        let isOneFact = shared.count > 1 && Set(shared.map(\.source)).count == shared.count
        let expected = isOneFact ? [shared] : []
        return found == expected
            ? [] : ["\(found.map(\.count)) statements are called one fact, for \(expected.map(\.count))"]
    }
}
