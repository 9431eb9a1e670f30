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

/// An organisation by its ODS code (Organisation Data Service).
public struct Organisation: Hashable, Sendable {
    public let odsCode: String
    public let name: String

    public init(odsCode: String, name: String) {
        self.odsCode = odsCode
        self.name = name
    }
}

/// What is known of a source before it is asked.
public struct SourceDescription: Hashable, Sendable {
    public let id: SourceID
    /// What a person calls the source (`Anytown Surgery`).
    public let name: String
    /// The organisation that is responsible for its data.
    public let controller: Organisation
    /// The datasets that it holds; one that holds no allergies by design never makes the allergies incomplete.
    public let datasets: Set<Dataset>

    public init(id: SourceID, name: String, controller: Organisation, datasets: Set<Dataset>) {
        self.id = id
        self.name = name
        self.controller = controller
        self.datasets = datasets
    }
}
