// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// How a legitimate relationship was known for a request, as the audit keeps it.
public enum RecordedRelationship: Hashable, Sendable {
    /// The entry is older than the audit's noting it, or of no request for a record.
    case notRecorded
    case noneKnown
    case known(SharingFacts.Relationship)

    private static let none = "none"

    public init(_ relationship: SharingFacts.Relationship?) {
        self = relationship.map { .known($0) } ?? .noneKnown
    }

    /// From the audit; a code that is not known counts as none known.
    public init(code: String?) {
        switch code {
        case nil: self = .notRecorded
        case let code?: self = .init(SharingFacts.Relationship(rawValue: code))
        }
    }

    /// The code in the audit.
    public var code: String? {
        switch self {
        case .notRecorded: nil
        case .noneKnown: Self.none
        case .known(let relationship): relationship.rawValue
        }
    }

    /// What may have been known: where nothing was recorded, that a system stated it, or that nobody did.
    public var possible: [SharingFacts.Relationship?] {
        switch self {
        case .notRecorded: [.statedBySystem, nil]
        case .noneKnown: [nil]
        case .known(let relationship): [relationship]
        }
    }
}
