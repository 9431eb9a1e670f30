// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Testing

@Suite struct `Editing JSON` {
    private static func edited(_ text: String, _ change: (JSONValue, inout JSONEdit) -> Void) throws -> String {
        let root = try JSONDocument(parsing: text).root
        var edit = JSONEdit(root)
        change(root, &edit)
        return JSONTree.edited(edit).text
    }

    @Test func `writes what nobody names byte for byte`() throws {
        let text = #"{ "a" : 1.50,"b":[ {"c":"\u00e9"} ] , "d":null }"#
        #expect(try Self.edited(text) { _, _ in } == text)
        let changed = try Self.edited(text) { root, edit in
            if let c = root["b"]?[0]?["c"] { edit.replace(c, with: "new") }
            if let d = root["d"] { edit.replace(d, with: ["e": true]) }
        }
        #expect(changed == #"{ "a" : 1.50,"b":[ {"c":"new"} ] , "d":{"e":true} }"#)
    }

    @Test func `replaces the whole value`() throws {
        #expect(try Self.edited(#"{"a":1}"#) { root, edit in edit.replace(root, with: .null) } == "null")
    }

    @Test func `appends members after the others, also to an empty object`() throws {
        let append = { (_: JSONValue, edit: inout JSONEdit) in
            edit.append("x", .string("\""))
            edit.append("y", 2)
        }
        #expect(try Self.edited(#"{"a":1}"#, append) == #"{"a":1,"x":"\"","y":2}"#)
        #expect(try Self.edited("{}", append) == #"{"x":"\"","y":2}"#)
    }

    @Test func `edits a value inside a document and nothing around it`() throws {
        let root = try JSONDocument(parsing: #"[0,{"a":[1]},2]"#).root
        let inner = try #require(root[1])
        var edit = JSONEdit(inner)
        edit.replace(try #require(inner["a"]?[0]), with: 9)
        #expect(JSONTree.edited(edit).text == #"{"a":[9]}"#)
        #expect(!edit.isEmpty)
        #expect(JSONEdit(inner).isEmpty)
    }
}
