// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// SipHash-1-3 (Aumasson and Bernstein, 2012): a hash with a secret key, so that nobody outside can choose texts that collide.
struct SipHash {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64

    @inline(__always) init(key: (UInt64, UInt64)) {
        v0 = key.0 ^ 0x736F_6D65_7073_6575
        v1 = key.1 ^ 0x646F_7261_6E64_6F6D
        v2 = key.0 ^ 0x6C79_6765_6E65_7261
        v3 = key.1 ^ 0x7465_6462_7974_6573
    }

    /// The hash of a range of bytes.
    @inline(__always) static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>, key: (UInt64, UInt64)) -> UInt64 {
        var state = SipHash(key: key)
        var position = range.lowerBound
        while position <= range.upperBound - 8 {
            state.add(bytes.word(at: position))
            position += 8
        }
        let count = range.upperBound - position
        var last: UInt64 = 0
        if position <= bytes.count - 8 {
            last = bytes.word(at: position) & (1 &<< UInt64(truncatingIfNeeded: count * 8) &- 1)
        } else {
            for index in 0..<count { last |= UInt64(bytes[position + index]) &<< UInt64(truncatingIfNeeded: index * 8) }
        }
        last |= UInt64(truncatingIfNeeded: range.count) &<< 56
        state.add(last)
        return state.finish()
    }

    @inline(__always) private mutating func add(_ word: UInt64) {
        v3 ^= word
        round()
        v0 ^= word
    }

    @inline(__always) private mutating func finish() -> UInt64 {
        v2 ^= 0xFF
        round()
        round()
        round()
        return v0 ^ v1 ^ v2 ^ v3
    }

    @inline(__always) private mutating func round() {
        v0 = v0 &+ v1
        v1 = Self.rotate(v1, 13) ^ v0
        v0 = Self.rotate(v0, 32)
        v2 = v2 &+ v3
        v3 = Self.rotate(v3, 16) ^ v2
        v0 = v0 &+ v3
        v3 = Self.rotate(v3, 21) ^ v0
        v2 = v2 &+ v1
        v1 = Self.rotate(v1, 17) ^ v2
        v2 = Self.rotate(v2, 32)
    }

    @inline(__always) private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
        word &<< count | word &>> (64 - count)
    }
}
