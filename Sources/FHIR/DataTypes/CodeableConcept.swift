// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// A concept by its codings and its words.
public struct CodeableConcept: Sendable, Hashable, Redacted {
    public var codings: [Coding]
    public var text: String?

    /// A concept from its parts.
    public init(codings: [Coding], text: String? = nil) {
        self.codings = codings
        self.text = text
    }

    /// A view of a CodeableConcept element; `nil` unless it is an object.
    public init?(_ value: JSONValue) {
        guard value.kind == .object else { return nil }
        codings = value["coding"]?.elements.compactMap { Coding($0) } ?? []
        text = value["text"]?.string
    }

    /// All concepts of an element that is one concept or an array of them.
    public static func all(in value: JSONValue?) -> [CodeableConcept] {
        guard let value else { return [] }
        return value.kind == .array
            ? value.elements.compactMap { CodeableConcept($0) } : [CodeableConcept(value)].compactMap { $0 }
    }

    /// The SNOMED CT codes, in order.
    public var snomedCodes: [String] { codings.filter(\.isSNOMED).compactMap(\.code) }

    /// The words that a person should read: the text as recorded, else the display of the coding that the recorder chose, else
    /// the first display there is, else a code.
    public var words: String? {
        if let text, !text.isBlank { return text }
        if let chosen = codings.first(where: { $0.userSelected == true })?.display, !chosen.isBlank { return chosen }
        return codings.lazy.compactMap(\.display).first { !$0.isBlank }
            ?? codings.lazy.compactMap(\.code).first { !$0.isBlank }
    }

    /// The concept as JSON.
    public var tree: JSONTree {
        var object = JSONObject()
        if !codings.isEmpty { object["coding"] = .array(codings.map(\.tree)) }
        object["text"] = text.map { .string($0) }
        return .object(object)
    }
}
