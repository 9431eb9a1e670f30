// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// A kind of statement that simulated sources make, with what must come of it.
enum SimulatedStatement: String, CaseIterable, Sendable {
    case allergy, warning, currentMedicine, pastMedicine, activeProblem, pastDiagnosis, immunisation, report, reading,
        contact, questionnaire
    /// What several sources state in one and the same code or under one and the same number.
    case sharedAllergy, noneKnown, lowDose, highDose, sharedContact

    var type: String {
        switch self {
        case .allergy, .sharedAllergy, .noneKnown: "AllergyIntolerance"
        case .warning: "Flag"
        case .currentMedicine, .pastMedicine, .lowDose, .highDose: "MedicationStatement"
        case .activeProblem, .pastDiagnosis: "Condition"
        case .immunisation: "Immunization"
        case .report: "DiagnosticReport"
        case .reading: "Observation"
        case .contact, .sharedContact: "Encounter"
        case .questionnaire: "QuestionnaireResponse"
        }
    }

    var dataset: Dataset {
        switch self {
        case .allergy, .warning, .sharedAllergy, .noneKnown: .risks
        case .currentMedicine, .pastMedicine, .lowDose, .highDose: .medication
        case .activeProblem: .problems
        case .pastDiagnosis: .diagnoses
        case .immunisation: .procedures
        case .report: .investigations
        case .reading: .examinations
        case .contact, .sharedContact: .events
        case .questionnaire: .other
        }
    }

    /// Whether it is shown whatever its date.
    var isNeverNarrowed: Bool {
        switch self {
        case .allergy, .warning, .currentMedicine, .activeProblem, .sharedAllergy, .noneKnown, .lowDose, .highDose: true
        default: false
        }
    }

    /// The statement in FHIR R4, with words of its own so that two can differ.
    func resource(id: String, subject: String, date: String, words: String) -> String {
        let rest =
            switch self {
            case .allergy:
                """
                "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical",\
                "code":"active"}]},"code":{"text":"\(words)"},"patient":{"reference":"\(subject)"},"recordedDate":"\(date)"
                """
            case .sharedAllergy: allergy("91936005", subject, date, words)
            case .noneKnown: allergy("716186003", subject, date, words)
            case .lowDose: medicine("10 mg daily", subject, date, words)
            case .highDose: medicine("20 mg daily", subject, date, words)
            case .sharedContact:
                """
                "identifier":[{"system":"https://contacts.example","value":"C1"}],"status":"finished",\
                "class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},\
                "subject":{"reference":"\(subject)"},"period":{"start":"\(date)","end":"\(date)"},\
                "reasonCode":[{"text":"\(words)"}]
                """
            case .warning:
                """
                "status":"active","code":{"text":"\(words)"},"subject":{"reference":"\(subject)"}
                """
            case .currentMedicine, .pastMedicine:
                """
                "status":"\(self == .pastMedicine ? "completed" : "active")","medicationCodeableConcept":{"text":"\(words)"},\
                "subject":{"reference":"\(subject)"},"effectiveDateTime":"\(date)"
                """
            case .activeProblem: condition("active", "problem-list-item", subject, date, words)
            case .pastDiagnosis: condition("resolved", "encounter-diagnosis", subject, date, words)
            case .immunisation:
                """
                "status":"completed","vaccineCode":{"text":"\(words)"},"patient":{"reference":"\(subject)"},\
                "occurrenceDateTime":"\(date)"
                """
            case .report:
                """
                "status":"final","code":{"text":"\(words)"},"subject":{"reference":"\(subject)"},"effectiveDateTime":"\(date)"
                """
            case .reading:
                """
                "status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category",\
                "code":"vital-signs"}]}],"code":{"text":"\(words)"},"subject":{"reference":"\(subject)"},\
                "effectiveDateTime":"\(date)"
                """
            case .contact:
                """
                "status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},\
                "subject":{"reference":"\(subject)"},"period":{"start":"\(date)","end":"\(date)"},\
                "reasonCode":[{"text":"\(words)"}]
                """
            case .questionnaire:
                """
                "status":"completed","subject":{"reference":"\(subject)"},"authored":"\(date)",\
                "item":[{"linkId":"1","text":"\(words)"}]
                """
            }
        return "{\"resourceType\":\"\(type)\",\"id\":\"\(id)\",\(rest)}"
    }

    private func allergy(_ code: String, _ subject: String, _ date: String, _ words: String) -> String {
        """
        "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical",\
        "code":"active"}]},"code":{"coding":[{"system":"http://snomed.info/sct","code":"\(code)"}],"text":"\(words)"},\
        "patient":{"reference":"\(subject)"},"recordedDate":"\(date)"
        """
    }

    private func medicine(_ dose: String, _ subject: String, _ date: String, _ words: String) -> String {
        """
        "status":"active","medicationCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"319775004"}],\
        "text":"\(words)"},"subject":{"reference":"\(subject)"},"effectiveDateTime":"\(date)","dosage":[{"text":"\(dose)"}]
        """
    }

    private func condition(_ status: String, _ category: String, _ subject: String, _ date: String, _ words: String)
        -> String
    {
        """
        "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"\(status)"}]},\
        "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-category","code":"\(category)"}]}],\
        "code":{"text":"\(words)"},"subject":{"reference":"\(subject)"},"recordedDate":"\(date)"
        """
    }
}
