// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// QuestionnaireResponse: the questionnaire is named by its canonical address in R4.
enum QuestionnaireResponseRules {
    static let table: [String: [String: ElementRule]] = [
        "QuestionnaireResponse": [
            "parent": .element("partOf"),
            "context": .element("encounter"),
            "questionnaire": .custom(questionnaire),
        ],
        "QuestionnaireResponse.item": ["subject": .named(.type("Reference"))],
    ]

    @Sendable private static func questionnaire(
        _ mapper: inout ResourceMapper, _ member: SourceMember, _ object: inout R4Object
    ) throws(ShapeFault) {
        guard let value = member.value, value.kind == .object else { throw mapper.fault() }
        if value["reference"]?.kind == .string, value.count == 1 {
            try mapper.mapChild(
                "reference", of: value, type: "Reference", to: "questionnaire", into: &object)
        } else {
            try mapper.mapNamed(.type("Reference"), [value], member, into: &object)
        }
    }
}
