// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// One GP Connect structured record in the canonical form.
public struct MappedRecord: Sendable {
    /// The resources in the source's order; what was contained in a list follows the list.
    public let resources: [MappedResource]
    /// What the source's lists say about themselves.
    public let notices: [ListNotice]
    /// What could not be read.
    public let unreadable: [UnreadableResource]
    /// How many values have no home in R4 and stand in extensions `source-value`.
    public let unmappedValueCount: Int
    /// How many values R4 does not allow, which stand in extensions `source-value`.
    public let illegalValueCount: Int
    /// How many values stand in an R4 element or in a named extension.
    public let mappedValueCount: Int
}

extension MappedRecord: CustomStringConvertible, CustomReflectable {
    /// Always the same words: the record is about a person.
    public var description: String { "<redacted mapped record>" }
    /// Without children, so that no mirror shows what the description hides.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
