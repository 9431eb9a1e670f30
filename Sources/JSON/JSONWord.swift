// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A word to look for in the bytes of a value, to see quickly that it is not there.
public struct JSONWord: Sendable {
    let bytes: [UInt8]
    /// How far the word may be moved on when a byte stands under its last letter (Horspool, 1980).
    let skips: [Int]

    /// A word of letters, digits and hyphens, which JSON can write in no other way than as they are or as `\u` escapes.
    public init(_ text: String) {
        bytes = Array(text.utf8)
        var skips = Array(repeating: max(1, bytes.count), count: 256)
        for (position, byte) in bytes.dropLast().enumerated() { skips[Int(byte)] = bytes.count - 1 - position }
        self.skips = skips
    }
}

extension JSONValue {
    /// Whether a word may stand in a string or a name inside the value: wrong only towards yes.
    public func mayMention(_ word: JSONWord) -> Bool {
        let source = document.bytes
        let bytes = source.span.extracting(byteRange)
        let length = word.bytes.count
        guard length > 0 else { return true }
        var last = length - 1
        while last < bytes.count {
            let byte = bytes[last]
            if byte == word.bytes[length - 1] {
                var matched = 1
                while matched < length, bytes[last - matched] == word.bytes[length - 1 - matched] { matched += 1 }
                if matched == length { return true }
            }
            last += word.skips[Int(byte)]
        }
        return hasUnicodeEscapes(bytes)
    }

    /// Whether a `\u` stands in a string inside the value.
    private func hasUnicodeEscapes(_ bytes: Span<UInt8>) -> Bool {
        let end = document.tape.end(index)
        var place = index
        while place < end {
            switch document.tape.tag(place) {
            case .object, .array: place += 1
            case .escapedString:
                let range = document.tape.range(place)
                let start = byteRange.lowerBound
                for position in (range.lowerBound - start)..<(range.upperBound - start - 1)
                where bytes[position] == UInt8(ascii: "\\") && bytes[position + 1] == UInt8(ascii: "u") {
                    return true
                }
            default: break
            }
            place += 1
        }
        return false
    }
}
