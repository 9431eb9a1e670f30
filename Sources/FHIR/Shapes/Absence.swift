// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// What stands for a required element whose value is unknown (FHIR R4 `extension-data-absent-reason.html`).
enum Absence {
    private static let reason: JSONTree = [
        "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown",
    ]

    /// The member that says that an element's value is unknown. An object has in turn the elements required of it.
    static func member(of element: ElementShape, in table: R4ElementTable) -> (name: String, tree: JSONTree) {
        var object: JSONObject = JSONObject(["extension": .array([reason])])
        let name: String
        switch element.content {
        case .primitive: name = "_" + element.name
        case .resource: name = element.name
        case .object(let place):
            name = element.name
            var filled: UInt64 = 0
            for part in table.types[place].required where part.slot & filled == 0 {
                filled |= part.slot
                let absent = member(of: part, in: table)
                object[absent.name] = absent.tree
            }
        }
        return (name, element.isList ? .array([.object(object)]) : .object(object))
    }
}
