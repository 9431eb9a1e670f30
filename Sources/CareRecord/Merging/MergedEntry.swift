// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// One fact of a record: one entry, or several of which each is a copy of the others, shown once with all their sources. Its
/// originals stay reachable (invariant 7).
public struct MergedEntry: Sendable, Identifiable {
    /// Opaque; that of the entry where there is one alone, else one that depends on the ids of the originals and not on their
    /// order.
    public let id: String
    /// The entries that state this fact, the one that is shown first.
    public let originals: [RecordEntry]
    /// The rule that made one of several; `nil` for an entry that stands alone.
    public let rule: MergeRuleID?

    init(id: String, originals: [RecordEntry], rule: MergeRuleID?) {
        precondition(!originals.isEmpty, "a merged entry has at least one original")
        self.id = id
        self.originals = originals
        self.rule = rule
    }

    /// The entry whose words are shown for all.
    public var lead: RecordEntry { originals[0] }
    /// The sources that state it, each once, in the order of the originals.
    public var sources: [SourceDescription] {
        var seen: Set<SourceID> = []
        return originals.map(\.source).filter { seen.insert($0.id).inserted }
    }
    /// What a reader must know of any of the originals.
    public var warnings: [String] {
        var seen: Set<String> = []
        return originals.flatMap(\.warnings).filter { seen.insert($0).inserted }
    }
}

/// The name of a rule of merging, as it stands in the record and in the documentation, such as `result.copy`.
public struct MergeRuleID: Hashable, Sendable, Comparable {
    public let text: String
    init(_ text: String) { self.text = text }
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// Two or more merged entries that are not made one, but belong together: both stay visible.
public struct MergeLink: Sendable, Hashable {
    /// What holds them together.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// They may state the same fact.
        case possiblySame = "possibly-same"
        /// One replaces the other: a correction, a final after a preliminary; the latest first.
        case versions
        /// One heading for all, every line kept: the same substance, the same medicine.
        case heading
    }

    public let kind: Kind
    public let rule: MergeRuleID
    /// The ids of the merged entries, in the order in which they are shown.
    public let entries: [MergedEntry.ID]
    /// What to say of it, such as *check: possible duplicate*. It holds no clinical words.
    public let words: String
}

/// Entries that contradict each other: all are shown, with the alarm.
public struct MergeConflict: Sendable, Hashable {
    public let rule: MergeRuleID
    /// The ids of the merged entries, the one to act on until it is settled first.
    public let entries: [MergedEntry.ID]
    /// What to say of it. It holds no clinical words.
    public let words: String
}

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

extension MergedEntry: CustomStringConvertible, CustomReflectable {
    public var description: String { "<redacted merged entry>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension MergedRecord: CustomStringConvertible, CustomReflectable {
    public var description: String { "<redacted merged record>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
