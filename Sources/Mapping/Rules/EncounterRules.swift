// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Encounter (FHIR R4 `encounter-definitions.html`). Its class is required in R4 and absent from GP Connect.
enum EncounterRules {
    static let table: [String: [String: ElementRule]] = [
        "Encounter": [
            "reason": .element("reasonCode"),
            "incomingReferral": .element("basedOn"),
        ],
        "Encounter.diagnosis": ["role": .element("use")],
    ]
}
