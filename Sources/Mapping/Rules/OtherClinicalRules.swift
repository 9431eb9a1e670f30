// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Procedure, FamilyMemberHistory and CarePlan.
enum OtherClinicalRules {
    static let table: [String: [String: ElementRule]] = [
        "Procedure": [
            "definition": .named(.type("Reference")),
            "status": .custom { mapper, member, object throws(ShapeFault) in
                try mapper.mapStatus(
                    member, into: &object, negatedAs: member.negation("notDone"),
                    renamed: ["suspended": "on-hold", "aborted": "stopped"])
            },
            "notDone": .custom { mapper, member, object throws(ShapeFault) in
                try mapper.mapNegation(member, into: &object)
            },
            "notDoneReason": .element("statusReason"),
            "context": .element("encounter"),
        ],
        "Procedure.performer": ["role": .element("function")],
        "FamilyMemberHistory": [
            "definition": .named(.type("Reference")),
            "notDone": .custom { mapper, member, object throws(ShapeFault) in
                try mapper.mapNegation(member, into: &object)
            },
            "notDoneReason": .named(.type("CodeableConcept")),
            "gender": .concept(
                "sex", system: "http://hl7.org/fhir/administrative-gender",
                codes: ["male", "female", "other", "unknown"]),
        ],
        "CarePlan": [
            "definition": .named(.type("Reference")),
            "status": .code("status", renamed: ["suspended": "on-hold", "cancelled": "revoked"]),
            "context": .element("encounter"),
            "author": .firstElement("author", others: "Reference"),
        ],
        "CarePlan.activity.detail": [
            "category": .named(.type("CodeableConcept")),
            "definition": .named(.type("Reference")),
            "prohibited": .element("doNotPerform"),
            "statusReason": .named(.type("string")),
        ],
    ]
}
