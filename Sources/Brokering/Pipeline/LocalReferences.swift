// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// Makes the references inside one source's answer local (`Observation/17`), whatever form the source wrote them in, so that
/// every later step knows one form. What already is local is not touched.
struct LocalReferences: Sendable {
    /// The local form of every address under which an entry is known.
    private var locals: [String: String] = [:]
    /// The id of every entry: its own, else the one in its address, else its place in the answer.
    private var ids: [String] = []

    init(_ entries: [Bundle<R4>.Entry]) {
        for (place, entry) in entries.enumerated() {
            let id = Self.id(of: entry, at: place)
            ids.append(id)
            guard let resource = entry.resource, let url = entry.fullURL else { continue }
            locals[url] = "\(resource.type)/\(id)"
        }
    }

    private static func id(of entry: Bundle<R4>.Entry, at place: Int) -> String {
        if let id = entry.resource?.id, !id.isEmpty { return id }
        if let url = entry.fullURL, url.hasPrefix("urn:uuid:") { return String(url.dropFirst("urn:uuid:".count)) }
        return "entry-\(place)"
    }

    /// The resource that stands at a place of the answer, with local references and an id.
    func localise(_ resource: Resource<R4>, at place: Int) -> Resource<R4> {
        let lacksID = resource.id?.isEmpty ?? true
        guard lacksID || resource.value.mayMention(Self.reference) else { return resource }
        var edit = JSONEdit(resource.value)
        for member in resource.value.members {
            if lacksID, member.isNamed("id") {
                edit.replace(member.value, with: .string(ids[place]))
            } else {
                rewrite(member, &edit)
            }
        }
        if lacksID, resource["id"] == nil { edit.append("id", .string(ids[place])) }
        guard !edit.isEmpty, let document = try? JSONDocument(parsing: JSONTree.edited(edit).bytes),
            let local = Resource<R4>(document.root)
        else {
            return resource
        }
        return local
    }

    private static let reference = JSONWord("reference")

    private func rewrite(_ member: JSONValue.Member, _ edit: inout JSONEdit) {
        if member.value.kind == .string {
            guard member.isNamed("reference"), let text = member.value.string, let local = local(text) else { return }
            edit.replace(member.value, with: .string(local))
        } else {
            rewrite(member.value, &edit)
        }
    }

    private func rewrite(_ value: JSONValue, _ edit: inout JSONEdit) {
        switch value.kind {
        case .object: for member in value.members { rewrite(member, &edit) }
        case .array: for element in value.elements { rewrite(element, &edit) }
        default: break
        }
    }

    private func local(_ text: String) -> String? {
        if let known = locals[text] { return known == text ? nil : known }
        guard text.utf8.contains(UInt8(ascii: ":")), case .absolute(let url, _, _, _) = Reference.target(of: text),
            let known = locals[url]
        else { return nil }
        return known
    }
}
