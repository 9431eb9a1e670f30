// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// The types of resource that a record is made of, each searched for by patient.
enum RecordType: String, Sendable, CaseIterable {
    case relatedPerson = "RelatedPerson"
    case condition = "Condition"
    case observation = "Observation"
    case medicationStatement = "MedicationStatement"
    case medicationRequest = "MedicationRequest"
    case medicationAdministration = "MedicationAdministration"
    case medicationDispense = "MedicationDispense"
    case allergyIntolerance = "AllergyIntolerance"
    case flag = "Flag"
    case consent = "Consent"
    case procedure = "Procedure"
    case immunization = "Immunization"
    case diagnosticReport = "DiagnosticReport"
    case specimen = "Specimen"
    case encounter = "Encounter"
    case serviceRequest = "ServiceRequest"
    case appointment = "Appointment"
    case documentReference = "DocumentReference"
    case carePlan = "CarePlan"
    case deviceUseStatement = "DeviceUseStatement"
    case episodeOfCare = "EpisodeOfCare"
    case familyMemberHistory = "FamilyMemberHistory"

    /// The datasets that resources of this type may belong to, by their meaning.
    var datasets: Set<Dataset> {
        switch self {
        case .relatedPerson: [.demographics]
        case .condition: [.problems, .diagnoses, .risks, .procedures]
        case .observation: [.diagnoses, .risks, .procedures, .investigations, .examinations]
        case .medicationStatement, .medicationRequest, .medicationAdministration, .medicationDispense: [.medication]
        case .allergyIntolerance, .flag, .consent: [.risks]
        case .procedure, .immunization: [.procedures]
        case .diagnosticReport, .specimen: [.investigations]
        case .encounter, .serviceRequest, .appointment: [.events]
        case .documentReference: [.events, .other]
        case .carePlan: [.risks, .other]
        case .deviceUseStatement: [.risks]
        case .episodeOfCare: [.events]
        case .familyMemberHistory: [.diagnoses]
        }
    }

    /// Whether many servers have no such type: one that says what it holds is asked only if it holds it, and for one that does not
    /// it is no fault to have none.
    var isRare: Bool {
        switch self {
        case .carePlan, .deviceUseStatement, .episodeOfCare, .familyMemberHistory: true
        default: false
        }
    }

    /// The resource that search results should bring with them, as they say little without it.
    var include: String? {
        switch self {
        case .medicationStatement, .medicationRequest, .medicationAdministration, .medicationDispense:
            rawValue + ":medication"
        case .deviceUseStatement: rawValue + ":device"
        default: nil
        }
    }

    /// The types that hold anything of these datasets. Whoever is given medicines is given allergies and alerts too; the summary
    /// is made from everything.
    static func types(for datasets: Set<Dataset>) -> [RecordType] {
        var wanted = datasets
        if wanted.contains(.summary) { wanted.formUnion(Dataset.held) }
        if wanted.contains(.medication) { wanted.insert(.risks) }
        return allCases.filter { !$0.datasets.isDisjoint(with: wanted) }
    }
}
