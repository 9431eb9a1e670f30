// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// A person's name as recorded (FHIR R4 `datatypes.html#HumanName`).
public struct HumanName: Sendable, Hashable, Redacted {
    /// `usual`, `official`, `temp`, `nickname`, `anonymous`, `old` or `maiden`.
    public let use: String?
    /// The whole name as one text.
    public let text: String?
    public let family: String?
    /// The given names, the first name first.
    public let given: [String]
    /// Titles (`Mr`, `Dr`).
    public let prefix: [String]
    /// What follows the name (`MBE`).
    public let suffix: [String]
    /// When the name is or was in use.
    public let period: Period?

    /// A view of a HumanName element; `nil` unless it is an object.
    public init?(_ json: JSONValue) {
        guard json.kind == .object else { return nil }
        use = json["use"]?.string
        text = json["text"]?.string
        family = json["family"]?.string
        given = json["given"]?.elements.compactMap(\.string) ?? []
        prefix = json["prefix"]?.elements.compactMap(\.string) ?? []
        suffix = json["suffix"]?.elements.compactMap(\.string) ?? []
        period = json["period"].flatMap { Period($0) }
    }

    /// All names of an element that is one name or an array of them.
    public static func all(in value: JSONValue?) -> [HumanName] { value.map { $0.oneOrMany(HumanName.init) } ?? [] }

    /// The name as NHS pages write it: `SURNAME, First Middle (Title)`. Where only the whole text is recorded, that; `nil` where
    /// nothing is.
    public var words: String? {
        let surname = family.flatMap { $0.isBlank ? nil : $0.uppercased() }
        let first = given.filter { !$0.isBlank }.joined(separator: " ")
        let title = prefix.filter { !$0.isBlank }.joined(separator: " ")
        let name = [surname, first.isEmpty ? nil : first].compactMap { $0 }.joined(separator: ", ")
        guard !name.isEmpty else { return text.flatMap { $0.isBlank ? nil : $0 } }
        return title.isEmpty ? name : "\(name) (\(title))"
    }
}
