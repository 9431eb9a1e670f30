// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension TapeParser {
    mutating func literal(
        _ text: StaticString, _ tag: TapeTag, _ bytes: Span<UInt8>, _ position: inout Int
    ) throws(JSONError) {
        let start = position
        for scalar in text.description.utf8 {
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
            guard bytes[position] == scalar else { throw JSONError(.unexpectedByte, at: position) }
            position += 1
        }
        tape.words.append(Tape.word(tag, offset: start, length: position - start))
    }

    mutating func number(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let integerStart = position
        skipDigits(bytes, &position)
        guard position > integerStart else { throw JSONError(.invalidNumber, at: position) }
        if bytes[integerStart] == UInt8(ascii: "0"), position > integerStart + 1 {
            throw JSONError(.invalidNumber, at: integerStart)
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try requireDigits(bytes, &position)
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            try requireDigits(bytes, &position)
        }
        tape.words.append(Tape.word(.number, offset: start, length: position - start))
    }

    private func requireDigits(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        let start = position
        skipDigits(bytes, &position)
        guard position > start else { throw JSONError(.invalidNumber, at: position) }
    }

    @inline(__always) private func skipDigits(_ bytes: Span<UInt8>, _ position: inout Int) {
        while position < bytes.count, bytes[position] &- 0x30 < 10 { position += 1 }
    }

    /// Reads a string whose opening quote stands at `position`, checking its UTF-8 and escapes as it goes.
    mutating func string(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        position += 1
        let start = position
        var hasEscapes = false
        while true {
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                try escape(bytes, &position)
            } else if byte >= 0x80 {
                try multibyte(bytes, &position)
            } else {
                guard byte >= 0x20 else { throw JSONError(.controlCharacter, at: position) }
                position += 1
            }
        }
        tape.words.append(Tape.word(hasEscapes ? .escapedString : .string, offset: start, length: position - start))
        position += 1
    }

    private func escape(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        let start = position
        guard position + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        case UInt8(ascii: "u"):
            let first = try hexadecimal(bytes, at: position + 2, escape: start)
            position += 6
            guard first & 0xF800 == 0xD800 else { return }
            guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            else { throw JSONError(.loneSurrogate, at: start) }
            let second = try hexadecimal(bytes, at: position + 2, escape: position)
            guard second & 0xFC00 == 0xDC00 else { throw JSONError(.loneSurrogate, at: start) }
            position += 6
        default:
            throw JSONError(.invalidEscape, at: start)
        }
    }

    private func hexadecimal(_ bytes: Span<UInt8>, at place: Int, escape: Int) throws(JSONError) -> UInt32 {
        guard place + 4 <= bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        var value: UInt32 = 0
        for index in place..<(place + 4) {
            guard let digit = Hexadecimal.digit(bytes[index]) else { throw JSONError(.invalidEscape, at: escape) }
            value = value << 4 | digit
        }
        return value
    }

    /// Checks one UTF-8 sequence of two to four bytes (Unicode 15, table 3-7): no overlong form, no surrogate.
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
