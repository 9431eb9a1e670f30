// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Testing

@Suite struct `Splicing JSON` {
    private static func spliced(
        _ text: String, _ change: (JSONValue, inout JSONSplice, inout [UInt8]) -> Void
    ) throws -> String {
        let root = try JSONDocument(parsing: text).root
        var splice = JSONSplice(root)
        var result: [UInt8] = []
        change(root, &splice, &result)
        splice.finish(in: &result)
        return String(decoding: result, as: UTF8.self)
    }

    @Test func `writes what nobody names byte for byte`() throws {
        let text = #"{ "a" : 1.50,"b":[ {"c":"\u00e9"} ] , "d":null }"#
        #expect(try Self.spliced(text) { _, _, _ in } == text)
        let changed = try Self.spliced(text) { root, splice, result in
            if let c = root["b"]?[0]?["c"] { splice.replace(c, in: &result) { "n\"w".writeJSON(into: &$0) } }
            if let d = root["d"] { splice.replace(d, in: &result) { JSONTree.boolean(true).write(into: &$0) } }
        }
        #expect(changed == #"{ "a" : 1.50,"b":[ {"c":"n\"w"} ] , "d":true }"#)
    }

    @Test func `appends members after the others, also to an empty object and after a part that was replaced`() throws {
        let append = { (root: JSONValue, splice: inout JSONSplice, result: inout [UInt8]) in
            if let a = root["a"] { splice.replace(a, in: &result) { "z".writeJSON(into: &$0) } }
            splice.append("x", in: &result) { "1".writeJSON(into: &$0) }
            splice.append("y", in: &result) { "2".writeJSON(into: &$0) }
        }
        #expect(try Self.spliced(#"{"a":1}"#, append) == #"{"a":"z","x":"1","y":"2"}"#)
        #expect(try Self.spliced(#"{"b":1}"#, append) == #"{"b":1,"x":"1","y":"2"}"#)
        #expect(try Self.spliced("{}", append) == #"{"x":"1","y":"2"}"#)
    }

    @Test func `writes a value inside a document and nothing around it`() throws {
        let root = try JSONDocument(parsing: #"[0,{"a":[1]},2]"#).root
        let inner = try #require(root[1])
        var splice = JSONSplice(inner)
        var result: [UInt8] = []
        splice.replace(try #require(inner["a"]?[0]), in: &result) { "9".writeJSON(into: &$0) }
        splice.finish(in: &result)
        #expect(String(decoding: result, as: UTF8.self) == #"{"a":["9"]}"#)
    }
}
