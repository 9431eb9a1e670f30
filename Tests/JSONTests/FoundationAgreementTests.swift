// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import JSON
import Testing

/// Foundation is the other opinion here, and only here. It differs by design in this: it lets a name repeat, lets a byte order
/// mark stand, guesses UTF-16 and UTF-32 from NULs, and refuses numbers that a double cannot hold.
@Suite struct `JSON as Foundation reads it` {
    private func readByFoundation(_ bytes: [UInt8]) -> Any? {
        try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    }

    private func same(_ value: JSONValue, _ other: Any) -> Bool {
        switch value.kind {
        case .object:
            guard let other = other as? [String: Any], other.count == value.count else { return false }
            return value.members.allSatisfy { member in other[member.name].map { same(member.value, $0) } ?? false }
        case .array:
            guard let other = other as? [Any], other.count == value.count else { return false }
            return zip(value.elements, other).allSatisfy { same($0, $1) }
        case .string:
            return (other as? String).map { Array($0.utf8) } == value.string.map { Array($0.utf8) }
        case .number:
            // Foundation goes by way of a decimal of 38 digits, whose last rounding may differ.
            guard let number = value.numberLexeme.flatMap({ Double($0) }), let other = other as? NSNumber else {
                return false
            }
            return abs(number - other.doubleValue) <= abs(number) * 1e-14
        case .boolean: return (other as? Bool) == value.boolean
        case .null: return other is NSNull
        }
    }

    @Test func `is the same for any document`() throws {
        for seed in UInt64(1)...1500 {
            var maker = RandomJSON(seed: seed)
            let bytes = maker.document()
            guard let document = try? JSONDocument(parsing: bytes) else {
                #expect(refusal(bytes)?.reason == .duplicateKey, "seed \(seed) is refused")
                continue
            }
            let other = try #require(readByFoundation(bytes), "seed \(seed) is refused by Foundation")
            let agrees = same(document.root, other)
            #expect(agrees, "seed \(seed) is read differently")
        }
    }

    @Test func `is refused where it is damaged`() {
        var refusedByBoth = 0
        for seed in UInt64(1)...6000 {
            var maker = RandomJSON(seed: seed)
            let bytes = maker.damagedDocument()
            let other = readByFoundation(bytes)
            do throws(JSONError) {
                let document = try JSONDocument(parsing: bytes)
                if let other {
                    let agrees = same(document.root, other)
                    #expect(agrees, "seed \(seed) is read differently")
                } else {
                    let isExplained = holdsHugeNumber(document.root)
                    #expect(isExplained, "seed \(seed) is refused by Foundation alone")
                }
            } catch {
                refusedByBoth += other == nil ? 1 : 0
                let isExplained =
                    other == nil || error.reason == .duplicateKey || error.reason == .byteOrderMark || bytes.contains(0)
                #expect(isExplained, "seed \(seed) is accepted by Foundation, refused here: \(error)")
            }
        }
        #expect(refusedByBoth > 3000)
    }

    private func holdsHugeNumber(_ value: JSONValue) -> Bool {
        switch value.kind {
        case .object: value.members.contains { holdsHugeNumber($0.value) }
        case .array: value.elements.contains { holdsHugeNumber($0) }
        case .number: value.numberLexeme.flatMap { Double($0) }.map { !$0.isFinite || $0 == 0 } ?? true
        default: false
        }
    }
}
