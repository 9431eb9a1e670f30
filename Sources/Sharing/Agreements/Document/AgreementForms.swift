// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Yams

/// How each value of an agreement is written, and in which words a fault says so.
enum AgreementForms {
    static let mostClauses = 200
    static let mostSignatories = 50
    static let longestWindow = 1200

    static let identifierWords = "a name of small letters, digits and hyphens, such as anytown-surgery"
    static func identifier(_ text: String) -> String? {
        let letters = text.utf8
        let isFit = letters.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "-")
        }
        return isFit && (1...64).contains(letters.count) && !text.hasPrefix("-") && !text.hasSuffix("-") ? text : nil
    }

    static let odsCodeWords = "an ODS code: capital letters and digits, such as A12345"
    static func odsCode(_ text: String) -> String? {
        let isFit = text.utf8.allSatisfy {
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
        return isFit && (2...12).contains(text.utf8.count) ? text : nil
    }

    static let lineWords = "a text of one line, at most 200 letters"
    static func line(_ text: String) -> String? {
        let scalars = text.unicodeScalars
        guard (1...200).contains(scalars.count), scalars.allSatisfy(\.isPrintedInAgreements),
            text.contains(where: { !$0.isWhitespace })
        else { return nil }
        return text
    }

    static let dayWords = "a day, such as 2026-01-31"
    static func day(_ text: String) -> FHIRDateTime? {
        FHIRDateTime(text).flatMap { $0.precision == .day ? $0 : nil }
    }

    static let versionWords = "a whole number from 1 to 1000000"
    static func version(_ text: String) -> Int? { wholeNumber(text, in: 1...1_000_000) }

    static let windowWords = "a number of months from 1 to \(longestWindow), such as 12 months"
    static func months(_ text: String) -> Int? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, let count = wholeNumber(String(words[0]), in: 1...longestWindow),
            words[1] == (count == 1 ? "month" : "months")
        else { return nil }
        return count
    }

    private static func wholeNumber(_ text: String, in range: ClosedRange<Int>) -> Int? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), !text.hasPrefix("0"),
            let number = Int(text), range.contains(number)
        else { return nil }
        return number
    }

    /// Words that stand for values, each with its value.
    struct Words<Value: Sendable>: Sendable {
        let pairs: [(word: String, value: Value)]
        var allowed: String { pairs.map(\.word).joined(separator: ", ") }
        func value(_ text: String) -> Value? { pairs.first { $0.word == text }?.value }
    }

    /// Whoever asks without authentication is no role that a controller could sign for.
    static let roles = Words(pairs: Role.known.filter { $0 != .demonstration }.map { ($0.rawValue, $0) })
    static let purposes = Words(pairs: PurposeOfUse.supported.map { ($0.code, $0) })
    static let datasets = Words(pairs: Dataset.allCases.map { ($0.rawValue, $0) })
    static let effects = Words(pairs: SharingClause.Effect.allCases.map { ($0.rawValue, $0) })
    static let permissions = Words(pairs: SharingClause.PermissionCondition.allCases.map { ($0.rawValue, $0) })
    static let strengths = Words<AuthenticationStrength>(
        pairs: [("low", .low), ("substantial", .substantial), ("high", .high)])
    static let relationships = Words(pairs: [("required", true), ("not-required", false)])
    static let flags = Words(pairs: [("true", true), ("false", false)])

    static let consumerWords = "organisation: an ODS code, group: a name, or network: a name"
    /// `organisation: RX1`, `group: acute-trusts` or `network: anytown`.
    static func consumer(_ node: Node) -> SharingClause.Consumer? {
        guard let mapping = node.mapping, mapping.count == 1, let (key, value) = mapping.first,
            let text = value.scalar?.string
        else { return nil }
        switch key.scalar?.string {
        case "organisation": return odsCode(text).map { .organisation($0) }
        case "group": return identifier(text).map { .group($0) }
        case "network": return identifier(text).map { .network($0) }
        default: return nil
        }
    }
}
