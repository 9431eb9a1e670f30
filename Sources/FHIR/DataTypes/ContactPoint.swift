// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// A telephone number, electronic mail address and the like (FHIR R4 `datatypes.html#ContactPoint`).
public struct ContactPoint: Sendable, Hashable, Redacted {
    /// `phone`, `fax`, `email`, `pager`, `url`, `sms` or `other`.
    public let system: String?
    /// The number or address as written.
    public let value: String?
    /// `home`, `work`, `temp`, `old` or `mobile`.
    public let use: String?
    /// The order in which to try: 1 first.
    public let rank: Int?
    /// When it is or was in use.
    public let period: Period?

    /// A view of a ContactPoint element; `nil` unless it is an object.
    public init?(_ json: JSONValue) {
        guard json.kind == .object else { return nil }
        system = json["system"]?.string
        value = json["value"]?.scalarText
        use = json["use"]?.string
        rank = json["rank"]?.numberLexeme.flatMap { Int($0) }
        period = json["period"].flatMap { Period($0) }
    }

    /// All contact points of an element that is one or an array of them.
    public static func all(in value: JSONValue?) -> [ContactPoint] {
        value.map { $0.oneOrMany(ContactPoint.init) } ?? []
    }

    /// The number or address, and what it is of: `01632 960001 (phone, home)`; `nil` without a value.
    public var words: String? {
        guard let value, !value.isBlank else { return nil }
        let kind = [system, use].compactMap { $0 }.joined(separator: ", ")
        return kind.isEmpty ? value : "\(value) (\(kind))"
    }
}
