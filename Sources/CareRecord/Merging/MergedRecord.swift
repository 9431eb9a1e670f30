// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What merging makes of the entries of a record.
public struct MergedRecord: Sendable {
    /// Every fact once, newest first; those without a date last.
    public let entries: [MergedEntry]
    public let links: [MergeLink]
    public let conflicts: [MergeConflict]

    init(entries: [MergedEntry], links: [MergeLink], conflicts: [MergeConflict]) {
        self.entries = entries
        self.links = links
        self.conflicts = conflicts
    }

    /// The facts of a dataset, newest first.
    public func entries(of dataset: Dataset) -> [MergedEntry] { entries.filter { $0.lead.dataset == dataset } }
    /// The facts of a section, newest first.
    public func entries(of section: DatasetSection) -> [MergedEntry] { entries.filter { $0.lead.section == section } }
}

extension MergedRecord: CustomStringConvertible, CustomReflectable {
    public var description: String { "<redacted merged record>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
