// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A value of a document of which some parts are to be written differently. What is not named stays byte for byte as it came.
public struct JSONEdit: Sendable {
    /// The value that is edited.
    public let original: JSONValue
    private var replacements: [(range: Range<Int>, tree: JSONTree)] = []
    private var additions: [(name: String, tree: JSONTree)] = []

    /// An edit that changes nothing yet.
    public init(_ original: JSONValue) { self.original = original }

    /// Whether nothing is changed.
    public var isEmpty: Bool { replacements.isEmpty && additions.isEmpty }

    /// Writes a part differently. Parts are named in the order in which they stand, none inside another.
    public mutating func replace(_ part: JSONValue, with tree: JSONTree) {
        let range = part.byteRange
        precondition(
            part.document === original.document && range.lowerBound >= replacements.last?.range.upperBound ?? 0,
            "parts are replaced in the order in which they stand")
        replacements.append((range, tree))
    }

    /// Writes a member after the others; the value must be an object that has none of that name.
    public mutating func append(_ name: String, _ tree: JSONTree) { additions.append((name, tree)) }

    func write(into result: inout [UInt8]) {
        let bytes = original.document.bytes
        let range = original.byteRange
        var position = range.lowerBound
        for replacement in replacements {
            result.append(contentsOf: bytes[position..<replacement.range.lowerBound])
            replacement.tree.write(into: &result)
            position = replacement.range.upperBound
        }
        guard !additions.isEmpty, original.kind == .object else {
            result.append(contentsOf: bytes[position..<range.upperBound])
            return
        }
        result.append(contentsOf: bytes[position..<(range.upperBound - 1)])
        for (place, addition) in additions.enumerated() {
            if place > 0 || original.count > 0 { result.append(UInt8(ascii: ",")) }
            StringEscapes.encode(addition.name, into: &result)
            result.append(UInt8(ascii: ":"))
            addition.tree.write(into: &result)
        }
        result.append(UInt8(ascii: "}"))
    }
}

extension JSONEdit: Redacted {}
