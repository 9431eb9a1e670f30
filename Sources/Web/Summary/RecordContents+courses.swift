// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

extension RecordContents {
    /// Values of one kind for a course: of those that are possibly the same, of one moment and in the same words, one stands for all,
    /// so that one report does not look like two. One whose status its source knows stands for one whose status it does not know. All of
    /// them stand in their dataset.
    func tellingEachOnce(_ facts: ArraySlice<MergedEntry>) -> [MergedEntry] {
        var kept: [MergedEntry] = []
        kept.reserveCapacity(facts.count)
        // Only what is of one moment can be a twin, so that each is compared with few.
        var places: [Int: [Int]] = [:]
        for fact in facts {
            let second = fact.lead.date?.earliestSecond
            let links = relations(of: fact).possiblySame
            let others = links.isEmpty ? [] : second.flatMap { places[$0] } ?? []
            guard let twin = others.first(where: { isTwin(kept[$0], of: fact, by: links) }) else {
                if let second { places[second, default: []].append(kept.count) }
                kept.append(fact)
                continue
            }
            if kept[twin].hasUnknownStatus, !fact.hasUnknownStatus { kept[twin] = fact }
        }
        return kept
    }

    /// The first of what ``tellingEachOnce(_:)`` tells, found without reading the words of all.
    func firstToldOnce(_ facts: ArraySlice<MergedEntry>) -> MergedEntry? {
        guard let first = facts.first, first.hasUnknownStatus else { return facts.first }
        return facts.dropFirst().first { fact in
            !fact.hasUnknownStatus && isTwin(first, of: fact, by: relations(of: fact).possiblySame)
        } ?? first
    }

    private func isTwin(_ one: MergedEntry, of other: MergedEntry, by links: [MergeLink]) -> Bool {
        guard links.contains(where: { $0.entries.contains(one.id) }), one.countsAsValue, other.countsAsValue,
            let moment = one.lead.date, let others = other.lead.date
        else { return false }
        return moment.precision >= .minute && others.precision >= .minute
            && moment.earliestSecond == others.earliestSecond && one.valueWords == other.valueWords
    }
}

extension MergedEntry {
    fileprivate var hasUnknownStatus: Bool { lead.resource["status"]?.string == "unknown" }
}
