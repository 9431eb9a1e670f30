// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Condition: statuses became concepts, `context` became `encounter` (FHIR R4 `condition-definitions.html`).
enum ConditionRules {
    static let table: [String: [String: ElementRule]] = [
        "Condition": [
            "clinicalStatus": .concept(
                "clinicalStatus", system: "http://terminology.hl7.org/CodeSystem/condition-clinical",
                codes: ["active", "recurrence", "relapse", "inactive", "remission", "resolved"]),
            "verificationStatus": .concept(
                "verificationStatus", system: "http://terminology.hl7.org/CodeSystem/condition-ver-status",
                codes: ["unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error"]),
            "context": .element("encounter"),
            "assertedDate": .element("recordedDate"),
            "abatementBoolean": .named(.type("boolean")),
        ]
    ]
}
