// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What stands at a place of the tape.
enum TapeTag: UInt64 {
    case object = 1
    case array
    /// A string without escapes: its bytes are its value.
    case string
    case escapedString
    case number
    case `true`
    case `false`
    case null
}

/// The values of a document in the order in which they stand, one word each: 4 bits of tag, 28 of length in bytes, 32 of
/// offset. An array or object has a second word: the place after its last value (32 bits) and its count (32 bits).
/// A string's offset and length leave out its quotes.
struct Tape: Sendable {
    var words: [UInt64] = []

    static func word(_ tag: TapeTag, offset: Int, length: Int) -> UInt64 {
        tag.rawValue << 60 | UInt64(truncatingIfNeeded: length) << 32 | UInt64(truncatingIfNeeded: offset)
    }

    /// Writes down where the array or object that began at `index` ends in the text and on the tape, and what it holds.
    @inline(__always) mutating func close(_ index: Int, at end: Int, count: Int) {
        words[index] |= UInt64(truncatingIfNeeded: end - offset(index)) << 32
        words[index + 1] = UInt64(words.count) << 32 | UInt64(count)
    }

    @inline(__always) func tag(_ index: Int) -> TapeTag { TapeTag(rawValue: words[index] >> 60) ?? .null }
    @inline(__always) func offset(_ index: Int) -> Int { Int(words[index] & 0xFFFF_FFFF) }
    @inline(__always) func length(_ index: Int) -> Int { Int((words[index] >> 32) & 0x0FFF_FFFF) }
    @inline(__always) func range(_ index: Int) -> Range<Int> {
        let start = offset(index)
        return start..<(start + length(index))
    }
    @inline(__always) func count(_ index: Int) -> Int { Int(words[index + 1] & 0xFFFF_FFFF) }

    /// The place after the value at `index` and all that it holds.
    @inline(__always) func end(_ index: Int) -> Int {
        let raw = words[index] >> 60
        return raw <= TapeTag.array.rawValue ? Int(words[index + 1] >> 32) : index + 1
    }
}
