// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The escapes of addresses and forms (RFC 3986; HTML's `application/x-www-form-urlencoded`).
enum PercentEncoding {
    /// A text without its escapes; an escape that is none stays.
    static func decode(_ text: Substring, plusIsBlank: Bool = false) -> String {
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        var place = 0
        while place < source.count {
            let byte = source[place]
            if byte == UInt8(ascii: "%"), place + 2 < source.count, let high = digit(source[place + 1]),
                let low = digit(source[place + 2])
            {
                bytes.append(high << 4 | low)
                place += 3
            } else {
                bytes.append(byte == UInt8(ascii: "+") && plusIsBlank ? UInt8(ascii: " ") : byte)
                place += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The parameters of a query or form.
    static func parameters(_ text: Substring) -> [(name: String, value: String)] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                decode(parts.first ?? "", plusIsBlank: true), decode(parts.dropFirst().first ?? "", plusIsBlank: true)
            )
        }
    }

    /// A text as it may stand in a query.
    static func encode(_ text: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        let digits = Array("0123456789ABCDEF")
        return text.utf8.map { byte in
            plain.contains(byte)
                ? String(UnicodeScalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
