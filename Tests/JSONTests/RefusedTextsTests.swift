// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Testing

@Suite struct `Refused JSON texts` {
    private static let structure: [JSONCase] = [
        .refused("nothing", "", .empty, 0),
        .refused("white space only", " \n\t ", .empty, 4),
        .refused("a form feed for white space", "[\u{C}]", .unexpectedByte, 1),
        .refused("a no-break space for white space", "[\u{A0}]", .unexpectedByte, 1),
        .refused("a word joiner for white space", "[\u{2060}]", .unexpectedByte, 1),
        .refused("an array without end", "[", .unexpectedEnd, 1),
        .refused("an array without end after a value", "[1", .unexpectedEnd, 2),
        .refused("an array without end after a comma", "[1,", .unexpectedEnd, 3),
        .refused("an array without end after space", "[\"\",\n4,\n1 ", .unexpectedEnd, 10),
        .refused("an object without end", "{", .unexpectedEnd, 1),
        .refused("an object without end after a name", #"{"a""#, .unexpectedEnd, 4),
        .refused("an object without end after a colon", #"{"a":"#, .unexpectedEnd, 5),
        .refused("an object without end after a value", #"{"a":1"#, .unexpectedEnd, 6),
        .refused("an object without end after a comma", #"{"a":1,"#, .unexpectedEnd, 7),
        .refused("a comma for a value", "[,1]", .unexpectedByte, 1),
        .refused("two commas", "[1,,2]", .unexpectedByte, 3),
        .refused("a comma before the end of an array", "[1,]", .unexpectedByte, 3),
        .refused("a comma before the end of an object", #"{"a":1,}"#, .unexpectedByte, 7),
        .refused("only a comma in an object", "{,}", .unexpectedByte, 1),
        .refused("two values without a comma", "[1 2]", .unexpectedByte, 3),
        .refused("two members without a comma", #"{"a":1 "b":2}"#, .unexpectedByte, 7),
        .refused("a colon for a comma", "[\"\": 1]", .unexpectedByte, 3),
        .refused("a comma for a colon", #"{"a",1}"#, .unexpectedByte, 4),
        .refused("no colon", #"{"a" 1}"#, .unexpectedByte, 5),
        .refused("two colons", #"{"a"::1}"#, .unexpectedByte, 5),
        .refused("no value", #"{"a":}"#, .unexpectedByte, 5),
        .refused("a number for a member name", "{1:1}", .unexpectedByte, 1),
        .refused("a literal for a member name", "{null:null}", .unexpectedByte, 1),
        .refused("a member name without quotes", "{a:1}", .unexpectedByte, 1),
        .refused("a member name in single quotes", "{'a':1}", .unexpectedByte, 1),
        .refused("an object in an array's brackets", #"["a":1]"#, .unexpectedByte, 4),
        .refused("an array closed as an object", "[1}", .unexpectedByte, 2),
        .refused("an object closed as an array", #"{"a":1]"#, .unexpectedByte, 6),
        .refused("an empty array closed as an object", "[}", .unexpectedByte, 1),
        .refused("a closing bracket alone", "]", .unexpectedByte, 0),
        .refused("a line comment", "[1]//", .trailingBytes, 3),
        .refused("a comment for a value", "/**/1", .unexpectedByte, 0),
        .refused("a comment in an object", #"{"a":/*c*/1}"#, .unexpectedByte, 5),
        .refused("two values", "1 2", .trailingBytes, 2),
        .refused("a bracket too many", "[1]]", .trailingBytes, 3),
        .refused("a brace too many", #"{"a":1}}"#, .trailingBytes, 7),
        .refused("a NUL after the value", "1\u{0}", .trailingBytes, 1),
        .refused("a NUL before the value", "\u{0}1", .unexpectedByte, 0),
        .refused("a NUL alone", "\u{0}", .unexpectedByte, 0),
        .refused("a string after the value", #"{} "x""#, .trailingBytes, 3),
        .refused("a byte order mark", "\u{FEFF}{}", .byteOrderMark, 0),
        .refused("a byte order mark alone", "\u{FEFF}", .byteOrderMark, 0),
        .refused("a byte order mark after a space", " \u{FEFF}{}", .unexpectedByte, 1),
    ]

    private static let scalars: [JSONCase] = [
        .refused("a capital literal", "True", .unexpectedByte, 0),
        .refused("a capital inside a literal", "[nulL]", .unexpectedByte, 4),
        .refused("a literal cut short", "tru", .unexpectedEnd, 3),
        .refused("a literal cut short by a bracket", "[fals]", .unexpectedByte, 5),
        .refused("a literal with a letter too many", "[nulll]", .unexpectedByte, 5),
        .refused("a literal too long at the end", "truee", .trailingBytes, 4),
        .refused("NaN", "NaN", .unexpectedByte, 0),
        .refused("nan", "[nan]", .unexpectedByte, 2),
        .refused("Infinity", "[Infinity]", .unexpectedByte, 1),
        .refused("minus infinity", "[-Infinity]", .invalidNumber, 2),
        .refused("a minus sign alone", "-", .unexpectedEnd, 1),
        .refused("a minus sign without digits", "[-]", .invalidNumber, 2),
        .refused("two minus signs", "[--1]", .invalidNumber, 2),
        .refused("a plus sign", "[+1]", .unexpectedByte, 1),
        .refused("a leading zero", "[01]", .invalidNumber, 2),
        .refused("a leading zero after a minus sign", "-01.5", .invalidNumber, 2),
        .refused("two zeros", "00", .invalidNumber, 1),
        .refused("no digit before the point", "[.5]", .unexpectedByte, 1),
        .refused("no digit between sign and point", "[-.5]", .invalidNumber, 2),
        .refused("no digit after the point", "[1.]", .invalidNumber, 3),
        .refused("no digit after the point at the end", "1.", .unexpectedEnd, 2),
        .refused("no digit between point and exponent", "[1.e1]", .invalidNumber, 3),
        .refused("two points", "[1.2.3]", .unexpectedByte, 4),
        .refused("no digit in the exponent", "[1e]", .invalidNumber, 3),
        .refused("no digit in the exponent at the end", "1E", .unexpectedEnd, 2),
        .refused("no digit after the exponent's sign", "[1e+]", .invalidNumber, 4),
        .refused("two signs in the exponent", "[1e+-2]", .invalidNumber, 4),
        .refused("a fraction in the exponent", "[1e2.5]", .unexpectedByte, 4),
        .refused("a hexadecimal number", "[0x1F]", .unexpectedByte, 2),
        .refused("a number with letters", "[1a]", .unexpectedByte, 2),
        .refused("a number with a separator", "[1_000]", .unexpectedByte, 2),
        .refused("digits of another script", "[\u{FF11}]", .unexpectedByte, 1),
        .refused("a string in single quotes", "['a']", .unexpectedByte, 1),
        .refused("a string without end", #"["abc"#, .unexpectedEnd, 5),
        .refused("a quote alone", #"""#, .unexpectedEnd, 1),
        .refused("a string whose last quote is escaped", #"["abc\"]"#, .unexpectedEnd, 8),
        .refused("a backslash at the end", #"["\"#, .unexpectedEnd, 3),
        .refused("a newline in a string", "[\"a\nb\"]", .controlCharacter, 3),
        .refused("a tab in a string", "[\"1234567\t9\"]", .controlCharacter, 9),
        .refused("a NUL in a string", "\"\u{0}\"", .controlCharacter, 1),
        .refused("the last control character", "\"\u{1F}\"", .controlCharacter, 1),
        .refused("a newline in a member name", "{\"a\n\":1}", .controlCharacter, 3),
    ]

    private static let escapes: [JSONCase] = [
        .refused("an escape of x", #"["\x00"]"#, .invalidEscape, 2),
        .refused("an escape of a", #""\a""#, .invalidEscape, 1),
        .refused("an escape of a single quote", #""\'""#, .invalidEscape, 1),
        .refused("an escape of a capital", #""ab\N""#, .invalidEscape, 3),
        .refused("an escape of NUL", "\"\\\u{0}\"", .invalidEscape, 1),
        .refused("an escaped emoji", "\"\\🌀\"", .invalidEscape, 1),
        .refused("a capital U", #""\U0041""#, .invalidEscape, 1),
        .refused("no digit", #"["\u"]"#, .invalidEscape, 2),
        .refused("one digit", #""\u1""#, .invalidEscape, 1),
        .refused("three digits", #"["\u00A"]"#, .invalidEscape, 2),
        .refused("a digit that is none", #""\u00G0""#, .invalidEscape, 1),
        .refused("a sign for a digit", #""\u+041""#, .invalidEscape, 1),
        .refused("digits cut short by the end", #""\u004"#, .unexpectedEnd, 6),
        .refused("the first half alone", #"["\uD800"]"#, .loneSurrogate, 2),
        .refused("the first half before a letter", #""ab\uDBFFc""#, .loneSurrogate, 3),
        .refused("the first half before another escape", #""\uD800\n""#, .loneSurrogate, 1),
        .refused("the first half twice", #""\uD800\uD800""#, .loneSurrogate, 1),
        .refused("the first half before a letter's code", #""\uD800\u0041""#, .loneSurrogate, 1),
        .refused("the second half alone", #""x\uDC00""#, .loneSurrogate, 2),
        .refused("the halves in the wrong order", #""\uDE00\uD83D""#, .loneSurrogate, 1),
        .refused("a pair whose second half is no escape", #""\uD800\u00Z0""#, .invalidEscape, 7),
        .refused("a pair cut short by the end", #""\uD800"#, .unexpectedEnd, 7),
        .refused("a pair cut short after the backslash", #""\uD800\"#, .unexpectedEnd, 8),
        .refused("a pair cut short in its digits", #""\uD800\uDC0"#, .unexpectedEnd, 12),
        .refused("a lone half in a member name", #"{"\uD800":1}"#, .loneSurrogate, 2),
    ]

    private static let encodings: [JSONCase] = [
        .refused("a continuation byte alone", bytes: [0x22, 0x80, 0x22], .invalidUTF8, 1),
        .refused("an overlong slash in two bytes", bytes: [0x22, 0xC0, 0xAF, 0x22], .invalidUTF8, 1),
        .refused("an overlong DEL in two bytes", bytes: [0x22, 0xC1, 0xBF, 0x22], .invalidUTF8, 1),
        .refused("an overlong form in three bytes", bytes: [0x22, 0xE0, 0x9F, 0xBF, 0x22], .invalidUTF8, 1),
        .refused("an overlong form in four bytes", bytes: [0x22, 0xF0, 0x8F, 0xBF, 0xBF, 0x22], .invalidUTF8, 1),
        .refused("a surrogate in three bytes", bytes: [0x22, 0xED, 0xA0, 0x80, 0x22], .invalidUTF8, 1),
        .refused("above U+10FFFF", bytes: [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], .invalidUTF8, 1),
        .refused("a first byte that does not exist", bytes: [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], .invalidUTF8, 1),
        .refused("a byte of all ones", bytes: [0x22, 0x61, 0xFF, 0x22], .invalidUTF8, 2),
        .refused("two bytes cut short by the quote", bytes: [0x22, 0xC3, 0x22], .invalidUTF8, 1),
        .refused("three bytes cut short by the quote", bytes: [0x22, 0xE2, 0x82, 0x22], .invalidUTF8, 1),
        .refused("four bytes cut short by a letter", bytes: [0x22, 0xF0, 0x9F, 0x98, 0x61, 0x22], .invalidUTF8, 1),
        .refused("a sequence cut short by the end", bytes: [0x22, 0xE2, 0x82], .invalidUTF8, 1),
        .refused("Latin-1", bytes: [0x5B, 0x22, 0xE9, 0x22, 0x5D], .invalidUTF8, 2),
        .refused("in a member name", bytes: [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], .invalidUTF8, 2),
        .refused("after an escape", bytes: [0x22, 0x5C, 0x6E, 0xC3, 0x28, 0x22], .invalidUTF8, 3),
        .refused("outside a string", bytes: [0x5B, 0xFF, 0x5D], .unexpectedByte, 1),
        .refused("UTF-16 with its mark", bytes: [0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00], .unexpectedByte, 0),
        .refused("UTF-16 without a mark", bytes: [0x5B, 0x00, 0x5D, 0x00], .unexpectedByte, 1),
        .refused("two thirds of a mark", bytes: [0xEF, 0xBB, 0x7B, 0x7D], .unexpectedByte, 0),
    ]

    @Test(arguments: structure) func `name the byte that cannot stand there`(_ text: JSONCase) {
        #expect(refusal(text.bytes) == text.error)
    }

    @Test(arguments: scalars) func `name the byte that is wrong in a number, literal or string`(_ text: JSONCase) {
        #expect(refusal(text.bytes) == text.error)
    }

    @Test(arguments: escapes) func `name where the wrong escape begins`(_ text: JSONCase) {
        #expect(refusal(text.bytes) == text.error)
    }

    @Test(arguments: encodings) func `name where the bytes stop being UTF-8`(_ text: JSONCase) {
        #expect(refusal(text.bytes) == text.error)
    }

    @Test func `are refused wherever a good text is cut off`() {
        let text = Array(#"{"a":[1.5e+3,"x\u0041\ud83d\ude00é",true,false,null,{"b":-0}], "c" : {}}"#.utf8)
        #expect(refusal(text) == nil)
        for length in 1..<text.count {
            let error = refusal(Array(text[..<length]))
            let reasons: [JSONError.Reason] = [.unexpectedEnd, .invalidUTF8]
            #expect(
                error.map { reasons.contains($0.reason) } == true,
                "cut off after \(length) bytes: \(String(describing: error))")
        }
    }

    @Test func `are described without any of the text`() {
        let error = refusal(#"{"NHS number":9434765919,"NHS number":1}"#)
        #expect(error?.description == "invalid JSON at byte 25: a member name that its object already has")
    }
}
