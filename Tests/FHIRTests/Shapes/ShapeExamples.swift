// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

/// Resources written for one rule each, and what the check says of them in one line.
enum ShapeExamples {
    /// An observation with these members besides those that R4 requires.
    static func observation(_ members: String) -> String {
        #"{"resourceType":"Observation","status":"final","code":{"text":"Pulse"}"#
            + (members.isEmpty ? "" : "," + members) + "}"
    }

    /// The verdict: `sound`, `unreadable: why`, or what was moved and why.
    static func verdict(_ text: String) throws -> String {
        switch ShapeCheck.examine(try resource(text)) {
        case .sound: "sound"
        case .repaired(_, let moved): moved.map { "\($0.path): \($0.reason.rawValue)" }.joined(separator: "; ")
        case .unreadable(let fault): "unreadable: \(fault.path)"
        }
    }

    /// The resource as it is after the repair, as JSON without white space.
    static func repaired(_ text: String) throws -> String {
        guard case .repaired(let tree, _) = ShapeCheck.examine(try resource(text)) else { return "not repaired" }
        return tree.text
    }

    /// The extension that keeps an illegal value, as JSON.
    static func sourceValue(_ path: String, _ text: String) -> String {
        let parts: JSONTree = [
            ["url": "path", "valueString": .string(path)], ["url": "text", "valueString": .string(text)],
        ]
        let tree: JSONTree = ["url": .string(ShapeCheck.sourceValueURL), "extension": parts]
        return tree.text
    }

    /// The extension that says that a required element is unknown.
    static let absent = #"{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}"#

    private static func resource(_ text: String) throws -> Resource<R4> {
        try #require(Resource<R4>(JSONDocument(parsing: text).root))
    }
}
