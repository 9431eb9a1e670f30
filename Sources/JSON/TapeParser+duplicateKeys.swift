// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension TapeParser {
    /// Up to this many member names, comparing each with each is quicker than hashing.
    private static let pairwiseLimit = 8

    /// Refuses an object that has a member name twice, comparing the names as text, their escapes undone (RFC 8259 §4
    /// leaves the meaning open; readers that differ about it would show different records).
    func refuseDuplicateKeys(_ bytes: Span<UInt8>, from first: Int) throws(JSONError) {
        let count = keys.count - first
        guard count > 1 else { return }
        guard count > Self.pairwiseLimit else {
            for later in (first + 1)..<keys.count {
                for earlier in first..<later where sameText(bytes, keys[earlier], keys[later]) {
                    throw JSONError(.duplicateKey, at: tape.offset(keys[later]) - 1)
                }
            }
            return
        }
        var capacity = 32
        while capacity < count * 2 { capacity *= 2 }
        var table = [Int32](repeating: -1, count: capacity)
        for place in first..<keys.count {
            var slot = Int(truncatingIfNeeded: hash(bytes, keys[place])) & (capacity - 1)
            while table[slot] >= 0 {
                if sameText(bytes, keys[Int(table[slot])], keys[place]) {
                    throw JSONError(.duplicateKey, at: tape.offset(keys[place]) - 1)
                }
                slot = (slot + 1) & (capacity - 1)
            }
            table[slot] = Int32(place)
        }
    }

    private func sameText(_ bytes: Span<UInt8>, _ one: Int, _ other: Int) -> Bool {
        let left = tape.range(one)
        let right = tape.range(other)
        if tape.tag(one) == .string, tape.tag(other) == .string {
            guard left.count == right.count else { return false }
            for index in 0..<left.count where bytes[left.lowerBound + index] != bytes[right.lowerBound + index] {
                return false
            }
            return true
        }
        return StringEscapes.decode(bytes, left) == StringEscapes.decode(bytes, right)
    }

    /// SipHash of the name's text, seeded, so that nobody outside can choose names that collide.
    private func hash(_ bytes: Span<UInt8>, _ key: Int) -> Int {
        var hasher = Hasher()
        hasher.combine(hashSeed)
        let range = tape.range(key)
        if tape.tag(key) == .string {
            combine(bytes, range, into: &hasher)
        } else {
            let decoded = StringEscapes.decode(bytes, range)
            combine(decoded.span, 0..<decoded.count, into: &hasher)
        }
        return hasher.finalize()
    }

    private func combine(_ bytes: Span<UInt8>, _ range: Range<Int>, into hasher: inout Hasher) {
        var word: UInt64 = 0
        var filled = 0
        for index in range {
            word = word << 8 | UInt64(bytes[index])
            filled += 1
            if filled == 8 {
                hasher.combine(word)
                word = 0
                filled = 0
            }
        }
        hasher.combine(word)
        hasher.combine(range.count)
    }
}
