// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// The narratives of what sources sent, in what consumers are given. One that holds anything besides what FHIR allows is replaced as a
/// whole by one that says so: its status is `empty`, the resource's own elements stay, and nothing of it is put right, as a narrative
/// that is half its author's is nobody's.
enum SourceNarrative {
    /// What stands in the place of a narrative.
    static let replacement: JSONTree = [
        "status": "empty",
        "div":
            "<div xmlns=\"http://www.w3.org/1999/xhtml\">The source's narrative is not passed on: it holds what FHIR does not allow in one.</div>",
    ]

    /// Whether a resource's `text` may pass as it came.
    static func mayPass(_ text: JSONValue) -> Bool {
        guard text.kind == .object else { return true }
        let divisions = text.members.filter { $0.isNamed("div") }
        return divisions.allSatisfy { $0.value.string.map(NarrativeCheck.allows) ?? true }
    }

    /// The parts of a resource that are not passed on, in the order in which they stand: its own narrative and those of what it
    /// contains.
    static func refused(in resource: JSONValue) -> [JSONValue] {
        guard resource["text"] != nil || resource["contained"] != nil else { return [] }
        var parts: [JSONValue] = []
        for member in resource.members {
            if member.isNamed("text") {
                if !mayPass(member.value) { parts.append(member.value) }
            } else if member.isNamed("contained") {
                for contained in member.value.elements where contained.kind == .object {
                    for inner in contained.members where inner.isNamed("text") && !mayPass(inner.value) {
                        parts.append(inner.value)
                    }
                }
            }
        }
        return parts
    }

    /// What is said of those that are not passed on; `nil` where all are.
    static func notice(_ count: Int) -> String? {
        switch count {
        case 0: nil
        case 1: "1 narrative of a source is not passed on: it holds what FHIR does not allow. What it was made from is."
        default:
            "\(count) narratives of sources are not passed on: they hold what FHIR does not allow. What they were made from is."
        }
    }
}
