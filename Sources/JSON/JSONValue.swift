// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// One value inside a ``JSONDocument``: a place, not a copy. Its description is redacted, as what stands there may be
/// about a person.
public struct JSONValue: Sendable {
    /// The kinds of JSON value.
    public enum Kind: Sendable { case object, array, string, number, boolean, null }

    /// The document that the value stands in.
    public let document: JSONDocument
    let index: Int

    /// What kind of value this is.
    public var kind: Kind {
        switch document.tape.tag(index) {
        case .object: .object
        case .array: .array
        case .string, .escapedString: .string
        case .number: .number
        case .true, .false: .boolean
        case .null: .null
        }
    }

    /// The text of a string, its escapes undone; `nil` for any other kind.
    public var string: String? {
        switch document.tape.tag(index) {
        case .string, .escapedString: text(at: index)
        default: nil
        }
    }

    /// The digits of a number exactly as they were written (`1.50` stays `1.50`); `nil` for any other kind.
    public var numberLexeme: String? {
        guard document.tape.tag(index) == .number else { return nil }
        return String(decoding: document.bytes[document.tape.range(index)], as: UTF8.self)
    }

    /// The value of `true` or `false`; `nil` for any other kind.
    public var boolean: Bool? {
        switch document.tape.tag(index) {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// A string, a number's lexeme, or a boolean as text; `nil` for null, an array or an object.
    public var scalarText: String? {
        string ?? numberLexeme ?? boolean.map { $0 ? "true" : "false" }
    }

    /// How many elements or members the array or object has; 0 for a scalar.
    public var count: Int {
        document.tape.words[index] >> 60 <= TapeTag.array.rawValue ? document.tape.count(index) : 0
    }

    /// Where the value stands in ``JSONDocument/bytes``, a string's quotes included.
    public var byteRange: Range<Int> {
        let range = document.tape.range(index)
        switch document.tape.tag(index) {
        case .string, .escapedString: return (range.lowerBound - 1)..<(range.upperBound + 1)
        default: return range
        }
    }

    /// The bytes of the value as they came.
    public var bytes: ArraySlice<UInt8> { document.bytes[byteRange] }

    /// The member of an object with this name, compared byte by byte, never by canonical equivalence; `nil` where there is
    /// none, or for any other kind.
    public subscript(name: String) -> JSONValue? {
        document.place(ofMember: name, at: index).map { JSONValue(document: document, index: $0) }
    }

    /// The element of an array at this place; `nil` where there is none, or for any other kind.
    public subscript(position: Int) -> JSONValue? {
        guard document.tape.tag(index) == .array, position >= 0 else { return nil }
        var remaining = position
        for element in elements {
            if remaining == 0 { return element }
            remaining -= 1
        }
        return nil
    }

    func text(at place: Int) -> String {
        let range = document.tape.range(place)
        guard document.tape.tag(place) == .escapedString else {
            return String(decoding: document.bytes[range], as: UTF8.self)
        }
        let source = document.bytes
        return String(decoding: StringEscapes.decode(source.span, range), as: UTF8.self)
    }
}

extension JSONValue: Redacted {}
extension JSONDocument: Redacted {}
