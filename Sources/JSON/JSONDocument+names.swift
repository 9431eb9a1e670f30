// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension JSONDocument {
    /// The place of the value of the member with this name; `nil` where there is none, or for any other kind than an object.
    func place(ofMember name: String, at index: Int) -> Int? {
        let (tape, source) = (tape, self.bytes)
        let (words, bytes) = (tape.words.span, source.span)
        guard words[index] >> 60 == TapeTag.object.rawValue else { return nil }
        let view = name.utf8
        let wanted = view.span
        let wantedTagAndLength = Tape.word(.string, offset: 0, length: wanted.count) >> 32
        let end = Int(words[index + 1] >> 32)
        var place = index + 2
        while place < end {
            let word = words[place]
            if word >> 32 == wantedTagAndLength {
                if Self.same(bytes, Int(word & 0xFFFF_FFFF), wanted) { return place + 1 }
            } else if word >> 60 == TapeTag.escapedString.rawValue {
                let decoded = StringEscapes.decode(bytes, tape.range(place))
                if decoded.count == wanted.count, Self.same(decoded.span, 0, wanted) { return place + 1 }
            }
            let value = words[place + 1]
            place = value >> 60 <= TapeTag.array.rawValue ? Int(words[place + 2] >> 32) : place + 2
        }
        return nil
    }

    /// Whether the string at a place of the tape is this text, byte for byte.
    func isText(_ text: String, at place: Int) -> Bool {
        let word = tape.words[place]
        let source = self.bytes
        let bytes = source.span
        let view = text.utf8
        let wanted = view.span
        if word >> 60 == TapeTag.escapedString.rawValue {
            let decoded = StringEscapes.decode(bytes, tape.range(place))
            return decoded.count == wanted.count && Self.same(decoded.span, 0, wanted)
        }
        guard word >> 32 == Tape.word(.string, offset: 0, length: wanted.count) >> 32 else { return false }
        return Self.same(bytes, Int(word & 0xFFFF_FFFF), wanted)
    }

    /// Whether the string at a place of the tape may begin with this text: wrong only towards yes, for strings with escapes.
    func mayBegin(with prefix: String, at place: Int) -> Bool {
        let word = tape.words[place]
        if word >> 60 == TapeTag.escapedString.rawValue { return true }
        let source = self.bytes
        let view = prefix.utf8
        let wanted = view.span
        guard Int(word >> 32 & 0x0FFF_FFFF) >= wanted.count else { return false }
        return Self.same(source.span, Int(word & 0xFFFF_FFFF), wanted)
    }

    @inline(__always)
    private static func same(_ bytes: Span<UInt8>, _ start: Int, _ wanted: Span<UInt8>) -> Bool {
        let found = bytes.extracting(start..<(start + wanted.count))
        var position = 0
        while position &+ 8 <= wanted.count {
            if found.word(at: position) != wanted.word(at: position) { return false }
            position &+= 8
        }
        while position < wanted.count {
            if found[position] != wanted[position] { return false }
            position &+= 1
        }
        return true
    }
}
