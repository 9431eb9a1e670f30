// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR

/// Why a list of the source is not all there is.
public enum WarningCode: Sendable, Hashable {
    case confidentialItems, dataInTransit, dataAwaitingFiling
    /// A code that the gateway does not know, as it came.
    case other(String)

    init(_ code: String) {
        switch code {
        case "confidential-items": self = .confidentialItems
        case "data-in-transit": self = .dataInTransit
        case "data-awaiting-filing": self = .dataAwaitingFiling
        default: self = .other(code)
        }
    }
}

/// What a list of the source says about itself: that items were left out, that it is empty and why, or a note.
public struct ListNotice: Sendable {
    /// The clinical area of the list; `nil` for a list inside a consultation.
    public let area: ClinicalArea?
    /// The list's title as sent.
    public let listTitle: String?
    /// One warning of the list; a list with two warnings gives two notices.
    public let warningCode: WarningCode?
    /// The list's notes exactly as sent, followed by the mandated wording of the warning where no note has it.
    public let text: [String]
    /// Whether the list has no entries.
    public let isEmpty: Bool
    /// Why the list is empty, as sent.
    public let emptyReason: Coding?

    /// Whether the list is empty because its items are withheld, which is not the same as having none.
    public var isWithheld: Bool { isEmpty && warningCode == .confidentialItems }
}

extension ListNotice: CustomStringConvertible, CustomReflectable {
    /// Always the same words: titles and notes may be about a person.
    public var description: String { "<redacted list notice>" }
    /// Without children, so that no mirror shows what the description hides.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
