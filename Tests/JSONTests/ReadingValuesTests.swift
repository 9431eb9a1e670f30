// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Testing

@Suite struct `Reading JSON values` {
    private let root: JSONValue

    init() throws {
        let text = #"""
            {"text":"x","number":-1.50,"yes":true,"no":false,"nothing":null,"list":[1,"two",[3],{}],"inner":{"a":{"b":7}},
             "\u0065scaped":"n\u00e4me","":"empty"}
            """#
        root = try JSONDocument(parsing: text).root
    }

    @Test func `tells the kinds apart`() {
        #expect(root.kind == .object)
        let kinds = root.members.map(\.value.kind)
        #expect(kinds == [.string, .number, .boolean, .boolean, .null, .array, .object, .string, .string])
    }

    @Test func `gives a value only as what it is`() {
        #expect(root["text"]?.string == "x")
        #expect(root["text"]?.numberLexeme == nil)
        #expect(root["text"]?.boolean == nil)
        #expect(root["number"]?.numberLexeme == "-1.50")
        #expect(root["number"]?.string == nil)
        #expect(root["yes"]?.boolean == true)
        #expect(root["no"]?.boolean == false)
        #expect(root["nothing"]?.kind == .null)
        #expect(root["nothing"]?.string == nil)
        #expect(root["list"]?["0"] == nil)
        #expect(root["inner"]?[0] == nil)
        #expect(root["text"]?["text"] == nil)
        #expect(root["absent"] == nil)
    }

    @Test(
        arguments: [
            ("text", "x"), ("number", "-1.50"), ("yes", "true"), ("no", "false"), ("nothing", nil), ("list", nil),
            ("inner", nil),
        ] as [(String, String?)])
    func `gives any scalar as text`(_ name: String, _ text: String?) {
        #expect(root[name]?.scalarText == text)
    }

    @Test func `finds a member whose name is written with escapes`() {
        #expect(root["escaped"]?.string == "näme")
        #expect(root[#"\u0065scaped"#] == nil)
        #expect(root[""]?.string == "empty")
        #expect(root.members.map(\.name).suffix(2) == ["escaped", ""])
    }

    @Test func `counts elements and members, and nothing in a scalar`() {
        #expect(root.count == 9)
        #expect(root["list"]?.count == 4)
        #expect(root["inner"]?.count == 1)
        #expect(root["text"]?.count == 0)
        #expect(root["number"]?.count == 0)
    }

    @Test func `goes through an array in order, and by place`() {
        let list = root["list"]
        #expect(list?.elements.map(\.kind) == [.number, .string, .array, .object])
        #expect(list?[0]?.numberLexeme == "1")
        #expect(list?[2]?[0]?.numberLexeme == "3")
        #expect(list?[3]?.kind == .object)
        #expect(list?[4] == nil)
        #expect(list?[-1] == nil)
        #expect(Array(root.elements).isEmpty)
        #expect(list.map { Array($0.members).isEmpty } == true)
    }

    @Test func `gives the bytes of a value, quotes included`() throws {
        let text = #"[ "a\n" , {"b" : 1 } , -0.0 ,true]"#
        let list = try JSONDocument(parsing: text).root
        let written = list.elements.map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(written == [#""a\n""#, #"{"b" : 1 }"#, "-0.0", "true"])
        #expect(list[0]?.byteRange == 2..<7)
        #expect(list.byteRange == 0..<text.utf8.count)
    }
}
