// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The member names of all objects that are open, and the check that none has a name twice. Names are compared as text, their
/// escapes undone: RFC 8259 §4 leaves open what a repeated name means, and readers that differ about it would show
/// different records.
struct MemberNames {
    /// Up to this many names, comparing each with each is quicker than hashing.
    static let pairwiseLimit = 32
    /// The upper half of the word of the longest name that is compared in pairs. Longer names, and those with escapes, whose tag
    /// is greater, are hashed however few they are: comparing them again and again could be made to cost seconds.
    private static let longestPairwise = TapeTag.string.rawValue << 28 | 64
    /// Above this many names, they are first dealt out into buckets whose tables stay in the processor's nearest cache.
    static let bucketSize = 512

    /// The names' words on the tape.
    private var words: [UInt64] = []
    private var key: (UInt64, UInt64)?
    private var table: [UInt64] = []
    /// How many places of hash tables have been looked at: what the check costs, whatever the machine.
    private(set) var probes = 0

    /// - Parameter key: of the hash; one is drawn when it is first needed where none is given.
    init(key: (UInt64, UInt64)? = nil) { self.key = key }

    var count: Int { words.count }

    @inline(__always) mutating func append(_ word: UInt64) { words.append(word) }

    /// Forgets the names of the innermost object, which has just ended.
    @inline(__always)
    mutating func closeObject(_ bytes: Span<UInt8>, from first: Int) throws(JSONError) {
        let count = words.count - first
        if count > Self.pairwiseLimit {
            try refuseRepeatedByHash(bytes, from: first)
        } else if count > 1 {
            try refuseRepeatedByPairs(bytes, from: first)
        }
        words.removeLast(count)
    }

    /// Compares a name with the earlier ones only where one of them may have the same length, first and last letter: one bit of
    /// a word is kept for each that was seen.
    private mutating func refuseRepeatedByPairs(_ bytes: Span<UInt8>, from first: Int) throws(JSONError) {
        var seen: UInt64 = 0
        for later in first..<words.count {
            let word = words[later]
            guard word >> 32 <= Self.longestPairwise else { return try refuseRepeatedByHash(bytes, from: first) }
            let range = Self.range(word)
            var mark = UInt64(truncatingIfNeeded: range.count)
            if !range.isEmpty {
                mark &+= UInt64(bytes[range.lowerBound]) &* 31 &+ UInt64(bytes[range.upperBound - 1]) &* 7
            }
            let bit: UInt64 = 1 &<< mark
            if seen & bit != 0 {
                for earlier in first..<later where Self.same(words[earlier], word, bytes) { throw Self.repeated(word) }
            }
            seen |= bit
        }
    }

    private mutating func refuseRepeatedByHash(_ bytes: Span<UInt8>, from first: Int) throws(JSONError) {
        let key = key ?? (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
        self.key = key
        let count = words.count - first
        // The upper half of each name's hash, and its place in the object.
        var entries = [UInt64](repeating: 0, count: count)
        for place in 0..<count {
            let hash = Self.hash(words[first + place], bytes, key)
            entries[place] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(truncatingIfNeeded: place)
        }
        if count <= Self.bucketSize {
            guard let place = firstRepeated(entries, 0..<count, bytes, from: first) else { return }
            throw Self.repeated(words[first + place])
        }
        var earliest: Int?
        let (dealt, starts) = Self.deal(entries)
        for bucket in 0..<(starts.count - 1) {
            if let place = firstRepeated(dealt, starts[bucket]..<starts[bucket + 1], bytes, from: first) {
                earliest = min(place, earliest ?? place)
            }
        }
        if let earliest { throw Self.repeated(words[first + earliest]) }
    }

    /// Puts entries with the same upper bits next to each other, otherwise in their order.
    private static func deal(_ entries: [UInt64]) -> (dealt: [UInt64], starts: [Int]) {
        var bits: UInt64 = 1
        while entries.count >> Int(bits) > bucketSize { bits += 1 }
        let shift = 64 - bits
        var starts = [Int](repeating: 0, count: (1 << Int(bits)) + 1)
        for entry in entries { starts[Int(entry >> shift) + 1] += 1 }
        for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
        var next = starts
        var dealt = [UInt64](repeating: 0, count: entries.count)
        for entry in entries {
            let bucket = Int(entry >> shift)
            dealt[next[bucket]] = entry
            next[bucket] += 1
        }
        return (dealt, starts)
    }

    /// The place of the first entry whose name an earlier one of the range has.
    private mutating func firstRepeated(
        _ entries: [UInt64], _ range: Range<Int>, _ bytes: Span<UInt8>, from first: Int
    ) -> Int? {
        var capacity = 32
        while capacity < range.count * 2 { capacity *= 2 }
        // Taken out of `self` while it is written to, so that the compiler need not expect anyone else to look at it.
        var table: [UInt64] = []
        swap(&table, &self.table)
        defer { swap(&table, &self.table) }
        if table.count < capacity { table = [UInt64](repeating: 0, count: capacity) }
        for slot in 0..<capacity { table[slot] = 0 }
        var probes = 0
        defer { self.probes += probes }
        let mask = capacity - 1
        for index in range {
            let entry = entries[index]
            // The lowest of the hash's bits that the entry keeps: those by which entries were dealt are the highest.
            var slot = Int(truncatingIfNeeded: entry >> 32) & mask
            while true {
                probes += 1
                let found = table[slot]
                if found == 0 { break }
                if (found ^ entry) >> 32 == 0 {
                    let place = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF)
                    let earlier = Int(truncatingIfNeeded: found & 0xFFFF_FFFF) - 1
                    if Self.same(words[first + earlier], words[first + place], bytes) { return place }
                }
                slot = (slot + 1) & mask
            }
            table[slot] = entry + 1
        }
        return nil
    }

    private static func repeated(_ word: UInt64) -> JSONError {
        JSONError(.duplicateKey, at: Int(word & 0xFFFF_FFFF) - 1)
    }

    private static func range(_ word: UInt64) -> Range<Int> {
        let start = Int(word & 0xFFFF_FFFF)
        return start..<(start + Int(word >> 32 & 0x0FFF_FFFF))
    }

    private static func hasEscapes(_ word: UInt64) -> Bool { word >> 60 == TapeTag.escapedString.rawValue }

    @inline(__always) private static func same(_ one: UInt64, _ other: UInt64, _ bytes: Span<UInt8>) -> Bool {
        if (one ^ other) >> 32 == 0, !hasEscapes(one) {
            let range = range(one)
            let distance = Int(other & 0xFFFF_FFFF) - range.lowerBound
            for position in range where bytes[position] != bytes[position + distance] { return false }
            return true
        }
        guard hasEscapes(one) || hasEscapes(other) else { return false }
        return StringEscapes.decode(bytes, range(one)) == StringEscapes.decode(bytes, range(other))
    }

    @inline(__always)
    private static func hash(_ word: UInt64, _ bytes: Span<UInt8>, _ key: (UInt64, UInt64)) -> UInt64 {
        guard hasEscapes(word) else { return SipHash.hash(bytes, range(word), key: key) }
        let decoded = StringEscapes.decode(bytes, range(word))
        return SipHash.hash(decoded.span, 0..<decoded.count, key: key)
    }
}
