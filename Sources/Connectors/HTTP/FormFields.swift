// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Names and values as a form or a query carries them (`application/x-www-form-urlencoded`).
struct FormFields: Sendable {
    /// The escaped text.
    let text: String

    init(_ fields: [(name: String, value: String)]) {
        text = fields.map { Self.escaped($0.name) + "=" + Self.escaped($0.value) }.joined(separator: "&")
    }

    /// Everything but the unreserved characters of RFC 3986 as `%XX`.
    static func escaped(_ text: String) -> String {
        var result: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.append(byte)
            default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
