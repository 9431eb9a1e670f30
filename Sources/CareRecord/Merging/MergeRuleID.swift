// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The name of a rule of merging, as it stands in the record and in the documentation, such as `result.copy`.
public struct MergeRuleID: Hashable, Sendable, Comparable {
    public let text: String
    init(_ text: String) { self.text = text }
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
