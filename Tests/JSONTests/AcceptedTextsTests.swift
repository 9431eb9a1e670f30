// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Testing

@Suite struct `Accepted JSON texts` {
    private static let texts: [JSONCase] = [
        .accepted("a lone zero", "0"),
        .accepted("a lone string", #""asd""#),
        .accepted("a lone true", "true"),
        .accepted("a lone false", "false"),
        .accepted("a lone null", "null"),
        .accepted("a lone empty string", #""""#),
        .accepted("minus zero", "-0"),
        .accepted("zero with exponent", "0e1"),
        .accepted("zero with negative exponent", "0E-1"),
        .accepted("minus zero with fraction and exponent", "-0.0e+00"),
        .accepted("trailing zeros", "1.500"),
        .accepted("exponent with leading zero", "1e05"),
        .accepted("an integer beyond 64 bits", "123456789012345678901234567890"),
        .accepted("an exponent beyond a double", "-1e+99999"),
        .accepted("an exponent below a double", "1e-99999"),
        .accepted("a long fraction", "0.1234567890123456789012345678901234567890"),
        .accepted("an empty array", "[]"),
        .accepted("an empty array with space in it", "[ \t\r\n]"),
        .accepted("an empty object", "{}"),
        .accepted("an empty object with space in it", "{ }"),
        .accepted("nested empty containers", "[[],{},[{}],{\"a\":[]}]"),
        .accepted("space everywhere", " \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : null } \n"),
        .accepted("more than eight spaces", "[                   1,\n\n                2]"),
        .accepted("an empty member name", #"{"":0}"#),
        .accepted("member names that differ in case", #"{"a":1,"A":2}"#),
        .accepted("equal member names in different objects", #"{"a":{"a":{"a":1}},"b":{"a":2}}"#),
        .accepted("equal names in elements of an array", #"[{"a":1},{"a":1}]"#),
        .accepted("a member name with NUL escaped", #"{"foo\u0000bar":1}"#),
        .accepted("names equal only under canonical equivalence", "{\"\u{E9}\":1,\"e\u{301}\":2}"),
        .accepted("every simple escape", #"["\"\\\/\b\f\n\r\t"]"#),
        .accepted("escaped NUL", #""\u0000""#),
        .accepted("an escaped surrogate pair", #""\ud83d\ude39\uD83D\uDE39""#),
        .accepted("an escaped non-character", #""\uFFFE \uFDD0 \uDBFF\uDFFF""#),
        .accepted("a backslash and then a u", #""\\u12""#),
        .accepted("escapes right after each other", #""\\\"\\\u0061""#),
        .accepted("an escaped quote at the end", #""a\"""#),
        .accepted("DEL unescaped", "\"\u{7F}\""),
        .accepted("line and paragraph separators unescaped", "\"\u{2028}\u{2029}\""),
        .accepted("two bytes of UTF-8, first and last", "\"\u{80}\u{7FF}\""),
        .accepted("three bytes of UTF-8, first and last", "\"\u{800}\u{FFFF}\""),
        .accepted("either side of the surrogates", "\"\u{D7FF}\u{E000}\""),
        .accepted("four bytes of UTF-8, first and last", "\"\u{10000}\u{10FFFF}\""),
        .accepted("a byte order mark inside a string", "\"\u{FEFF}\""),
        .accepted("a comment inside a string", #""// no /* comment */""#),
        .accepted("literals at the end of containers", "[true,false,null]"),
        .accepted("a false that ends the text", "[1,false]"),
        .accepted("eight plain bytes exactly", #""12345678""#),
        .accepted("a quote in every place of a word", #"["","1","12","123","1234","12345","123456","1234567"]"#),
    ]

    @Test(arguments: texts) func `is read`(_ text: JSONCase) {
        #expect(refusal(text.bytes) == text.error)
    }

    @Test(arguments: texts) func `is written as it came`(_ text: JSONCase) throws {
        let document = try JSONDocument(parsing: text.bytes)
        let start = document.root.byteRange.lowerBound
        let around = text.bytes[..<start] + text.bytes[document.root.byteRange.upperBound...]
        #expect(around.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) })
        #expect(JSONTree.value(document.root).bytes == Array(text.bytes[document.root.byteRange]))
    }

    @Test(arguments: [
        "0", "-0", "1.50", "0.10", "1e5", "1E+05", "-12.340e-07", "123456789012345678901234567890", "5e-324", "100",
    ])
    func `keeps the digits of a number`(_ lexeme: String) throws {
        #expect(try JSONDocument(parsing: lexeme).root.numberLexeme == lexeme)
        #expect(try JSONDocument(parsing: "[\(lexeme)]").root[0]?.numberLexeme == lexeme)
        #expect(try JSONDocument(parsing: "{\"a\":\(lexeme) }").root["a"]?.bytes == ArraySlice(lexeme.utf8))
    }

    @Test(arguments: [
        (#""""#, ""), (#""a""#, "a"), (#""\u0041\u00e9\u20AC\uD83D\uDE00""#, "Aé€😀"),
        (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"),
        (#""\/\\\"""#, "/\\\""), (#""\u0000x""#, "\u{0}x"), (#""é\\né""#, "é\\né"),
        (#""\uFFFF\u07ff""#, "\u{FFFF}\u{7FF}"),
    ])
    func `undoes the escapes of a string`(_ text: String, _ value: String) throws {
        let read = try #require(try JSONDocument(parsing: text).root.string)
        #expect(Array(read.utf8) == Array(value.utf8))
    }
}
