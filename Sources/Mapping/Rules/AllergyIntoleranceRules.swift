// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// AllergyIntolerance: statuses became concepts (FHIR R4 `allergyintolerance-definitions.html`).
enum AllergyIntoleranceRules {
    static let table: [String: [String: ElementRule]] = [
        "AllergyIntolerance": [
            "clinicalStatus": .concept(
                "clinicalStatus", system: "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical",
                codes: ["active", "inactive", "resolved"]),
            "verificationStatus": .concept(
                "verificationStatus", system: "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification",
                codes: ["unconfirmed", "confirmed", "refuted", "entered-in-error"]),
            "assertedDate": .element("recordedDate"),
        ]
    ]
}
