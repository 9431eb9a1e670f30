// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Base64 for addresses and tokens (RFC 4648, 5), without padding.
enum URLSafeBase64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let values: [UInt8: Int] = Dictionary(
        uniqueKeysWithValues: alphabet.enumerated().map { ($0.element, $0.offset) })

    static func encode(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        var (held, bits) = (0, 0)
        for byte in bytes {
            held = (held << 8 | Int(byte)) & 0xFFFF
            bits += 8
            while bits >= 6 {
                bits -= 6
                result.append(alphabet[held >> bits & 63])
            }
        }
        if bits > 0 { result.append(alphabet[held << (6 - bits) & 63]) }
        return String(decoding: result, as: UTF8.self)
    }

    /// `nil` for anything that ``encode(_:)`` cannot have made.
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var result: [UInt8] = []
        var (held, bits) = (0, 0)
        for byte in text.utf8 {
            guard let value = values[byte] else { return nil }
            held = (held << 6 | value) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                result.append(UInt8(truncatingIfNeeded: held >> bits))
            }
        }
        guard bits < 6, held & ((1 << bits) - 1) == 0 else { return nil }
        return result
    }
}
