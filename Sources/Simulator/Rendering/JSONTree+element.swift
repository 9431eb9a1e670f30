// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Shorthand for writing resources.
extension JSONTree {
    /// An object of those members that have a value.
    static func element(_ members: KeyValuePairs<String, JSONTree?>) -> JSONTree {
        var object = JSONObject()
        for member in members { object[member.key] = member.value }
        return .object(object)
    }

    /// An array; `nil` where it would be empty, which FHIR does not allow.
    static func list(_ elements: [JSONTree]) -> JSONTree? { elements.isEmpty ? nil : .array(elements) }

    /// An array of texts; `nil` where it would be empty.
    static func list(_ texts: [String]) -> JSONTree? { list(texts.map { .string($0) }) }

    /// A text, where there is one.
    static func text(_ text: String?) -> JSONTree? { text.map { .string($0) } }

    /// A reference to a resource.
    static func reference(_ target: String, display: String? = nil) -> JSONTree {
        .element(["reference": .string(target), "display": .text(display)])
    }

    /// One coding.
    static func coding(_ system: String, _ code: String, _ display: String? = nil) -> JSONTree {
        .element(["system": .string(system), "code": .string(code), "display": .text(display)])
    }

    /// A concept of one coding.
    static func concept(_ system: String, _ code: String, _ display: String? = nil, text: String? = nil) -> JSONTree {
        .element(["coding": .array([.coding(system, code, display)]), "text": .text(text)])
    }
}

/// Systems that several formats share.
enum FHIRSystem {
    static let nhsNumber = "https://fhir.nhs.uk/Id/nhs-number"
    static let odsCode = "https://fhir.nhs.uk/Id/ods-organization-code"
    static let snomed = "http://snomed.info/sct"
    static let ucum = "http://unitsofmeasure.org"
}
