// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Entries that contradict each other: all are shown, with the alarm.
public struct MergeConflict: Sendable, Hashable {
    public let rule: MergeRuleID
    /// The ids of the merged entries, the one to act on until it is settled first.
    public let entries: [MergedEntry.ID]
    /// What to say of it. It holds no clinical words.
    public let words: String
}
