// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR

/// What makes entries contradict each other. Found by coarser keys than those of copies, within one source too: an alarm too many
/// is read and put aside, one too few is not there.
public struct MergeAlarm: Sendable {
    /// The name of the alarm, which begins with that of the rule (`allergy.refuted`).
    public let name: String
    /// When it is raised, in words, for the documentation.
    public let documentation: String
    /// What it says. It holds no clinical words.
    public let words: String
    /// The groups of entries that contradict each other, by their places, the one to act on first.
    let groups: @Sendable ([MergeFacts]) -> [[Int]]

    init(
        _ name: String, _ documentation: String, saying words: String,
        groups: @escaping @Sendable ([MergeFacts]) -> [[Int]]
    ) {
        self.name = name
        self.documentation = documentation
        self.words = words
        self.groups = groups
    }

    /// Every alarm, the gravest first.
    public static let all: [MergeAlarm] = [
        .noneKnown, .refutedAllergy, .resuscitationDecisions, .weeklyAndDaily, .doses, .capacity, .consents,
    ]

    func conflicts(_ shown: MergedPlaces, _ facts: [MergeFacts]) -> [MergeConflict] {
        groups(facts).compactMap { places in
            var seen: Set<Int> = []
            let merged = places.map { shown.placeInMerged[$0] }.filter { seen.insert($0).inserted }
            guard merged.count > 1 else { return nil }
            return MergeConflict(rule: MergeRuleID(name), entries: merged.map { shown.ids[$0] }, words: words)
        }
    }

    /// The entries that share a key, of those that are of concern.
    static func sharing(
        _ facts: [MergeFacts], keys: (MergeFacts) -> [String], where isOfConcern: (MergeFacts) -> Bool
    ) -> [[Int]] {
        let places = facts.indices.filter { isOfConcern(facts[$0]) }
        guard places.count > 1 else { return [] }
        var partition = Partition(count: places.count)
        for (member, place) in places.enumerated() { partition.join(member, keys: keys(facts[place])) }
        return partition.parts().map { $0.map { places[$0] } }
    }
}
