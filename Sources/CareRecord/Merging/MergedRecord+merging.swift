// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension MergedRecord {
    /// Merges entries that are in the order in which they are to be shown.
    public init(merging entries: [RecordEntry]) {
        self.init(
            entries: entries.map { MergedEntry(id: $0.id, originals: [$0], rule: nil) }, links: [], conflicts: [])
    }
}
