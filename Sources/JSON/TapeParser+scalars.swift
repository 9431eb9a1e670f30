// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension TapeParser {
    /// Reads `true`, `false` or `null`, of which the first letter has been seen.
    @inline(__always)
    func literal(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) -> TapeTag {
        let start = position
        let tag: TapeTag
        let letters: StaticString
        switch bytes[start] {
        case UInt8(ascii: "t"): (tag, letters) = (.true, "true")
        case UInt8(ascii: "f"): (tag, letters) = (.false, "false")
        default: (tag, letters) = (.null, "null")
        }
        if start <= bytes.count - 5 {
            let four = bytes.halfWord(at: tag == .false ? start + 1 : start)
            if four == (tag == .true ? 0x6575_7274 : tag == .false ? 0x6573_6C61 : 0x6C6C_756E) {
                position += tag == .false ? 5 : 4
                return tag
            }
        }
        try spell(letters, bytes, &position)
        return tag
    }

    /// Reads a literal letter by letter, at the end of the text or to find which letter is wrong.
    @inline(never)
    private func spell(
        _ letters: StaticString, _ bytes: Span<UInt8>, _ position: inout Int
    ) throws(JSONError) {
        for letter in letters.description.utf8 {
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
            guard bytes[position] == letter else { throw JSONError(.unexpectedByte, at: position) }
            position += 1
        }
    }

    /// Whether a text is a number of JSON and nothing else.
    static func isNumber(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, first == UInt8(ascii: "-") || first &- UInt8(ascii: "0") < 10 else {
            return false
        }
        var position = 0
        do throws(JSONError) {
            try number(bytes.span, &position)
        } catch {
            return false
        }
        return position == bytes.count
    }

    /// Reads a number, of which the first byte has been seen to be a minus sign or a digit.
    @inline(__always)
    static func number(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let first = position
        try digits(bytes, &position)
        if bytes[first] == UInt8(ascii: "0"), position > first + 1 { throw JSONError(.invalidNumber, at: first + 1) }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try digits(bytes, &position)
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            try digits(bytes, &position)
        }
    }

    /// Reads digits, of which there must be one.
    @inline(__always) private static func digits(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        guard position > start else {
            throw JSONError(position < bytes.count ? .invalidNumber : .unexpectedEnd, at: position)
        }
    }
}
