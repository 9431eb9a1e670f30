// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// An extension: a value that FHIR itself has no element for.
public struct Extension: Sendable, Redacted {
    /// What kind of extension it is.
    public let url: String
    /// The whole extension.
    public let json: JSONValue

    /// A view of an Extension element; `nil` without a url.
    public init?(_ json: JSONValue) {
        guard let url = json["url"]?.string else { return nil }
        self.url = url
        self.json = json
    }

    /// All extensions of an array.
    public static func all(in value: JSONValue?) -> [Extension] {
        value?.elements.compactMap { Extension($0) } ?? []
    }

    /// The extension's value, whatever its type; `nil` for one that holds extensions instead.
    public var value: JSONValue? { json.members.first { $0.name.hasPrefix("value") }?.value }

    /// The extensions inside this one.
    public var extensions: [Extension] { Extension.all(in: json["extension"]) }
}
