// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// ProcedureRequest and ReferralRequest, which are both ServiceRequest in R4 (`servicerequest-definitions.html`).
enum ServiceRequestRules {
    private static let statuses = ["suspended": "on-hold", "cancelled": "revoked"]

    static let table: [String: [String: ElementRule]] = [
        "ProcedureRequest": [
            "definition": .named(.type("Reference")),
            "status": .code("status", renamed: statuses),
            "context": .element("encounter"),
            "requester": .flattened,
        ],
        "ProcedureRequest.requester": MedicationRules.requester,
        "ReferralRequest": [
            "definition": .named(.type("Reference")),
            "groupIdentifier": .element("requisition"),
            "status": .code("status", renamed: statuses),
            "type": .element("category"),
            "serviceRequested": .firstElement("code", others: "CodeableConcept"),
            "context": .element("encounter"),
            "requester": .flattened,
            "specialty": .element("performerType"),
            "recipient": .element("performer"),
            "description": .custom { mapper, member, object throws(ShapeFault) in
                try mapper.mapNote(member, into: &object)
            },
        ],
        "ReferralRequest.requester": MedicationRules.requester,
    ]
}
