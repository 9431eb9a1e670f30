// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The escapes of JSON strings, undone and made. What is undone has been checked by ``TapeParser``.
enum StringEscapes {
    /// The UTF-8 that a checked string with escapes stands for.
    static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let byte = bytes[position]
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                position += 1
                continue
            }
            let kind = bytes[position + 1]
            if kind == UInt8(ascii: "u") {
                var scalar = codeUnit(bytes, at: position + 2)
                position += 6
                if scalar & 0xFC00 == 0xD800 {
                    scalar = 0x10000 + ((scalar & 0x3FF) << 10 | codeUnit(bytes, at: position + 2) & 0x3FF)
                    position += 6
                }
                append(scalar, to: &result)
            } else {
                result.append(simple(kind))
                position += 2
            }
        }
        return result
    }

    private static func simple(_ kind: UInt8) -> UInt8 {
        switch kind {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: kind
        }
    }

    private static func codeUnit(_ bytes: Span<UInt8>, at place: Int) -> UInt32 {
        var value: UInt32 = 0
        for index in place..<(place + 4) { value = value << 4 | (Hexadecimal.digit(bytes[index]) ?? 0) }
        return value
    }

    private static func append(_ scalar: UInt32, to result: inout [UInt8]) {
        switch scalar {
        case 0..<0x80:
            result.append(UInt8(scalar))
        case 0x80..<0x800:
            result.append(UInt8(0xC0 | scalar >> 6))
            result.append(UInt8(0x80 | scalar & 0x3F))
        case 0x800..<0x10000:
            result.append(UInt8(0xE0 | scalar >> 12))
            result.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            result.append(UInt8(0x80 | scalar & 0x3F))
        default:
            result.append(UInt8(0xF0 | scalar >> 18))
            result.append(UInt8(0x80 | scalar >> 12 & 0x3F))
            result.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            result.append(UInt8(0x80 | scalar & 0x3F))
        }
    }

    private static let hexadecimalDigits = Array("0123456789abcdef".utf8)

    /// Appends `text` as a JSON string, in quotes; only what must be escaped is.
    static func encode(_ text: String, into result: inout [UInt8]) {
        result.append(UInt8(ascii: "\""))
        defer { result.append(UInt8(ascii: "\"")) }
        guard needsEscapes(text) else {
            result.append(contentsOf: text.utf8)
            return
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                result.append(UInt8(ascii: "\\"))
                result.append(byte)
            case 0x0A: result.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
            case 0x0D: result.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
            case 0x09: result.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
            case 0..<0x20:
                result.append(contentsOf: "\\u00".utf8)
                result.append(hexadecimalDigits[Int(byte >> 4)])
                result.append(hexadecimalDigits[Int(byte & 0xF)])
            default: result.append(byte)
            }
        }
    }

    private static func needsEscapes(_ text: String) -> Bool {
        let view = text.utf8
        let bytes = view.span
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return true }
            position += position <= bytes.count - 8 ? max(1, ByteLanes.plainText(bytes.word(at: position))) : 1
        }
        return false
    }
}
