// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Writes a value of a document with some parts written differently, as it is walked over: nothing is built first. What is not
/// named stays byte for byte as it came.
public struct JSONSplice {
    /// The value that is written.
    public let original: JSONValue
    /// The first byte of the value that has not been written.
    private var position: Int

    /// A splice of which nothing is written yet.
    public init(_ original: JSONValue) {
        self.original = original
        position = original.byteRange.lowerBound
    }

    /// Writes what stands before a part, then what is to stand in its place. Parts are named in the order in which they stand, none
    /// inside another.
    public mutating func replace(
        _ part: JSONValue, in result: inout [UInt8], with write: (inout [UInt8]) -> Void
    ) {
        let range = part.byteRange
        precondition(
            part.document === original.document && range.lowerBound >= position,
            "parts are replaced in the order in which they stand")
        result.append(contentsOf: original.document.bytes[position..<range.lowerBound])
        write(&result)
        position = range.upperBound
    }

    /// Writes what is left up to the end of the object, which may then be given further members.
    /// - Returns: whether a comma is due before the next member.
    private mutating func writeMembers(into result: inout [UInt8]) {
        let end = original.byteRange.upperBound - 1
        result.append(contentsOf: original.document.bytes[position..<end])
        position = end
    }

    /// Writes a member after the others; the value must be an object that has none of that name.
    public mutating func append(_ name: String, in result: inout [UInt8], with write: (inout [UInt8]) -> Void) {
        precondition(original.kind == .object, "only an object has members")
        let isFirst = original.count == 0 && position == original.byteRange.lowerBound
        writeMembers(into: &result)
        if !isFirst { result.append(UInt8(ascii: ",")) }
        name.writeJSON(into: &result)
        result.append(UInt8(ascii: ":"))
        write(&result)
    }

    /// Writes what is left.
    public mutating func finish(in result: inout [UInt8]) {
        let end = original.byteRange.upperBound
        result.append(contentsOf: original.document.bytes[position..<end])
        position = end
    }
}

extension JSONSplice: Redacted {}
