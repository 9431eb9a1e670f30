// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// The free text of the journal, which an agreement may leave out: what stands in the section *Journal*, notes that belong to no result (the text
/// of consultations), the text of documents, and the notes of contacts, appointments and compositions. What is coded, who wrote it and when stays.
enum JournalText {
    private static let commentNote = JSONWord("37331000000100")

    /// SNOMED CT *Comment note*: free text, with no meaning of its own.
    static func isComment(_ resource: Resource<R4>) -> Bool {
        guard resource.type == "Observation", let code = resource["code"], code.mayMention(commentNote) else {
            return false
        }
        return resource.code?.snomedCodes.contains("37331000000100") == true
    }

    /// Whether the resource is nothing but journal. A comment on a result belongs to the result.
    static func isWholly(_ resource: Resource<R4>, section: DatasetSection?, isHeld: Bool) -> Bool {
        section == .journal || resource.type == "Binary" || resource.type == "Communication"
            || (isComment(resource) && !isHeld)
    }

    private static let contacts: Set<String> = ["Encounter", "Appointment", "Composition", "EpisodeOfCare", "List"]
    private static let documents: Set<String> = ["DocumentReference", "Media", "Composition"]
    /// Elements that are free text.
    private static let texts: Set<String> = ["text", "note", "comment", "description", "patientInstruction"]

    /// The resource without its part of the journal; `nil` where it cannot be written without it.
    static func removed(from resource: Resource<R4>, _ section: DatasetSection?) -> Resource<R4>? {
        let isContact = contacts.contains(resource.type) || section == .encounters
        let isDocument = documents.contains(resource.type)
        guard isContact || isDocument else { return resource }
        var object = JSONObject(resource.value)
        for member in resource.value.members {
            if texts.contains(member.name) || texts.contains(String(member.name.drop { $0 == "_" })) {
                object[member.name] = nil
            } else if isDocument, ["content", "section"].contains(member.name) {
                object[member.name] = withoutText(member.value)
            }
        }
        guard let document = try? JSONDocument(parsing: JSONTree.object(object).bytes),
            let stripped = Resource<R4>(document.root)
        else { return nil }
        return stripped
    }

    /// What a document or a part of it says about itself, without its text; an attachment, which R4 requires, is said to be masked.
    private static func withoutText(_ value: JSONValue) -> JSONTree {
        switch value.kind {
        case .array: return .array(value.elements.map(withoutText))
        case .object:
            var object = JSONObject(value)
            for member in value.members {
                switch member.name {
                case "text", "data", "_data", "url", "_url", "title", "_title", "hash", "size":
                    object[member.name] = nil
                    if ["data", "url"].contains(member.name) { object.append(Stripping.masked, to: "extension") }
                default:
                    if member.value.kind == .object || member.value.kind == .array {
                        object[member.name] = withoutText(member.value)
                    }
                }
            }
            return .object(object)
        default: return .value(value)
        }
    }
}
