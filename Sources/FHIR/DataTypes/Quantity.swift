// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// An amount exactly as it was written: the digits are never read as a number, the unit is never converted.
public struct Quantity: Sendable, Hashable, Redacted {
    /// The digits as they came (`1.50`).
    public let lexeme: String?
    /// `<`, `<=`, `>=` or `>`.
    public let comparator: String?
    public let unit: String?
    public let system: String?
    public let code: String?

    /// A view of a Quantity element; `nil` unless it is an object.
    public init?(_ json: JSONValue) {
        guard json.kind == .object else { return nil }
        lexeme = json["value"]?.scalarText
        comparator = json["comparator"]?.string
        unit = json["unit"]?.string
        system = json["system"]?.string
        code = json["code"]?.string
    }

    /// The amount as a person reads it: comparator, digits and unit as written; `nil` without digits.
    public var words: String? {
        guard let lexeme else { return nil }
        let amount = (comparator.map { "\($0) " } ?? "") + lexeme
        guard let unit = unit ?? code, !unit.isEmpty else { return amount }
        return unit == "%" ? amount + unit : amount + " " + unit
    }
}
