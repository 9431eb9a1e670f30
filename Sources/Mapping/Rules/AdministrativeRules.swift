// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Patient, HealthcareService and the other resources about people, places and things.
enum AdministrativeRules {
    static let table: [String: [String: ElementRule]] = [
        "Patient": [
            "animal": .named(
                .members([
                    "species": .type("CodeableConcept"), "breed": .type("CodeableConcept"),
                    "genderStatus": .type("CodeableConcept"),
                ]))
        ],
        "HealthcareService": [
            "eligibility": .part(outer: "eligibility", inner: "code"),
            "eligibilityNote": .part(outer: "eligibility", inner: "comment"),
            "programName": .named(.type("string")),
        ],
        "Device": [
            "model": .element("modelNumber"),
            "version": .part(outer: "version", inner: "value"),
            "udi": .named(
                .members([
                    "deviceIdentifier": .type("string"), "name": .type("string"), "jurisdiction": .type("uri"),
                    "carrierHRF": .type("string"), "carrierAIDC": .type("base64Binary"), "issuer": .type("uri"),
                    "entryType": .type("code"),
                ])),
        ],
        "Appointment": [
            "reason": .element("reasonCode"),
            "indication": .element("reasonReference"),
            "incomingReferral": .element("basedOn"),
        ],
        "Binary": ["content": .element("data")],
    ]
}
