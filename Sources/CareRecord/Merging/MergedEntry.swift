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

extension MergedEntry: CustomStringConvertible, CustomReflectable {
    public var description: String { "<redacted merged entry>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
