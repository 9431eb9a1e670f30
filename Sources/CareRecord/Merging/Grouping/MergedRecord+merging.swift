// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension MergedRecord {
    /// Merges entries that are in the order in which they are to be shown.
    /// - Parameter supporting: what the entries refer to: without it, products and recorders by reference equal nothing.
    public init(merging entries: [RecordEntry], supporting: [SupportingResource] = []) {
        let index = MergeIndex(entries, supporting: supporting)
        let candidates = Self.distinct(entries).map { MergeFacts(entry: $0, index: index) }
        let copies = CopyGroups(candidates)
        var groupOfPlace: [Int: [Int]] = [:]
        for group in copies.groups { for place in group { groupOfPlace[place] = group } }
        var merged: [MergedEntry] = []
        var names = MergedNames(count: candidates.count)
        var placeInMerged = [Int](repeating: 0, count: candidates.count)
        for (place, candidate) in candidates.enumerated() {
            let group = groupOfPlace[place] ?? [place]
            guard group[0] == place else {
                placeInMerged[place] = placeInMerged[group[0]]
                continue
            }
            placeInMerged[place] = merged.count
            let originals = group.map { candidates[$0].entry }
            merged.append(
                MergedEntry(
                    id: names.name(of: originals), originals: Self.inOrder(originals),
                    rule: group.count > 1 ? candidate.rule.copyID : nil))
        }
        let shown = MergedPlaces(candidates: candidates, placeInMerged: placeInMerged, ids: merged.map(\.id))
        self.init(
            entries: merged, links: MergeLinks(shown, ambiguous: copies.ambiguous).links,
            conflicts: MergeAlarm.all.flatMap { $0.conflicts(shown, candidates) })
    }

    /// The entries, each once: a source asked twice says nothing twice.
    private static func distinct(_ entries: [RecordEntry]) -> [RecordEntry] {
        struct Address: Hashable {
            let source: SourceID
            let id: String
        }
        var places: [Address: Int] = [:]
        places.reserveCapacity(entries.count)
        var kept: [RecordEntry] = []
        kept.reserveCapacity(entries.count)
        for entry in entries {
            let address = Address(source: entry.source.id, id: entry.id)
            if let place = places[address], kept[place].section == entry.section,
                kept[place].resource.value.bytes == entry.resource.value.bytes
            {
                continue
            }
            if places[address] == nil { places[address] = kept.count }
            kept.append(entry)
        }
        return kept
    }

    /// The originals of a fact, the one that is shown for all first: the one that says most, then by the names of the sources, so that
    /// it depends neither on who answered first nor on how anything is called.
    private static func inOrder(_ originals: [RecordEntry]) -> [RecordEntry] {
        guard originals.count > 1 else { return originals }
        return originals.map { (entry: $0, length: lengthOfWhatIsSaid($0.resource.value)) }.sorted { one, other in
            if one.length != other.length { return one.length > other.length }
            return one.entry.source.id < other.entry.source.id
        }.map(\.entry)
    }

    private static let names: Set<String> = ["id", "meta", "reference", "fullUrl", "url"]

    /// How much a resource says, without the names that resources have.
    private static func lengthOfWhatIsSaid(_ value: JSONValue) -> Int {
        switch value.kind {
        case .object:
            value.members.reduce(0) { sum, member in
                names.contains(member.name) ? sum : sum + member.name.utf8.count + lengthOfWhatIsSaid(member.value)
            }
        case .array: value.elements.reduce(0) { $0 + lengthOfWhatIsSaid($1) }
        default: value.byteRange.count
        }
    }
}
