// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Two or more merged entries that are not made one, but belong together: both stay visible.
public struct MergeLink: Sendable, Hashable {
    /// What holds them together.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// They may state the same fact.
        case possiblySame = "possibly-same"
        /// They are states of one thing: a correction, a final after a preliminary; those that stand before those that are replaced.
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
    /// Of versions those that another of them is known to replace; where it cannot be told, none is replaced.
    public let replaced: Set<MergedEntry.ID>

    init(
        kind: Kind, rule: MergeRuleID, entries: [MergedEntry.ID], words: String, replaced: Set<MergedEntry.ID> = []
    ) {
        self.kind = kind
        self.rule = rule
        self.entries = entries
        self.words = words
        self.replaced = replaced
    }

    /// Whether it is known which one of the versions stands.
    public var isSettled: Bool { kind == .versions && replaced.count == entries.count - 1 }

    /// Whether the entries are lines of medication of which one may be the other's duplicate.
    public var isPossibleDuplicate: Bool { rule == MergeRule.possibleDuplicate }
}
