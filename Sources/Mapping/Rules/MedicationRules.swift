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
            "taken": .custom(taken),
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
                try mapper.mapStatus(member, into: &object, negatedAs: member.negation("notGiven"))
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
        try mapper.mapStatus(member, into: &object, negatedAs: isNotTaken ? "not-taken" : nil)
    }

    @Sendable private static func taken(
        _ mapper: inout ResourceMapper, _ member: SourceMember, _ object: inout R4Object
    ) throws(ShapeFault) {
        try mapper.apply(.named(.type("code")), to: member, into: &object)
        if member.value?.string == "n" { mapper.putNegatedStatus("not-taken", for: member, into: &object) }
    }
}
