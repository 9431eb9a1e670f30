// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Medication, MedicationRequest and MedicationStatement, MedicationDispense and MedicationAdministration.
enum MedicationRules {
    static let table: [String: [String: ElementRule]] = [
        "Medication": [
            "isBrand": .named(.type("boolean")),
            "isOverTheCounter": .named(.type("boolean")),
            "image": .named(.type("Attachment")),
            "package": .named(package),
        ],
        "Medication.ingredient": ["amount": .element("strength")],
        "MedicationRequest": [
            "definition": .named(.type("Reference")),
            "context": .element("encounter"),
            "requester": .flattened,
        ],
        "MedicationRequest.requester": requester,
        "MedicationRequest.substitution": ["allowed": .element("allowedBoolean")],
        "MedicationStatement": [
            "status": .custom(statementStatus),
            "taken": .named(.type("code")),
            "reasonNotTaken": .element("statusReason"),
        ],
        "MedicationDispense": [
            "notDone": .custom { mapper, member, object throws(ShapeFault) in
                try mapper.mapNegation(member, into: &object)
            },
            "notDoneReasonCodeableConcept": .element("statusReasonCodeableConcept"),
            "notDoneReasonReference": .element("statusReasonReference"),
        ],
        "MedicationDispense.performer": ["onBehalfOf": .named(.type("Reference"))],
        "MedicationAdministration": [
            "definition": .named(.type("Reference")),
            "prescription": .element("request"),
            "status": .custom { mapper, member, object throws(ShapeFault) in
                try mapper.mapStatus(member, into: &object, negatedBy: "notGiven")
            },
            "notGiven": .custom { mapper, member, object throws(ShapeFault) in
                try mapper.mapNegation(member, into: &object)
            },
            "reasonNotGiven": .element("statusReason"),
        ],
        "MedicationAdministration.performer": ["onBehalfOf": .named(.type("Reference"))],
    ]

    static let requester: [String: ElementRule] = [
        "agent": .element("requester"),
        "onBehalfOf": .named(.type("Reference")),
    ]

    private static let package = ElementRule.NamedValue.members([
        "container": .type("CodeableConcept"),
        "content": .members([
            "itemCodeableConcept": .type("CodeableConcept"), "itemReference": .type("Reference"),
            "amount": .type("Quantity"),
        ]),
        "batch": .members(["lotNumber": .type("string"), "expirationDate": .type("dateTime")]),
    ])

    /// A statement that the medicine was *not* taken says so in `taken` in STU3, in `status` in R4.
    @Sendable private static func statementStatus(
        _ mapper: inout ResourceMapper, _ member: SourceMember, _ object: inout R4Object
    ) throws(ShapeFault) {
        let isNotTaken = member.parent["taken"]?.string == "n"
        let status = member.value?.string
        let renamed = isNotTaken && status != "entered-in-error" ? status.map { [$0: "not-taken"] } : nil
        try mapper.mapCode(member, to: "status", renamed: renamed ?? [:], into: &object)
    }
}
