// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// An identifier that is the same every time for the same words: simulated records have to keep their ids from run to run, as
/// real ones do.
struct StableIdentifier: Sendable {
    let high: UInt64
    let low: UInt64

    /// The identifier of some words.
    init(_ words: String...) {
        let text = words.joined(separator: "\u{1F}")
        high = Self.hash(text, 0xCBF2_9CE4_8422_2325)
        low = Self.hash(text, 0x8422_2325_CBF2_9CE4)
    }

    /// In the form of an RFC 4122 identifier, version 4, lower case.
    var uuid: String {
        let first = Self.hex((high & ~0xF000) | 0x4000)
        let second = Self.hex((low & ~(0xC000_0000_0000_0000)) | 0x8000_0000_0000_0000)
        let parts = [
            first.prefix(8), first.dropFirst(8).prefix(4), first.suffix(4), second.prefix(4), second.suffix(12),
        ]
        return parts.joined(separator: "-")
    }

    /// Sixteen hexadecimal digits, lower case.
    var shortHex: String { Self.hex(high) }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// FNV-1a, with the finisher of SplitMix64 so that similar words give unlike identifiers.
    private static func hash(_ text: String, _ basis: UInt64) -> UInt64 {
        var value = basis
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
