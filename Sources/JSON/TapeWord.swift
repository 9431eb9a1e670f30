// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What one word of a document's tape says: for walks over whole values that make no ``JSONValue`` of each part.
package struct TapeWord {
    private let raw: UInt64

    package init(_ raw: UInt64) { self.raw = raw }

    private var tag: UInt64 { raw >> 60 }
    package var isObject: Bool { tag == TapeTag.object.rawValue }
    package var isArray: Bool { tag == TapeTag.array.rawValue }
    package var isContainer: Bool { tag <= TapeTag.array.rawValue }
    package var isNumber: Bool { tag == TapeTag.number.rawValue }
    package var isBoolean: Bool { tag == TapeTag.true.rawValue || tag == TapeTag.false.rawValue }
    /// Whether this is a string whose bytes are its value, as it has no escapes.
    package var isPlainString: Bool { tag == TapeTag.string.rawValue }
    package var isEscapedString: Bool { tag == TapeTag.escapedString.rawValue }

    /// Where the value stands in the bytes of the document; a string without its quotes.
    package var range: Range<Int> {
        let start = Int(raw & 0xFFFF_FFFF)
        return start..<(start + Int(raw >> 32 & 0x0FFF_FFFF))
    }

    /// The place on the tape after a value and all that it holds.
    package static func end(of place: Int, in words: Span<UInt64>) -> Int {
        words[place] >> 60 <= TapeTag.array.rawValue ? Int(words[place + 1] >> 32) : place + 1
    }
}

extension JSONDocument {
    /// The tape, one word for each value and each member's name, two for an array or object: its parts follow them.
    package var words: [UInt64] { tape.words }
}

extension JSONValue {
    /// Where the value stands on the tape of its document.
    package var place: Int { index }
}
