// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Observation: comments became notes, links between observations became elements of their own.
enum ObservationRules {
    static let table: [String: [String: ElementRule]] = [
        "Observation": [
            "context": .element("encounter"),
            "comment": .custom { mapper, member, object throws(ShapeFault) in
                try mapper.mapNote(member, into: &object)
            },
            "related": .custom(related),
            "valueAttachment": .named(.type("Attachment")),
        ],
        "Observation.component": ["valueAttachment": .named(.type("Attachment"))],
    ]

    @Sendable private static func related(
        _ mapper: inout ResourceMapper, _ member: SourceMember, _ object: inout R4Object
    ) throws(ShapeFault) {
        for value in try mapper.objects(member) {
            let hasTargetAlone = value.members.allSatisfy { ["type", "target"].contains($0.name) }
            let place: String? =
                switch value["type"]?.string {
                case "has-member" where hasTargetAlone: "hasMember"
                case "derived-from" where hasTargetAlone: "derivedFrom"
                default: nil
                }
            if let place, value["target"]?.kind == .object {
                mapper.noteTranslated("type", as: place)
                try mapper.mapChild("target", of: value, type: "Observation.related", to: place, into: &object)
            } else {
                try mapper.mapNamed(
                    .members(["type": .type("code"), "target": .type("Reference")]), [value], member, into: &object)
            }
        }
    }
}
