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
        let document = value.document
        let end = document.tape.end(value.index)
        var index = value.index
        while index < end {
            switch document.tape.tag(index) {
            case .object, .array: index += 2
            case .string:
                let length = document.tape.length(index)
                if lengths & (1 << UInt64(min(length, 63))) != 0, place(of: document, at: index) != nil { return true }
                index += 1
            case .escapedString:
                if place(of: document, at: index) != nil { return true }
                index += 1
            case .number, .true, .false, .null: index += 1
            }
        }
        return false
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
