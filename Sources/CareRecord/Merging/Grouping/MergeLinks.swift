// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// The candidates of a merge, with the places that they have in the merged record.
struct MergedPlaces {
    let candidates: [MergeFacts]
    /// For each candidate the place of its merged entry.
    let placeInMerged: [Int]
    let ids: [MergedEntry.ID]

    /// The merged entries of these candidates, each once, in the order in which they are shown.
    func merged(_ places: [Int]) -> [Int] { Set(places.map { placeInMerged[$0] }).sorted() }
}

/// Finds the entries that belong together without being one.
struct MergeLinks {
    private(set) var links: [MergeLink] = []
    private let shown: MergedPlaces
    private var linked: Set<LinkedEntries> = []

    private struct LinkedEntries: Hashable {
        let rule: String
        let entries: Set<Int>
    }

    init(_ shown: MergedPlaces, ambiguous: [[Int]]) {
        self.shown = shown
        for part in ambiguous {
            let rule = shown.candidates[part[0]].rule
            add(
                part, .possiblySame, rule, "several-copies",
                "Equal in every part that is compared; which is the copy of which cannot be told.")
        }
        let byRule = Dictionary(grouping: shown.candidates.indices) { ObjectIdentifier(shown.candidates[$0].rule) }
        for rule in MergeRule.all {
            guard let places = byRule[ObjectIdentifier(rule)], places.count > 1 else { continue }
            let isOfOneSource = Set(places.map { shown.candidates[$0].entry.source.id }).count == 1
            for neighbourhood in rule.neighbourhoods where neighbourhood.spansOneSource || !isOfOneSource {
                addLinks(of: neighbourhood, rule, among: places)
            }
        }
    }

    private mutating func addLinks(of neighbourhood: Neighbourhood, _ rule: MergeRule, among places: [Int]) {
        var partition = Partition(count: places.count)
        for (member, place) in places.enumerated() {
            let facts = shown.candidates[place]
            if facts.hasUnknownMeaning { continue }
            partition.join(member, keys: neighbourhood.keys(facts))
        }
        var versions: [Set<Int>: [Int]] = [:]
        for part in partition.parts() {
            for group in Self.apart(part.map { places[$0] }, neighbourhood, shown) {
                let members = neighbourhood.members(group.map { shown.candidates[$0] }).map { group[$0] }
                let facts = members.map { shown.candidates[$0] }
                guard members.count > 1,
                    neighbourhood.spansOneSource || Set(facts.map(\.entry.source.id)).count > 1
                else { continue }
                if neighbourhood.kind == .versions {
                    // Two sources may each have the same chain, and say different things of it.
                    versions[Set(shown.merged(members)), default: []] += members
                } else {
                    add(members, neighbourhood.kind, rule, neighbourhood.name, neighbourhood.words)
                }
            }
        }
        for members in versions.values.sorted(by: { $0[0] < $1[0] }) { addVersions(members, neighbourhood, rule) }
    }

    /// Neighbours by what tells them apart; those without it stand with each.
    private static func apart(_ part: [Int], _ neighbourhood: Neighbourhood, _ shown: MergedPlaces) -> [[Int]] {
        guard let distinction = neighbourhood.distinction else { return [part] }
        var apart: [String: [Int]] = [:]
        var unknown: [Int] = []
        for place in part {
            if let text = distinction(shown.candidates[place]) {
                apart[text, default: []].append(place)
            } else {
                unknown.append(place)
            }
        }
        guard !apart.isEmpty else { return [unknown] }
        return apart.values.map { ($0 + unknown).sorted() }.sorted { $0[0] < $1[0] }
    }

    private mutating func add(
        _ places: [Int], _ kind: MergeLink.Kind, _ rule: MergeRule, _ name: String, _ words: String
    ) {
        let merged = shown.merged(places)
        guard isNew(merged, rule) else { return }
        links.append(
            MergeLink(
                kind: kind, rule: MergeRuleID(rule.name + "." + name), entries: merged.map { shown.ids[$0] },
                words: words))
    }

    private mutating func isNew(_ merged: [Int], _ rule: MergeRule) -> Bool {
        merged.count > 1 && linked.insert(LinkedEntries(rule: rule.name, entries: Set(merged))).inserted
    }

    /// Versions: those that stand before those that are replaced, each part the latest first.
    private mutating func addVersions(_ places: [Int], _ neighbourhood: Neighbourhood, _ rule: MergeRule) {
        guard isNew(shown.merged(places), rule) else { return }
        let facts = places.map { shown.candidates[$0] }
        var replaced: Set<Int> = []
        if places.count <= MergeFacts.mostVersions {
            for (place, one) in zip(places, facts) where facts.contains(where: { neighbourhood.replaces($0, one) }) {
                replaced.insert(shown.placeInMerged[place])
            }
        }
        // Where each is said to be replaced by another, nothing is known.
        if replaced.count == shown.merged(places).count { replaced = [] }
        let inOrder = zip(places, facts).sorted { one, other in
            let isReplaced = (
                replaced.contains(shown.placeInMerged[one.0]), replaced.contains(shown.placeInMerged[other.0])
            )
            if isReplaced.0 != isReplaced.1 { return isReplaced.1 }
            // A correction replaces what it corrects, though a copy of that was issued later by another source.
            if one.1.versionRank != other.1.versionRank { return one.1.versionRank > other.1.versionRank }
            if one.1.recency != other.1.recency { return (one.1.recency ?? .min) > (other.1.recency ?? .min) }
            return shown.placeInMerged[one.0] < shown.placeInMerged[other.0]
        }
        var seen: Set<Int> = []
        let entries = inOrder.map { shown.placeInMerged[$0.0] }.filter { seen.insert($0).inserted }
        links.append(
            MergeLink(
                kind: .versions, rule: MergeRuleID(rule.name + "." + neighbourhood.name),
                entries: entries.map { shown.ids[$0] },
                words: replaced.count == entries.count - 1 ? neighbourhood.words : neighbourhood.unsettledWords,
                replaced: Set(replaced.map { shown.ids[$0] })))
    }
}
