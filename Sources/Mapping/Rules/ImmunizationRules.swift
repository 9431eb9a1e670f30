// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Immunization (FHIR R4 `immunization-definitions.html`): one that was not given says so in its status.
enum ImmunizationRules {
    static let table: [String: [String: ElementRule]] = [
        "Immunization": [
            "status": .custom { mapper, member, object throws(ShapeFault) in
                try mapper.mapStatus(member, into: &object, negatedAs: member.negation("notGiven"))
            },
            "notGiven": .custom { mapper, member, object throws(ShapeFault) in
                try mapper.mapNegation(member, into: &object)
            },
            "date": .element("occurrenceDateTime"),
            "practitioner": .element("performer"),
            "explanation": .flattened,
            "vaccinationProtocol": .element("protocolApplied"),
        ],
        "Immunization.practitioner": ["role": .element("function")],
        "Immunization.explanation": [
            "reason": .element("reasonCode"),
            "reasonNotGiven": .firstElement("statusReason", others: "CodeableConcept"),
        ],
        "Immunization.vaccinationProtocol": [
            "doseSequence": .element("doseNumberPositiveInt"),
            "seriesDoses": .element("seriesDosesPositiveInt"),
            "description": .named(.type("string")),
            "doseStatus": .named(.type("CodeableConcept")),
            "doseStatusReason": .named(.type("CodeableConcept")),
        ],
    ]
}
