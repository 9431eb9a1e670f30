// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// DocumentReference: when the reference was made is `date` in R4, when the document was made has no element.
enum DocumentReferenceRules {
    static let table: [String: [String: ElementRule]] = [
        "DocumentReference": [
            "class": .element("category"),
            "created": .named(.type("dateTime")),
            "indexed": .element("date"),
        ],
        "DocumentReference.context": ["related": .custom(related)],
    ]

    @Sendable private static func related(
        _ mapper: inout ResourceMapper, _ member: SourceMember, _ object: inout R4Object
    ) throws(ShapeFault) {
        for value in try mapper.objects(member) {
            try mapper.mapWrapped(
                value, inner: "ref", beside: [:], of: member, to: "related", into: &object)
        }
    }
}
