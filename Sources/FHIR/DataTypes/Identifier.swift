// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// A business identifier (an NHS number, an ODS code, a report's number).
public struct Identifier: Sendable, Hashable, Redacted {
    public var system: String?
    public var value: String?
    public var use: String?

    /// An identifier from its parts.
    public init(system: String?, value: String?, use: String? = nil) {
        self.system = system
        self.value = value
        self.use = use
    }

    /// A view of an Identifier element; `nil` unless it is an object.
    public init?(_ json: JSONValue) {
        guard json.kind == .object else { return nil }
        self.init(system: json["system"]?.string, value: json["value"]?.scalarText, use: json["use"]?.string)
    }

    /// All identifiers of an element that is one identifier or an array of them.
    public static func all(in value: JSONValue?) -> [Identifier] {
        guard let value else { return [] }
        return value.kind == .array
            ? value.elements.compactMap { Identifier($0) } : [Identifier(value)].compactMap { $0 }
    }
}
