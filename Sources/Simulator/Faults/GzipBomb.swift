// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A gzip member (RFC 1952) of blanks that is some 160 times smaller than what it becomes, written piece by piece. Its length
/// and checksum are right, so that a reader can refuse it for its size alone.
struct GzipBomb: Sendable {
    /// How many times the pattern of eight matches is repeated.
    let repeats: Int

    /// A bomb that becomes at least so many bytes.
    init(atLeast bytes: Int) { repeats = max(1, (bytes - 1 + Self.bytesPerRepeat - 1) / Self.bytesPerRepeat) }

    /// A match copies 258 bytes, the most that DEFLATE can.
    static let bytesPerRepeat = 258 * 8

    /// How many bytes it becomes.
    var expandedSize: Int { 1 + repeats * Self.bytesPerRepeat }

    /// How many bytes it is.
    var compressedSize: Int { head.count + (repeats - 1) * Self.pattern.count + tail.count }

    /// The gzip header, the start of one block with fixed codes, one blank and the beginning of the first match.
    var head: [UInt8] { [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + Array(Self.stream[0..<2]) }

    /// Eight matches, which are thirteen bytes, from the third byte of the stream on.
    static let pattern = Array(stream[2..<15])

    /// The last matches, the end of the block, the checksum and the length.
    var tail: [UInt8] {
        let last = Self.pattern[12] & 0b111
        return Array(Self.pattern[0..<12]) + [last, 0] + Self.littleEndian(checksum)
            + Self.littleEndian(UInt32(truncatingIfNeeded: expandedSize))
    }

    /// The first bits of the stream: block header, the literal blank, and two rounds of matches (length 258, distance 1).
    private static let stream: [UInt8] = {
        var bits: [Bool] = [true, true, false]
        func code(_ value: Int, _ length: Int) {
            for place in stride(from: length - 1, through: 0, by: -1) { bits.append(value >> place & 1 == 1) }
        }
        code(0x30 + 0x20, 8)
        for _ in 0..<16 {
            code(0b1100_0101, 8)
            code(0, 5)
        }
        return stride(from: 0, to: bits.count - 7, by: 8).map { start in
            (0..<8).reduce(UInt8(0)) { $0 | (bits[start + $1] ? 1 << UInt8($1) : 0) }
        }
    }()

    /// The CRC-32 of all the blanks: feeding one blank is an affine map of the 32 bits, so feeding n of them is its nth power.
    private var checksum: UInt32 {
        var power = BitMap.feedingOneBlank
        var result = BitMap.identity
        var remaining = expandedSize
        while remaining > 0 {
            if remaining & 1 == 1 { result = power.after(result) }
            power = power.after(power)
            remaining >>= 1
        }
        return ~result.apply(0xFFFF_FFFF)
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }

    /// An affine map of 32 bits.
    private struct BitMap {
        var columns: [UInt32]
        var offset: UInt32

        static let identity = BitMap(columns: (0..<32).map { 1 << UInt32($0) }, offset: 0)

        static let feedingOneBlank: BitMap = {
            func feed(_ state: UInt32) -> UInt32 {
                var value = state ^ 0x20
                for _ in 0..<8 { value = value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
                return value
            }
            let offset = feed(0)
            return BitMap(columns: (0..<32).map { feed(1 << UInt32($0)) ^ offset }, offset: offset)
        }()

        func linear(_ value: UInt32) -> UInt32 {
            columns.indices.reduce(UInt32(0)) { $0 ^ (value >> UInt32($1) & 1 == 1 ? columns[$1] : 0) }
        }

        func apply(_ value: UInt32) -> UInt32 { linear(value) ^ offset }

        func after(_ first: BitMap) -> BitMap {
            BitMap(columns: first.columns.map(linear), offset: apply(first.offset))
        }
    }
}
