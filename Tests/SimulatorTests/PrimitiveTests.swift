// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Testing

@testable import Simulator

@Suite struct `Days, numbers and identifiers` {
    @Test func `days go there and back over four centuries`() {
        for number in stride(from: -60_000, through: 90_000, by: 37) {
            let parts = RecordDay(number: number).civil
            #expect(RecordDay(parts.year, parts.month, parts.day).number == number)
        }
        #expect(RecordDay(1970, 1, 1).number == 0)
        #expect(RecordDay(secondsSince1970: -1).iso == "1969-12-31")
        #expect(RecordDay(2026, 11, 2).words == "02-Nov-2026")
        #expect(RecordDay(2026, 1, 31).monthsAgo(2).iso == "2025-11-28")
    }

    @Test func `clocks change on the last Sundays of March and October`() {
        #expect(RecordDay(2026, 3, 28).at() == "2026-03-28T09:30:00+00:00")
        #expect(RecordDay(2026, 3, 29).at() == "2026-03-29T09:30:00+01:00")
        #expect(RecordDay(2026, 10, 24).at().hasSuffix("+01:00"))
        #expect(RecordDay(2026, 10, 25).at().hasSuffix("+00:00"))
    }

    @Test func `check digits of NHS numbers`() {
        for number in ["9434765919", "9000000009", "9991001018"] { #expect(NHSNumberCheck.isValid(number)) }
        for number in ["9434765918", "1234567890", "999100101", "99910010189", "999100101x", ""] {
            #expect(!NHSNumberCheck.isValid(number), "\(number)")
        }
        for seed in UInt64(0)..<500 {
            let number = NHSNumberCheck.testNumber(from: seed &* 7_919)
            #expect(NHSNumberCheck.isValid(number) && number.hasPrefix("999"), "seed \(seed)")
        }
    }

    @Test func `identifiers are stable and unlike`() {
        #expect(StableIdentifier("a", "b").uuid == StableIdentifier("a", "b").uuid)
        var seen: Set<String> = []
        for number in 0..<2_000 { #expect(seen.insert(StableIdentifier("x", "\(number)").uuid).inserted) }
        #expect(StableIdentifier("ab").shortHex != StableIdentifier("a", "b").shortHex)
    }

    @Test func `escapes in addresses`() {
        #expect(PercentEncoding.decode("a%7Cb%2") == "a|b%2")
        #expect(PercentEncoding.decode(Substring(PercentEncoding.encode("é|/ ?&=+"))) == "é|/ ?&=+")
        let pairs = PercentEncoding.parameters("a=1+2&b&c=%3D")
        #expect(pairs.map(\.name) == ["a", "b", "c"] && pairs.map(\.value) == ["1 2", "", "="])
    }
}
