// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A fault as people name it, on the command line and on the page of the demonstration: one of nine words, in one of three
/// strengths (`slow:3`).
public struct NamedFault: Sendable, Hashable, CustomStringConvertible {
    /// What goes wrong.
    public enum Word: String, Sendable, Hashable, CaseIterable {
        case down, slow, dripping, wrong, truncated, malformed
        case anotherPerson = "another-person"
        case tooBig = "too-big"
        case refusing
    }

    /// How far it goes wrong.
    public enum Strength: Int, Sendable, Hashable, CaseIterable {
        case mild = 1
        case plain, severe
    }

    public let word: Word
    public let strength: Strength

    public init(_ word: Word, _ strength: Strength = .plain) {
        self.word = word
        self.strength = strength
    }

    /// Every fault, in order.
    public static let all = Word.allCases.flatMap { word in Strength.allCases.map { NamedFault(word, $0) } }

    /// Reads `slow` (strength 2) or `slow:3`; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let word = Word(rawValue: String(parts[0])) else { return nil }
        guard parts.count == 2 else {
            self.init(word)
            return
        }
        guard let strength = Strength.allCases.first(where: { String($0.rawValue) == parts[1] }) else { return nil }
        self.init(word, strength)
    }

    /// The name of a fault; `nil` for one that has none.
    public init?(of fault: SimulatedFault) {
        guard let named = Self.all.first(where: { $0.fault == fault }) else { return nil }
        self = named
    }

    public var description: String { "\(word.rawValue):\(strength.rawValue)" }

    /// Whether a service can go wrong in this way: the demographic service answers with one Patient alone, and the locator with
    /// none.
    public func isPossible(at service: SimulatedServiceName) -> Bool {
        guard word == .anotherPerson else { return true }
        return switch service {
        case .demographics: strength == .severe
        case .locator: strength != .plain
        case .source, .records: true
        }
    }
}
