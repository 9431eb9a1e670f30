// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension TapeParser {
    /// Reads a string whose opening quote stands at `position`, checking its UTF-8 and escapes as it goes.
    /// - Returns: its word for the tape.
    @inline(__always)
    func string(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) -> UInt64 {
        position += 1
        let start = position
        var tag = TapeTag.string
        while true {
            while position <= bytes.count - 8 {
                let plain = ByteLanes.plainText(bytes.word(at: position))
                position += plain
                if plain < 8 { break }
            }
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                tag = .escapedString
                try escape(bytes, &position)
            } else if byte >= 0x80 {
                try multibyte(bytes, &position)
            } else {
                guard byte >= 0x20 else { throw JSONError(.controlCharacter, at: position) }
                position += 1
            }
        }
        position += 1
        return Tape.word(tag, offset: start, length: position - 1 - start)
    }

    @inline(never)
    private func escape(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        let start = position
        guard start + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        switch bytes[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        case UInt8(ascii: "u"):
            let first = try codeUnit(bytes, &position)
            guard first & 0xF800 == 0xD800 else { return }
            guard first < 0xDC00 else { throw JSONError(.loneSurrogate, at: start) }
            try expect(UInt8(ascii: "\\"), bytes, position, orHalfPairAt: start)
            try expect(UInt8(ascii: "u"), bytes, position + 1, orHalfPairAt: start)
            let second = try codeUnit(bytes, &position)
            guard second & 0xFC00 == 0xDC00 else { throw JSONError(.loneSurrogate, at: start) }
        default:
            throw JSONError(.invalidEscape, at: start)
        }
    }

    private func expect(
        _ byte: UInt8, _ bytes: Span<UInt8>, _ place: Int, orHalfPairAt start: Int
    ) throws(JSONError) {
        guard place < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        guard bytes[place] == byte else { throw JSONError(.loneSurrogate, at: start) }
    }

    /// Reads `\u` and its four digits.
    private func codeUnit(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) -> UInt32 {
        let start = position
        position += 2
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
            guard let digit = Hexadecimal.digit(bytes[position]) else { throw JSONError(.invalidEscape, at: start) }
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    /// Checks one UTF-8 sequence of two to four bytes (Unicode 15, table 3-7): no overlong form, no surrogate.
    @inline(__always)
    private func multibyte(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        let first = bytes[position]
        let length: Int
        var secondRange: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0:
            length = 3
            secondRange = 0xA0...0xBF
        case 0xED:
            length = 3
            secondRange = 0x80...0x9F
        case 0xE1...0xEF: length = 3
        case 0xF0:
            length = 4
            secondRange = 0x90...0xBF
        case 0xF4:
            length = 4
            secondRange = 0x80...0x8F
        case 0xF1...0xF3: length = 4
        default: throw JSONError(.invalidUTF8, at: position)
        }
        guard position + length <= bytes.count, secondRange.contains(bytes[position + 1]) else {
            throw JSONError(.invalidUTF8, at: position)
        }
        for index in (position + 2)..<max(position + 2, position + length) where bytes[index] & 0xC0 != 0x80 {
            throw JSONError(.invalidUTF8, at: position)
        }
        position += length
    }
}

/// The sixteen digits of a `\u` escape.
enum Hexadecimal {
    static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 0x30
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte) - 0x57
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte) - 0x37
        default: nil
        }
    }
}
