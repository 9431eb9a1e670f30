// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// What merging says of one fact besides its originals.
struct EntryRelations {
    private(set) var conflicts: [MergeConflict] = []
    private(set) var possiblySame: [MergeLink] = []
    /// The versions of which it is one, those that stand first.
    private(set) var versions: MergeLink?
    /// What it stands under headings with, a possible duplicate first.
    private(set) var headings: [MergeLink] = []
    /// Whether another version of it is known to replace it.
    private(set) var isReplaced = false

    /// Whether other facts refer to it, so that a reader must be able to go there.
    var isReferredTo: Bool { !conflicts.isEmpty || !possiblySame.isEmpty || versions != nil || !headings.isEmpty }
    /// The lines of medication of which one may be the other's duplicate.
    var possibleDuplicate: MergeLink? { headings.first { $0.isPossibleDuplicate } }

    /// The relations of all facts that have any.
    static func all(in merged: MergedRecord) -> [MergedEntry.ID: EntryRelations] {
        var result: [MergedEntry.ID: EntryRelations] = [:]
        for link in merged.links {
            for id in link.entries {
                switch link.kind {
                case .possiblySame: result[id, default: EntryRelations()].possiblySame.append(link)
                case .versions:
                    result[id, default: EntryRelations()].versions = link
                    if link.replaced.contains(id) { result[id, default: EntryRelations()].isReplaced = true }
                case .heading:
                    let place = link.isPossibleDuplicate ? 0 : result[id]?.headings.count ?? 0
                    result[id, default: EntryRelations()].headings.insert(link, at: place)
                }
            }
        }
        for conflict in merged.conflicts {
            for id in conflict.entries { result[id, default: EntryRelations()].conflicts.append(conflict) }
        }
        return result
    }
}
