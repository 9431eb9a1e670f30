// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// What a source's entries refer to and what it did not send, as it was not asked for: it is not known of which dataset it is. A reference
/// says it in its display nevertheless, so where a resource of its type may be of a dataset that is denied, the reference is not shown.
struct UnsentTargets: Sendable {
    private let types: Set<String>
    private let sent: Set<String>

    init(denied: Set<Dataset>, sent: Set<String>) {
        types = denied.isEmpty ? [] : Set(Self.datasets.filter { !$0.value.isDisjoint(with: denied) }.keys)
        self.sent = sent
    }

    var isEmpty: Bool { types.isEmpty }

    /// Whether a resource that was not sent may be of a dataset that is denied.
    func mayBeDenied(_ type: String, _ id: String) -> Bool { types.contains(type) && !sent.contains("\(type)/\(id)") }

    /// The datasets of which a resource of each type may be, by its meaning.
    private static let datasets: [String: Set<Dataset>] = [
        "RelatedPerson": [.demographics],
        "Condition": [.problems, .diagnoses, .risks, .procedures],
        "Observation": [.diagnoses, .risks, .procedures, .investigations, .examinations],
        "MedicationStatement": [.medication], "MedicationRequest": [.medication],
        "MedicationAdministration": [.medication], "MedicationDispense": [.medication],
        "AllergyIntolerance": [.risks], "Flag": [.risks], "Consent": [.risks], "DeviceUseStatement": [.risks],
        "Procedure": [.procedures], "Immunization": [.procedures],
        "DiagnosticReport": [.investigations], "Specimen": [.investigations], "ImagingStudy": [.investigations],
        "Encounter": [.events], "ServiceRequest": [.events], "Appointment": [.events], "EpisodeOfCare": [.events],
        "DocumentReference": [.events, .other], "CarePlan": [.risks, .other],
        "FamilyMemberHistory": [.diagnoses], "QuestionnaireResponse": [.other],
    ]
}
