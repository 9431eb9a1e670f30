// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension Span<UInt8> {
    /// Eight bytes as one word, the first of them lowest. One bounds check covers all eight, and the compiler makes one load
    /// of them: this is how strings are scanned and hashed a word at a time without leaving safe Swift.
    @inline(__always) func word(at position: Int) -> UInt64 {
        let eight = extracting(position..<(position &+ 8))
        return UInt64(eight[0]) | UInt64(eight[1]) << 8 | UInt64(eight[2]) << 16 | UInt64(eight[3]) << 24
            | UInt64(eight[4]) << 32 | UInt64(eight[5]) << 40 | UInt64(eight[6]) << 48 | UInt64(eight[7]) << 56
    }

    /// Four bytes as one word, the first of them lowest.
    @inline(__always) func halfWord(at position: Int) -> UInt32 {
        let four = extracting(position..<(position &+ 4))
        return UInt32(four[0]) | UInt32(four[1]) << 8 | UInt32(four[2]) << 16 | UInt32(four[3]) << 24
    }
}

/// Questions about the eight bytes of a word, answered for all of them at once.
enum ByteLanes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080
    static let spaces: UInt64 = 0x2020_2020_2020_2020

    /// How many bytes from the first on are plain string text: not a quote, not a backslash, not a control character, not part
    /// of a multibyte sequence. 8 where all are.
    @inline(__always) static func plainText(_ word: UInt64) -> Int {
        let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        // A borrow can only mark bytes above one that is rightly marked, and only the lowest mark is used.
        let marks = ((quotes &- ones) | (backslashes &- ones) | (word &- spaces) | word) & highBits
        return marks.trailingZeroBitCount >> 3
    }
}
