// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// A postal address as recorded (FHIR R4 `datatypes.html#Address`).
public struct Address: Sendable, Hashable, Redacted {
    /// `home`, `work`, `temp`, `old` or `billing`.
    public let use: String?
    /// `postal`, `physical` or `both`.
    public let type: String?
    /// The whole address as one text.
    public let text: String?
    /// House, street and the like, in order.
    public let lines: [String]
    public let city: String?
    public let district: String?
    public let state: String?
    public let postalCode: String?
    public let country: String?
    /// When the address is or was in use.
    public let period: Period?

    /// A view of an Address element; `nil` unless it is an object.
    public init?(_ json: JSONValue) {
        guard json.kind == .object else { return nil }
        use = json["use"]?.string
        type = json["type"]?.string
        text = json["text"]?.string
        lines = json["line"]?.elements.compactMap(\.string) ?? []
        city = json["city"]?.string
        district = json["district"]?.string
        state = json["state"]?.string
        postalCode = json["postalCode"]?.string
        country = json["country"]?.string
        period = json["period"].flatMap { Period($0) }
    }

    /// All addresses of an element that is one address or an array of them.
    public static func all(in value: JSONValue?) -> [Address] { value.map { $0.oneOrMany(Address.init) } ?? [] }

    /// The address on one line, from its parts; where it has none, the whole text; `nil` where nothing is recorded.
    public var words: String? {
        let parts = lines + [city, district, state, postalCode, country].compactMap { $0 }
        let written = parts.filter { !$0.isBlank }.joined(separator: ", ")
        return written.isEmpty ? text.flatMap { $0.isBlank ? nil : $0 } : written
    }
}
