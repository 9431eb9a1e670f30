// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// The extensions that the gateway itself writes.
enum GatewayExtension {
    private static let base = CodeSystem.gateway + "StructureDefinition/"

    /// Holds a value that has no legal place in R4: where it stood, and its text.
    static let sourceValue = base + "source-value"
    /// Holds a code as it came, beside the R4 code that means the same.
    static let sourceCode = base + "source-code"
    /// Holds the id that a resource had where another resource contained it.
    static let sourceID = base + "source-id"
    /// Names the STU3 element whose text stands in a note.
    static let sourceElement = base + "source-element"
    /// FHIR's own extension that says why a required value is absent.
    static let dataAbsentReason = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

    /// The address of the extension that stands for an element of STU3 that R4 does not have.
    static func url(_ type: String, _ element: String) -> String { base + name(type, element) }

    /// The name of that extension (`MedicationRequest-requester-onBehalfOf`).
    static func name(_ type: String, _ element: String) -> String {
        String(type.map { $0 == "." ? "-" : $0 }) + "-" + element
    }

    /// A value taken from its place, verbatim. An empty text has no `text`, as R4 has no empty strings.
    static func sourceValue(path: String, text: String) -> JSONTree {
        var parts: [JSONTree] = [["url": "path", "valueString": .string(path)]]
        if !text.isEmpty { parts.append(["url": "text", "valueString": .string(text)]) }
        return ["url": .string(sourceValue), "extension": .array(parts)]
    }

    /// Says that a required value is not known.
    static let absent: JSONTree = ["url": .string(dataAbsentReason), "valueCode": "unknown"]
}
