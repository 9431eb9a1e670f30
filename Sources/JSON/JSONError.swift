// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Why bytes were refused as JSON (RFC 8259, narrowed by ``JSONLimits``). It names a place, never what stands there.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of fault.
    public enum Reason: String, Sendable, CaseIterable {
        case empty = "there is no value"
        case unexpectedByte = "a byte that cannot stand here"
        case unexpectedEnd = "the text ends inside a value"
        case trailingBytes = "there are bytes after the value"
        case invalidNumber = "a number that JSON does not allow"
        case invalidEscape = "an escape that JSON does not allow"
        case loneSurrogate = "half of a surrogate pair"
        case invalidUTF8 = "bytes that are not UTF-8"
        case controlCharacter = "an unescaped control character in a string"
        case duplicateKey = "a member name that its object already has"
        case byteOrderMark = "a byte order mark"
        case tooManyBytes = "more bytes than are allowed"
        case tooDeep = "arrays and objects nested deeper than is allowed"
        case tooManyNodes = "more values than are allowed"
    }

    /// What is wrong.
    public let reason: Reason
    /// Where, in bytes from the start of the text, counted from 0.
    public let offset: Int

    /// A fault at a place.
    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// One sentence, without any of the text itself.
    public var description: String { "invalid JSON at byte \(offset): \(reason.rawValue)" }
}
