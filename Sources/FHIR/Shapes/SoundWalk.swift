// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// A quick look whether all of a resource is as R4 wants it, which nearly every resource is. It says yes only where a
/// ``ShapeExamination`` would find nothing to change; whatever is unusual, be it right or wrong, it leaves to that.
struct SoundWalk {
    private let types: [TypeShape]

    init(_ table: R4ElementTable) { types = table.types }

    func isSound(_ resource: JSONValue, as type: TypeShape) -> Bool {
        let (tape, text) = (resource.document.words, resource.document.bytes)
        return isSound(tape.span, text.span, at: resource.place, as: type, isOutermost: true)
    }

    /// Whether the value at a place of the tape is an object of this type.
    private func isSound(
        _ words: Span<UInt64>, _ bytes: Span<UInt8>, at start: Int, as type: TypeShape, isOutermost: Bool = false
    ) -> Bool {
        guard TapeWord(words[start]).isObject else { return false }
        let end = TapeWord.end(of: start, in: words)
        var place = start + 2
        var seen: UInt64 = 0
        var (hasContent, hasExtensions) = (false, false)
        while place < end {
            let name = TapeWord(words[place])
            guard name.isPlainString else { return false }
            let text = bytes.extracting(name.range)
            if let found = type.place(of: text) {
                let element = type.outlines[found]
                if element.isChoice, seen & element.slot != 0 { return false }
                guard isSound(words, bytes, at: place + 1, element, found, in: type, isOutermost) else { return false }
                seen |= element.slot
                if !element.isId { hasContent = true }
                if element.isExtension { hasExtensions = true }
            } else {
                guard type.kind.isResource, TypeShape.isResourceType(text) else { return false }
                hasContent = true
            }
            place = TapeWord.end(of: place + 1, in: words)
        }
        guard hasContent, seen & type.requiredSlots == type.requiredSlots else { return false }
        // An extension has either a value or extensions.
        return !type.isExtension || (seen & ~type.requiredSlots != 0) != hasExtensions
    }

    /// Whether the value at a place of the tape may stand in an element.
    private func isSound(
        _ words: Span<UInt64>, _ bytes: Span<UInt8>, at place: Int, _ element: ElementOutline, _ found: Int,
        in type: TypeShape, _ isOutermost: Bool
    ) -> Bool {
        guard element.isList else {
            return isSoundItem(words, bytes, at: place, element, found, in: type, isOutermost)
        }
        guard TapeWord(words[place]).isArray else { return false }
        let end = TapeWord.end(of: place, in: words)
        var item = place + 2
        guard item < end else { return false }
        while item < end {
            guard isSoundItem(words, bytes, at: item, element, found, in: type, false) else { return false }
            item = TapeWord.end(of: item, in: words)
        }
        return true
    }

    private func isSoundItem(
        _ words: Span<UInt64>, _ bytes: Span<UInt8>, at place: Int, _ element: ElementOutline, _ found: Int,
        in type: TypeShape, _ isOutermost: Bool
    ) -> Bool {
        switch element.content {
        case .object(let inner): return isSound(words, bytes, at: place, as: types[inner])
        case .unusual: return false
        case .primitive(let primitive):
            let word = TapeWord(words[place])
            let text = bytes.extracting(word.range)
            // The resource's own id may be of any form.
            let grammar = isOutermost && primitive == .id ? .string : primitive
            guard grammar.surelyAccepts(word, text) else { return false }
            return !element.isBound || type.isCode(text, ofMemberAt: found)
        }
    }
}

/// What has to be known of an element to see quickly that a value may stand in it.
struct ElementOutline {
    enum Content {
        case primitive(R4Primitive)
        /// An object of the type with this place in the table.
        case object(Int)
        /// Resources inside others, and what stands beside a primitive.
        case unusual
    }

    let content: Content
    let slot: UInt64
    let isList: Bool
    let isChoice: Bool
    /// Whether only some codes may stand in it.
    let isBound: Bool
    let isId: Bool
    let isExtension: Bool

    init(_ member: TypeShape.Member) {
        let element = member.element
        content =
            switch element.content {
            case _ where member.isCompanion: .unusual
            case .primitive(let primitive): .primitive(primitive)
            case .object(let place): .object(place)
            case .resource: .unusual
            }
        slot = element.slot
        isList = element.isList
        isChoice = element.isChoice
        isBound = element.codes != nil
        isId = element.isId
        isExtension = element.isExtension
    }
}

extension R4Primitive {
    /// Whether a value is surely of this datatype; `false` too where a closer look is needed.
    func surelyAccepts(_ word: TapeWord, _ text: Span<UInt8>) -> Bool {
        switch self {
        case .boolean: return word.isBoolean
        case .decimal: return word.isNumber
        case .integer, .positiveInt, .unsignedInt:
            guard word.isNumber, text.count < 10 else { return false }
            for place in text.indices where text[place] &- UInt8(ascii: "0") > 9 { return false }
            return self != .positiveInt || text[0] != UInt8(ascii: "0")
        case .string, .markdown:
            guard text.count > 0, text[0] > 0x20 else { return false }
            // What is escaped is a character that may stand in a text, or is looked at more closely.
            return word.isPlainString
                ? accepts(text) : word.isEscapedString && Self.hasOnlyPlainEscapes(text) && accepts(text)
        default:
            // A text that begins with a space may be blank.
            return word.isPlainString && text.count > 0 && text[0] > 0x20 && accepts(text)
        }
    }

    /// Whether the escapes of a text, which does not begin with one, are of quotes, slashes, line breaks and tabs alone.
    private static func hasOnlyPlainEscapes(_ text: Span<UInt8>) -> Bool {
        guard text[0] != UInt8(ascii: "\\") else { return false }
        var place = 1
        while place < text.count {
            if text[place] == UInt8(ascii: "\\") {
                switch text[place + 1] {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "n"), UInt8(ascii: "r"),
                    UInt8(ascii: "t"):
                    place += 1
                default: return false
                }
            }
            place += 1
        }
        return true
    }
}
