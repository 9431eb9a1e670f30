// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A fixed list of names, found by the bytes of a document without making strings of them.
public struct JSONNames: Sendable {
    private let bytes: [UInt8]
    /// Where each name begins; behind the last, the end.
    private let starts: [Int]
    /// A hash table of places; -1 where it is empty. The names are our own, so nobody outside can make them collide; and what is
    /// looked for is compared with few of them, as at most a quarter of the table is taken.
    private let table: [Int32]
    /// A bit for each length that a name has, all of 63 and more sharing the last one.
    private let lengths: UInt64

    /// Names, none of them twice.
    public init(_ names: [String]) {
        var bytes: [UInt8] = []
        var starts = [0]
        var capacity = 4
        while capacity < names.count * 4 { capacity *= 2 }
        var table = [Int32](repeating: -1, count: capacity)
        var lengths: UInt64 = 0
        for (place, name) in names.enumerated() {
            let own = Array(name.utf8)
            var slot = Self.hash(own.span) & (capacity - 1)
            while table[slot] >= 0 { slot = (slot + 1) & (capacity - 1) }
            table[slot] = Int32(place)
            lengths |= 1 << UInt64(min(own.count, 63))
            bytes += own
            starts.append(bytes.count)
        }
        self.bytes = bytes
        self.starts = starts
        self.table = table
        self.lengths = lengths
    }

    /// The place of a member's name in the list; `nil` where it is not in it.
    public func place(of member: JSONValue.Member) -> Int? {
        place(of: member.value.document, at: member.value.index - 1)
    }

    /// The place of a string's text in the list; `nil` where it is not in it, or is no string.
    public func place(of value: JSONValue) -> Int? {
        value.kind == .string ? place(of: value.document, at: value.index) : nil
    }

    /// Whether a string or a name inside the value, at any depth, is one of the names.
    public func stand(in value: JSONValue) -> Bool {
        let (tape, source) = (value.document.tape, value.document.bytes)
        let (words, bytes) = (tape.words.span, source.span)
        let end = TapeWord.end(of: value.index, in: words)
        var index = value.index
        while index < end {
            let word = TapeWord(words[index])
            if isOne(word, bytes) { return true }
            index += word.isContainer ? 2 : 1
        }
        return false
    }

    /// The values of all members inside the value, at any depth, that have one of the names, in the order in which they stand.
    public func members(in value: JSONValue) -> [JSONValue] {
        var places: [Int] = []
        let (tape, source) = (value.document.tape, value.document.bytes)
        collect(tape.words.span, source.span, at: value.index, into: &places)
        return places.map { JSONValue(document: value.document, index: $0) }
    }

    /// The depth of what is walked through is bounded by the limits within which the document was read.
    private func collect(_ words: Span<UInt64>, _ bytes: Span<UInt8>, at place: Int, into places: inout [Int]) {
        let container = TapeWord(words[place])
        guard container.isContainer else { return }
        let end = TapeWord.end(of: place, in: words)
        var next = place + 2
        while next < end {
            if container.isObject {
                if isOne(TapeWord(words[next]), bytes) { places.append(next + 1) }
                next += 1
            }
            if TapeWord(words[next]).isContainer { collect(words, bytes, at: next, into: &places) }
            next = TapeWord.end(of: next, in: words)
        }
    }

    /// Whether a string of the tape is one of the names.
    @inline(__always)
    private func isOne(_ word: TapeWord, _ bytes: Span<UInt8>) -> Bool {
        if word.isPlainString {
            let range = word.range
            return lengths & (1 << UInt64(min(range.count, 63))) != 0 && place(of: bytes.extracting(range)) != nil
        }
        guard word.isEscapedString else { return false }
        let decoded = StringEscapes.decode(bytes, word.range)
        return place(of: decoded.span) != nil
    }

    private func place(of document: JSONDocument, at index: Int) -> Int? {
        let source = document.bytes
        let range = document.tape.range(index)
        if document.tape.tag(index) == .escapedString {
            let decoded = StringEscapes.decode(source.span, range)
            return place(of: decoded.span)
        }
        return place(of: source.span.extracting(range))
    }

    /// The place of a text in the list; `nil` where it is not in it.
    package func place(of wanted: Span<UInt8>) -> Int? {
        let mask = table.count - 1
        var slot = Self.hash(wanted) & mask
        while table[slot] >= 0 {
            let place = Int(table[slot])
            if isName(place, wanted) { return place }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private func isName(_ place: Int, _ wanted: Span<UInt8>) -> Bool {
        let start = starts[place]
        guard starts[place + 1] - start == wanted.count else { return false }
        for position in wanted.indices where bytes[start + position] != wanted[position] { return false }
        return true
    }

    /// Fowler–Noll–Vo 1a.
    private static func hash(_ bytes: Span<UInt8>) -> Int {
        var hash: UInt32 = 2_166_136_261
        for position in bytes.indices { hash = (hash ^ UInt32(bytes[position])) &* 16_777_619 }
        return Int(hash ^ hash >> 15)
    }
}
