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
    /// Whether every address has a colon, as it should: then a reference without one means none of them.
    private var allAreAddresses = true

    init(_ entries: [Bundle<R4>.Entry]) {
        locals.reserveCapacity(entries.count)
        ids.reserveCapacity(entries.count)
        for (place, entry) in entries.enumerated() {
            let id = Self.id(of: entry, at: place)
            ids.append(id)
            guard let resource = entry.resource, let url = entry.fullURL else { continue }
            locals[url] = "\(resource.type)/\(id)"
            if !url.utf8.contains(UInt8(ascii: ":")) { allAreAddresses = false }
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
        var parts: [(part: JSONValue, text: String)] = []
        for part in Self.reference.members(in: resource.value) where mayNeedChange(part) {
            if let text = part.string, let local = local(text) { parts.append((part, local)) }
        }
        guard lacksID || !parts.isEmpty else { return resource }
        if lacksID, let id = resource["id"] {
            // What stands in the place of an id and is no text goes with all that it holds.
            parts.removeAll { $0.part.byteRange.overlaps(id.byteRange) }
            parts.append((id, ids[place]))
            parts.sort { $0.part.byteRange.lowerBound < $1.part.byteRange.lowerBound }
        }
        var edit = JSONEdit(resource.value)
        for (part, text) in parts { edit.replace(part, with: .string(text)) }
        if lacksID, resource["id"] == nil { edit.append("id", .string(ids[place])) }
        guard let document = try? JSONDocument(parsing: JSONTree.edited(edit).bytes),
            let local = Resource<R4>(document.root)
        else {
            return resource
        }
        return local
    }

    private static let reference = JSONNames(["reference"])

    /// Whether a reference can have another form than the local one; most have not, and no text is made of them.
    private func mayNeedChange(_ reference: JSONValue) -> Bool {
        guard reference.kind == .string, allAreAddresses else { return reference.kind == .string }
        // A colon may be written as an escape.
        return reference.bytes.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "\\") }
    }

    private func local(_ text: String) -> String? {
        if let known = locals[text] { return known == text ? nil : known }
        guard text.utf8.contains(UInt8(ascii: ":")), case .absolute(let url, _, _, _) = Reference.target(of: text),
            let known = locals[url]
        else { return nil }
        return known
    }
}
