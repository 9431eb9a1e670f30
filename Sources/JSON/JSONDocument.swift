// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A JSON text that has been read and checked, kept as the bytes that came with a tape over them. It never changes, so any
/// number of tasks may read it at once, and what nobody touches can be written out again byte for byte.
public final class JSONDocument: Sendable {
    /// The text exactly as it came.
    public let bytes: [UInt8]
    let tape: Tape

    /// Reads a JSON text (RFC 8259).
    /// - Throws: ``JSONError`` with the byte offset, when the text is not JSON, has a member name twice in one object, or is
    ///   over the limits.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        var parser = TapeParser(limits: limits)
        try parser.parse(bytes.span)
        self.bytes = bytes
        self.tape = parser.tape
    }

    /// Reads a JSON text held as a string.
    public convenience init(parsing text: String, limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }

    /// The value that the text is.
    public var root: JSONValue { JSONValue(document: self, index: 0) }
}
