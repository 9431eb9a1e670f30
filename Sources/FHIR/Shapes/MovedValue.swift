// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A value that is illegal in R4 and has left its place. What it said stands verbatim in the extension `source-value` of the
/// nearest object that can hold one, unless it said nothing (``Reason/empty``,
/// ``Reason/absent``).
public struct MovedValue: Sendable, Hashable {
    /// Why the value is illegal.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// R4 has no element of this name there.
        case unknownElement = "unknown element"
        /// Another kind of JSON value, or a list where one value is wanted, or one value where a list is.
        case wrongKind = "wrong kind of value"
        /// The text or number breaks the grammar of its datatype.
        case illegalFormat = "illegal format"
        /// A string without a character that can be seen.
        case blank = "blank text"
        /// A code that is not in the list that R4 binds the element to.
        case unknownCode = "unknown code"
        /// The second datatype of an element that may have one alone.
        case secondChoice = "second value of a choice"
        /// An extension that has no address, neither value nor extensions, or both.
        case illegalExtension = "illegal extension"
        /// A datatype whose modifier, or whose part that cannot be absent, is illegal.
        case illegalPart = "illegal part"
        /// A resource inside another that could not be read.
        case unreadableResource = "unreadable resource"
        /// `null`, `{}`, `[]`: nothing was said, so nothing was moved.
        case empty = "no value"
        /// A required element that is not there: nothing was moved, and its place says that it is unknown.
        case absent = "required element absent"
    }

    /// Where the value stood, as in `Patient.name[0].given[1]`. The name of an unknown element is the source's own.
    public let path: String
    public let reason: Reason
}

extension MovedValue: CustomStringConvertible, CustomReflectable {
    /// The reason alone: an unknown element's name may be about a person.
    public var description: String { reason.rawValue }
    /// Without children, so that no mirror shows what the description hides.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
