// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR

/// How entries of one kind are merged: what makes them copies, what makes them neighbours, and what never makes them one. The
/// table in the documentation is made from these values, of which there are no others than ``all``.
public final class MergeRule: Sendable {
    /// The name, which the names of its relations begin with (`result`).
    public let name: String
    /// The kind of entry, in words.
    public let title: String
    /// What an identifier proves.
    let identity: MergeIdentity
    /// The codes by which two entries are of one thing; any of them will do. `nil` for a kind that has none.
    let codes: (@Sendable (MergeFacts) -> [String])?
    /// What else must be equal in a copy by content; empty where content never makes a copy.
    let copyParts: [MergePart]
    /// What makes entries neighbours.
    let neighbourhoods: [Neighbourhood]
    /// What never makes entries one, in words.
    public let neverCollapsed: String

    init(
        _ name: String, _ title: String, identity: MergeIdentity = .identifierAndVersion,
        codes: (@Sendable (MergeFacts) -> [String])? = nil, copyParts: [MergePart] = [],
        neighbourhoods: [Neighbourhood] = [], neverCollapsed: String
    ) {
        self.name = name
        self.title = title
        self.identity = identity
        self.codes = codes
        self.copyParts = copyParts
        self.neighbourhoods = neighbourhoods
        self.neverCollapsed = neverCollapsed
    }

    var copyID: MergeRuleID { MergeRuleID(name + ".copy") }

    /// Every rule, in the order of the documentation.
    public static let all: [MergeRule] = [
        .result, .vitalSigns, .medicine, .allergy, .condition, .immunisation, .procedure, .event, .document, .standing,
        .patient, .other,
    ]

    /// The rule for an entry: by what it means, then by what it is.
    static func of(_ entry: RecordEntry) -> MergeRule {
        switch entry.section {
        case .resuscitation, .safeguarding, .otherRisks, .attorneyAndConsent, .plans: return .standing
        default: break
        }
        switch entry.resource.type {
        case "Observation": return ofObservation(entry)
        case "MedicationStatement", "MedicationRequest", "MedicationDispense", "MedicationAdministration":
            return .medicine
        case "AllergyIntolerance": return .allergy
        case "Condition": return .condition
        case "Immunization": return .immunisation
        case "Procedure": return .procedure
        case "Encounter", "Appointment", "ServiceRequest", "EpisodeOfCare": return .event
        case "DocumentReference": return .document
        case "Flag", "CarePlan", "Consent", "Goal": return .standing
        case "Patient", "Person", "RelatedPerson": return .patient
        default: return .other
        }
    }

    private static func ofObservation(_ entry: RecordEntry) -> MergeRule {
        switch entry.dataset {
        case .examinations: .vitalSigns
        case .diagnoses, .problems: .condition
        case .procedures: .procedure
        default: .result
        }
    }
}

/// What a business identifier proves of two entries that have it.
enum MergeIdentity: Sendable {
    /// They are copies where the version is the same too.
    case identifierAndVersion
    /// They are copies: what is identified has no versions.
    case identifier
    /// As the first, by the master identifier; or the digest of every attachment is the same.
    case masterIdentifierOrDigest
    /// Nothing.
    case none

    /// In words, for the documentation.
    var words: String {
        switch self {
        case .identifierAndVersion: "the same business identifier and version"
        case .identifier: "the same identifier"
        case .masterIdentifierOrDigest:
            "the same master or business identifier and version, or the digest of every attachment"
        case .none: ""
        }
    }
}

/// A part of a statement that must be equal in copies or neighbours.
struct MergePart: Sendable {
    /// The part in words, for the documentation.
    let words: String
    /// Reads the part; `nil` where it is missing or cannot be compared.
    let read: @Sendable (MergeFacts) -> String?
    /// Reads the part as it is written otherwise, where it is; either will do.
    let readOtherwise: (@Sendable (MergeFacts) -> String?)?

    init(
        _ words: String, or readOtherwise: (@Sendable (MergeFacts) -> String?)? = nil,
        _ read: @escaping @Sendable (MergeFacts) -> String?
    ) {
        self.words = words
        self.read = read
        self.readOtherwise = readOtherwise
    }
}
