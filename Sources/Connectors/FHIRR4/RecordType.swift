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
        }
    }

    /// The resource that search results should bring with them, as they say little without it.
    var include: String? {
        switch self {
        case .medicationStatement, .medicationRequest, .medicationAdministration, .medicationDispense:
            rawValue + ":medication"
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
