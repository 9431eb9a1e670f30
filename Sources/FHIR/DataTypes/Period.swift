// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// A time with a beginning and an end, either of which may be open (FHIR R4 `datatypes.html#Period`).
public struct Period: Sendable, Hashable, Redacted {
    /// The beginning as written, even where it is no date.
    public let startText: String?
    /// The end as written, even where it is no date.
    public let endText: String?

    /// A view of a Period element; `nil` unless it is an object.
    public init?(_ json: JSONValue) {
        guard json.kind == .object else { return nil }
        startText = json["start"]?.string
        endText = json["end"]?.string
    }

    /// The beginning; `nil` where there is none or it is no date.
    public var start: FHIRDateTime? { startText.flatMap { FHIRDateTime($0) } }

    /// The end; `nil` where there is none or it is no date. A day counts to its end.
    public var end: FHIRDateTime? { endText.flatMap { FHIRDateTime($0) } }

    /// The days as a person reads them (`03-Feb-2024 to 05-Mar-2024`); what is no date stands as written.
    public var words: String? {
        let start = startText.map { FHIRDateTime($0)?.dayWords ?? $0 }
        let end = endText.map { FHIRDateTime($0)?.dayWords ?? $0 }
        return switch (start, end) {
        case (let start?, let end?): "\(start) to \(end)"
        case (let start?, nil): "from \(start)"
        case (nil, let end?): "until \(end)"
        case (nil, nil): nil
        }
    }
}
