// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Testing

@Suite struct `Limits on JSON` {
    @Test func `are 64 MiB, 64 levels and two million values unless said otherwise`() {
        #expect(JSONLimits.standard == JSONLimits(bytes: 67_108_864, depth: 64, nodes: 2_000_000))
    }

    @Test func `allow exactly as many bytes as they say`() {
        let text = #"{"a":"bcd"}"#
        #expect(refusal(text, JSONLimits(bytes: 11)) == nil)
        #expect(refusal(text, JSONLimits(bytes: 10)) == JSONError(.tooManyBytes, at: 10))
        #expect(refusal("", JSONLimits(bytes: 0)) == JSONError(.empty, at: 0))
        #expect(refusal("1", JSONLimits(bytes: 0)) == JSONError(.tooManyBytes, at: 0))
    }

    @Test(arguments: [1, 2, 64, 1000]) func `allow exactly as many levels as they say`(_ depth: Int) {
        let limits = JSONLimits(depth: depth)
        func nested(_ count: Int, _ open: String, _ close: String, _ inner: String) -> String {
            String(repeating: open, count: count) + inner + String(repeating: close, count: count)
        }
        #expect(refusal(nested(depth, "[", "]", ""), limits) == nil)
        #expect(refusal(nested(depth, "{\"a\":", "}", "1"), limits) == nil)
        #expect(refusal(nested(depth + 1, "[", "]", ""), limits) == JSONError(.tooDeep, at: depth))
        #expect(refusal(nested(depth + 1, "{\"a\":", "}", "1"), limits) == JSONError(.tooDeep, at: depth * 5))
    }

    @Test func `count the levels that are open, not those that have been`() {
        #expect(refusal("[[1],[2],{\"a\":[3]},[[4]]]", JSONLimits(depth: 3)) == nil)
        #expect(refusal("[[1],[2],[[[4]]]]", JSONLimits(depth: 3)) == JSONError(.tooDeep, at: 11))
    }

    @Test func `refuse a hundred thousand open brackets at the first too many`() {
        #expect(refusal(String(repeating: "[", count: 100_000)) == JSONError(.tooDeep, at: 64))
        #expect(refusal(String(repeating: "{\"a\":", count: 100_000)) == JSONError(.tooDeep, at: 64 * 5))
    }

    @Test func `allow only a scalar at depth 0`() {
        #expect(refusal("1", JSONLimits(depth: 0)) == nil)
        #expect(refusal("[]", JSONLimits(depth: 0)) == JSONError(.tooDeep, at: 0))
    }

    @Test(arguments: [
        ("1", 1), ("[]", 1), ("[1]", 2), ("[1,[2,3]]", 5), (#"{"a":1}"#, 3), (#"{"a":{"b":[]}, "c":null}"#, 7),
    ])
    func `count every value and every member name`(_ text: String, _ nodes: Int) {
        #expect(refusal(text, JSONLimits(nodes: nodes)) == nil)
        #expect(refusal(text, JSONLimits(nodes: nodes - 1))?.reason == .tooManyNodes)
    }

    @Test func `name the first value that is too many`() {
        #expect(refusal("[1, 2, 3]", JSONLimits(nodes: 3)) == JSONError(.tooManyNodes, at: 7))
        #expect(refusal(#"{"a":1}"#, JSONLimits(nodes: 1)) == JSONError(.tooManyNodes, at: 1))
        #expect(refusal(#"{"a":1}"#, JSONLimits(nodes: 2)) == JSONError(.tooManyNodes, at: 5))
        #expect(refusal("[1,]", JSONLimits(nodes: 2)) == JSONError(.unexpectedByte, at: 3))
    }

    @Test func `allow two million values and not one more`() {
        func list(_ elements: Int) -> [UInt8] {
            var text = [UInt8](repeating: UInt8(ascii: ","), count: elements * 2 + 1)
            for element in 0..<elements { text[element * 2 + 1] = UInt8(ascii: "0") }
            (text[0], text[elements * 2]) = (UInt8(ascii: "["), UInt8(ascii: "]"))
            return text
        }
        #expect(refusal(list(1_999_999)) == nil)
        #expect(refusal(list(2_000_000)) == JSONError(.tooManyNodes, at: 1 + 2 * 1_999_999))
    }

    @Test func `may be set to anything without harm`() {
        for extreme in [Int.min, -1, 0, Int.max] {
            var limits = JSONLimits(bytes: extreme, depth: extreme, nodes: extreme)
            let fits = extreme == Int.max
            #expect((refusal("[1]", limits) == nil) == fits)
            limits = .standard
            limits.nodes = extreme
            #expect((refusal("[1]", limits) == nil) == fits)
            limits = .standard
            limits.bytes = extreme
            #expect((refusal("[1]", limits) == nil) == fits)
        }
    }

    @Test func `never let through a document that the tape cannot hold`() {
        var limits = JSONLimits(bytes: .max)
        limits.bytes = .max
        let tooLarge = [UInt8](repeating: 0x20, count: 1 << 28)
        #expect(refusal(tooLarge, limits) == JSONError(.tooManyBytes, at: (1 << 28) - 1))
    }
}
