// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// What merging says of one fact besides its originals.
struct EntryRelations {
    private(set) var conflicts: [MergeConflict] = []
    private(set) var possiblySame: [MergeLink] = []
    /// The versions of which it is one, the latest first.
    private(set) var versions: MergeLink?
    /// What it stands under one heading with.
    private(set) var heading: MergeLink?
    /// Whether a later version of it stands in the record.
    private(set) var isReplaced = false

    /// Whether other facts refer to it, so that a reader must be able to go there.
    var isReferredTo: Bool { !conflicts.isEmpty || !possiblySame.isEmpty || versions != nil }

    /// The relations of all facts that have any.
    static func all(in merged: MergedRecord) -> [MergedEntry.ID: EntryRelations] {
        var result: [MergedEntry.ID: EntryRelations] = [:]
        for link in merged.links {
            for (place, id) in link.entries.enumerated() {
                switch link.kind {
                case .possiblySame: result[id, default: EntryRelations()].possiblySame.append(link)
                case .versions:
                    result[id, default: EntryRelations()].versions = link
                    if place > 0 { result[id, default: EntryRelations()].isReplaced = true }
                case .heading: result[id, default: EntryRelations()].heading = link
                }
            }
        }
        for conflict in merged.conflicts {
            for id in conflict.entries { result[id, default: EntryRelations()].conflicts.append(conflict) }
        }
        return result
    }
}
