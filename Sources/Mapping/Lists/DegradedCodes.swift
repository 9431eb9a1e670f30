// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// Codes that say only that the true code was lost when the record was moved between practices.
enum DegradedCodes {
    private static let codes: Set<String> = [
        "196461000000101", "196471000000108", "196421000000109", "196411000000103",
    ]

    private static let elements = [
        "code", "medicationCodeableConcept", "vaccineCode", "reasonCode", "serviceRequested", "type",
    ]

    /// The warnings for the degraded codes of a resource.
    static func warnings(of resource: JSONValue) -> [EntryWarning] {
        var result: [EntryWarning] = []
        func read(_ holder: JSONValue, _ names: [String]) {
            for name in names {
                for concept in CodeableConcept.all(in: holder[name]) where isDegraded(concept) {
                    let warning = EntryWarning.degradedCode(originalText: originalText(of: concept, in: resource))
                    if !result.contains(warning) { result.append(warning) }
                }
            }
        }
        read(resource, elements)
        resource["component"]?.elements.forEach { read($0, ["code", "valueCodeableConcept"]) }
        resource["reaction"]?.elements.forEach { read($0, ["substance", "manifestation"]) }
        return result
    }

    /// Whether a concept has lost its code.
    static func isDegraded(_ concept: CodeableConcept) -> Bool {
        concept.codings.contains { coding in
            coding.isSNOMED && coding.code.map { codes.contains($0) } ?? false
                || (coding.display?.lowercased().hasPrefix("transfer-degraded") ?? false)
        }
    }

    /// What was written: the concept's text, else what the coding of the sender says, else the first note.
    private static func originalText(of concept: CodeableConcept, in resource: JSONValue) -> String? {
        if let text = concept.text, text.contains(where: { !$0.isWhitespace }) { return text }
        let other = concept.codings.first { !isDegraded(CodeableConcept(codings: [$0])) }?.display
        return other ?? resource["note"]?[0]?["text"]?.string ?? resource["comment"]?.string
    }
}
