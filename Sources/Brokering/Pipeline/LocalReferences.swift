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
        var changed = false
        var tree = rewritten(resource.value, &changed)
        if resource.id?.isEmpty ?? true {
            var object = JSONObject(resource.value)
            if case .object(let rewritten) = tree { object = rewritten }
            object["id"] = .string(ids[place])
            tree = .object(object)
            changed = true
        }
        guard changed, let document = try? JSONDocument(parsing: tree.bytes), let local = Resource<R4>(document.root)
        else {
            return resource
        }
        return local
    }

    private func rewritten(_ value: JSONValue, _ changed: inout Bool) -> JSONTree {
        switch value.kind {
        case .object:
            var isChanged = false
            var object = JSONObject()
            for member in value.members {
                if member.name == "reference", let text = member.value.string, let local = local(text) {
                    object[member.name] = .string(local)
                    isChanged = true
                } else {
                    object[member.name] = rewritten(member.value, &isChanged)
                }
            }
            guard isChanged else { return .value(value) }
            changed = true
            return .object(object)
        case .array:
            var isChanged = false
            let elements = value.elements.map { rewritten($0, &isChanged) }
            guard isChanged else { return .value(value) }
            changed = true
            return .array(elements)
        default:
            return .value(value)
        }
    }

    private func local(_ text: String) -> String? {
        if let known = locals[text] { return known == text ? nil : known }
        guard case .absolute(let url, _, _, _) = Reference.target(of: text), let known = locals[url] else { return nil }
        return known
    }
}
