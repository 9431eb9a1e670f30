// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// DiagnosticReport and Specimen.
enum DiagnosticReportRules {
    static let table: [String: [String: ElementRule]] = [
        "DiagnosticReport": [
            "context": .element("encounter"),
            "performer": .custom(performer),
            "image": .element("media"),
            "codedDiagnosis": .element("conclusionCode"),
        ]
    ]

    /// A performer is a reference in R4; its role stays with the reference.
    @Sendable private static func performer(
        _ mapper: inout ResourceMapper, _ member: SourceMember, _ object: inout R4Object
    ) throws(ShapeFault) {
        for value in try mapper.objects(member) {
            try mapper.mapWrapped(
                value, inner: "actor", beside: ["role": "CodeableConcept"], of: member, to: "performer", into: &object)
        }
    }
}
