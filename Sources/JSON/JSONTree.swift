// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A JSON value under construction. Its leaves may be values of a document, which are written byte for byte as they came.
public enum JSONTree: Sendable {
    /// A value of a document, spliced in untouched.
    case value(JSONValue)
    /// A value of a document with some parts written differently.
    case edited(JSONEdit)
    case object(JSONObject)
    case array([JSONTree])
    /// An array of objects that have one member each, of this name and with a text: references by the hundred, of which no object is
    /// built first.
    case objects(named: String, texts: [String])
    case string(String)
    /// A number, by its digits as they are to be written. A lexeme that is no JSON number (`1.`, `NaN`) is written as a string:
    /// the text stays JSON, and nothing is lost. ``init(numberLexeme:)`` checks it beforehand.
    case number(String)
    case boolean(Bool)
    case null

    /// A number by its digits (`1.50` stays `1.50`); `nil` where they are no JSON number (RFC 8259 §6).
    public init?(numberLexeme lexeme: String) {
        guard TapeParser.isNumber(lexeme) else { return nil }
        self = .number(lexeme)
    }
}

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByIntegerLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(integerLiteral value: Int) { self = .number(String(value)) }
    public init(arrayLiteral elements: JSONTree...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONTree)...) {
        var object = JSONObject()
        for element in elements { object[element.0] = element.1 }
        self = .object(object)
    }
}

extension JSONTree: Redacted {}
