// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

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
