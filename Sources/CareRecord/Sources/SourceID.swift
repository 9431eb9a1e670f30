// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The name of a source inside the gateway's configuration (`anytown-surgery`). It names a system, never a person.
public struct SourceID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let text: String

    /// Letters, digits and hyphens, at most 64; `nil` for anything else.
    public init?(_ text: String) {
        guard (1...64).contains(text.utf8.count),
            text.utf8.allSatisfy({
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || $0 == 0x2D
            })
        else { return nil }
        self.text = text
    }

    public var description: String { text }
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
