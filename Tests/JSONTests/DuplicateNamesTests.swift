// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Testing

@testable import JSON

@Suite struct `Repeated member names` {
    private static func object(_ names: [String]) -> String {
        "{" + names.map { "\"\($0)\":0" }.joined(separator: ",") + "}"
    }

    /// Where the opening quote of the name at this place stands in `object(names)`.
    private static func offset(of place: Int, in names: [String]) -> Int {
        1 + names[..<place].reduce(0) { $0 + $1.utf8.count + 5 }
    }

    @Test(arguments: [2, 3, 8, 31, 32, 33, 34, 64, 100, 511, 512, 513, 514, 1025, 5000])
    func `are refused wherever they stand, however large the object`(_ count: Int) {
        for (earlier, later) in [(0, 1), (0, count - 1), (count / 2 - 1, count - 1), (count - 2, count - 1)] {
            var names = (0..<count).map { "n\($0)" }
            names[later] = names[earlier]
            guard earlier != later else { continue }
            let expected = JSONError(.duplicateKey, at: Self.offset(of: later, in: names))
            #expect(refusal(Self.object(names)) == expected, "\(earlier) and \(later) of \(count)")
        }
        #expect(refusal(Self.object((0..<count).map { "n\($0)" })) == nil)
    }

    @Test(arguments: [4, 30, 40, 4000])
    func `are named by the first that repeats`(_ count: Int) {
        var names = (0..<count).map { "n\($0)" }
        names[count - 1] = names[0]
        names[count / 2] = names[1]
        let expected = JSONError(.duplicateKey, at: Self.offset(of: count / 2, in: names))
        #expect(refusal(Self.object(names)) == expected)
    }

    @Test(arguments: [0, 20, 40, 600])
    func `are found through their escapes`(_ others: Int) {
        let rest = (0..<others).map { "other \($0)" }
        let pairs = [
            ("abc", #"\u0061bc"#), (#"\u0061bc"#, "abc"), (#"\u0061bc"#, #"a\u0062c"#), ("/", #"\/"#),
            ("é", #"\u00e9"#),
            ("😀", #"\ud83d\ude00"#), (#"\n"#, #"\u000A"#), (#"\u00E9"#, #"\u00e9"#),
        ]
        for (one, other) in pairs {
            let names = [one] + rest + [other]
            let expected = JSONError(.duplicateKey, at: Self.offset(of: names.count - 1, in: names))
            #expect(refusal(Self.object(names)) == expected, "\(one) and \(other)")
        }
    }

    @Test(arguments: [0, 20, 40, 600])
    func `are not seen where names only look alike`(_ others: Int) {
        let rest = (0..<others).map { "other \($0)" }
        let alike = [
            "a", "A", "", " ", #"\\u0061"#, #"\u0000"#, "e\u{301}", "\u{E9}", "ﬁ", "fi", #"\\n"#, #"\n"#, "12345678",
            "123456789", "1234567",
        ]
        #expect(refusal(Self.object(alike + rest)) == nil)
    }

    @Test func `are refused in an inner object before the outer one goes on`() {
        #expect(refusal(#"{"a":{"b":1,"b":2},"a":3}"#) == JSONError(.duplicateKey, at: 12))
        #expect(refusal(#"{"a":{"b":1},"a":3}"#) == JSONError(.duplicateKey, at: 13))
        #expect(refusal(#"[{"a":1},{"a":1,"b":{"a":2},"a":3}]"#) == JSONError(.duplicateKey, at: 28))
    }

    @Test func `are refused when long, escaped or both`() {
        for length in [63, 64, 65, 66, 10_000] {
            let long = String(repeating: "x", count: length)
            #expect(refusal(Self.object([long, "b", long]))?.reason == .duplicateKey)
            #expect(refusal(Self.object([long, "b", "\\u0078" + long.dropFirst()]))?.reason == .duplicateKey)
            #expect(refusal(Self.object([long + "a", "b", long + "c"])) == nil)
        }
    }

    @Test func `cost about one look for each name, also among a million`() throws {
        for count in [MemberNames.pairwiseLimit + 1, 512, 513, 10_000, 1_000_000] {
            let bytes = Array(Self.object((0..<count).map { "member-\($0)" }).utf8)
            var parser = TapeParser(limits: JSONLimits(nodes: 4_000_000), names: MemberNames(key: (17, 42)))
            try parser.parse(bytes.span)
            // Linear probing in tables at most half full looks at 1.5 places for each name on average.
            #expect(parser.names.probes >= count)
            #expect(Double(parser.names.probes) < 2 * Double(count), "\(count) names")
        }
    }

    @Test func `cost no more for names chosen by someone who does not know the key`() throws {
        // Names that all have the same place in a table of 1,024 under one key, as an attacker would choose them.
        let known: (UInt64, UInt64) = (1, 2)
        var chosen: [String] = []
        var number = 0
        while chosen.count < 400 {
            let name = "n\(number)"
            let hash = SipHash.hash(Array(name.utf8).span, 0..<name.utf8.count, key: known)
            if (hash >> 32) & 1023 == 7 { chosen.append(name) }
            number += 1
        }
        func probes(_ key: (UInt64, UInt64)) throws -> Int {
            var parser = TapeParser(limits: .standard, names: MemberNames(key: key))
            try parser.parse(Array(Self.object(chosen).utf8).span)
            return parser.names.probes
        }
        #expect(try probes(known) > 50_000)
        #expect(try probes((3, 4)) < 1_000)
    }

    @Test func `are hashed by SipHash-1-3`() {
        let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)
        let bytes = (0..<64).map { UInt8($0) }
        var seen: Set<UInt64> = []
        for length in 0...64 { seen.insert(SipHash.hash(bytes.span, 0..<length, key: key)) }
        #expect(seen.count == 65)
        #expect(SipHash.hash(bytes.span, 0..<0, key: key) == 0xABAC_0158_050F_C4DC)
        #expect(SipHash.hash(bytes.span, 0..<1, key: key) == 0xC9F4_9BF3_7D57_CA93)
    }
}
