// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// The candidates of a merge, with the places that they have in the merged record.
struct MergedPlaces {
    let candidates: [MergeCandidate]
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
        let byRule = Dictionary(grouping: shown.candidates.indices) { shown.candidates[$0].rule.name }
        for rule in MergeRule.all {
            guard let places = byRule[rule.name], places.count > 1 else { continue }
            for neighbourhood in rule.neighbourhoods { addLinks(of: neighbourhood, rule, among: places) }
        }
    }

    private mutating func addLinks(of neighbourhood: Neighbourhood, _ rule: MergeRule, among places: [Int]) {
        var partition = Partition(count: places.count)
        for (member, place) in places.enumerated() {
            let facts = shown.candidates[place].facts
            if facts.hasUnknownMeaning { continue }
            partition.join(member, keys: neighbourhood.keys(facts))
        }
        for part in partition.parts() {
            for group in Self.apart(part.map { places[$0] }, neighbourhood, shown) {
                let facts = group.map { shown.candidates[$0].facts }
                guard neighbourhood.spansOneSource || Set(facts.map(\.entry.source.id)).count > 1,
                    neighbourhood.isLink(facts)
                else { continue }
                add(group, neighbourhood.kind, rule, neighbourhood.name, neighbourhood.words)
            }
        }
    }

    /// Neighbours by what tells them apart; those without it stand with each.
    private static func apart(_ part: [Int], _ neighbourhood: Neighbourhood, _ shown: MergedPlaces) -> [[Int]] {
        guard let distinction = neighbourhood.distinction else { return [part] }
        var apart: [String: [Int]] = [:]
        var unknown: [Int] = []
        for place in part {
            if let text = distinction(shown.candidates[place].facts) {
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
        var merged = shown.merged(places)
        guard merged.count > 1, linked.insert(LinkedEntries(rule: rule.name, entries: Set(merged))).inserted else {
            return
        }
        if kind == .versions { merged = latestFirst(places) }
        links.append(
            MergeLink(
                kind: kind, rule: MergeRuleID(rule.name + "." + name), entries: merged.map { shown.ids[$0] },
                words: words))
    }

    private func latestFirst(_ places: [Int]) -> [Int] {
        let dated = places.map { place in
            let facts = shown.candidates[place].facts
            return (place: shown.placeInMerged[place], age: facts.recency, rank: facts.versionRank)
        }
        var seen: Set<Int> = []
        return dated.sorted { one, other in
            // A correction replaces what it corrects, though a copy of that was issued later by another source.
            if one.rank != other.rank { return one.rank > other.rank }
            if one.age != other.age { return one.age > other.age }
            return one.place < other.place
        }.map(\.place).filter { seen.insert($0).inserted }
    }
}

extension MergeFacts {
    /// When this version was made.
    fileprivate var recency: Int {
        let text = value("issued")?.string ?? value("date")?.string ?? resource.lastUpdated
        return text.flatMap { FHIRDateTime($0) }?.earliestSecond ?? Int.min
    }

    /// How far a version has come.
    fileprivate var versionRank: Int {
        switch value("status")?.string {
        case "corrected", "amended", "appended": 4
        case "final", "current": 3
        case "preliminary", "partial": 2
        case "registered": 1
        default: 0
        }
    }
}
