// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

extension DocumentContents {
    /// About how many bytes the document will have: the resources, and what stands around each and for each elsewhere.
    var size: Int {
        let resources = items.reduce(0) { $0 + $1.resource.value.byteRange.count }
        let merged = mergedItems.reduce(0) { $0 + $1.item.resource.value.byteRange.count }
        return resources + merged + (items.count + mergedItems.count) * 768 + 65_536
    }

    /// Writes a resource as it stands in the document: its id opaque, its source named, its references resolved.
    func write(_ item: Item, into text: inout [UInt8]) {
        write(item, into: &text) { Self.writeMeta(of: item, into: &$0) }
    }

    func write(_ item: Item, into text: inout [UInt8], meta: (inout [UInt8]) -> Void) {
        let rewriter = rewriter(for: item)
        var splice = JSONSplice(item.resource.value)
        var (lacksID, lacksMeta) = (true, true)
        var references = ReferenceRewriter.references(in: item.resource.value)[...]
        for member in item.resource.value.members {
            // They stand in the order of the members, so those of each are the first that are left.
            let end = member.value.byteRange.upperBound
            let own = references.prefix { $0.byteRange.lowerBound < end }
            references = references.dropFirst(own.count)
            if member.isNamed("id") {
                splice.replace(member.value, in: &text) { item.id.writeJSON(into: &$0) }
                lacksID = false
            } else if member.isNamed("meta") {
                splice.replace(member.value, in: &text, with: meta)
                lacksMeta = false
            } else {
                for (part, tree) in Self.replaced(in: member.value, own, of: item, by: rewriter) {
                    splice.replace(part, in: &text) { tree.write(into: &$0) }
                }
            }
        }
        if lacksID { splice.append("id", in: &text) { item.id.writeJSON(into: &$0) } }
        if lacksMeta { splice.append("meta", in: &text, with: meta) }
        splice.finish(in: &text)
    }

    /// The parts of a member that are written differently, in the order in which they stand: references, and narratives that are not
    /// passed on.
    private static func replaced(
        in member: JSONValue, _ references: ArraySlice<JSONValue>, of item: Item, by rewriter: ReferenceRewriter
    ) -> [(part: JSONValue, tree: JSONTree)] {
        var parts: [(part: JSONValue, tree: JSONTree)] = []
        if !references.isEmpty, member.kind == .object || member.kind == .array {
            rewriter.rewrite(member, references: references) { parts.append(($0, $1)) }
        }
        let refused = item.refusedNarratives.filter { member.byteRange.overlaps($0.byteRange) }
        guard !refused.isEmpty else { return parts }
        parts.removeAll { part in refused.contains { $0.byteRange.overlaps(part.part.byteRange) } }
        parts += refused.map { ($0, SourceNarrative.replacement) }
        return parts.sorted { $0.part.byteRange.lowerBound < $1.part.byteRange.lowerBound }
    }

    private func rewriter(for item: Item) -> ReferenceRewriter {
        let contained = item.resource["contained"] == nil ? [] : Set(item.resource.contained.compactMap(\.id))
        return ReferenceRewriter { text in
            if text == "#" { return text }
            if text.hasPrefix("#") { return contained.contains(String(text.dropFirst())) ? text : nil }
            return reference(for: text, of: item.source.id)
        }
    }

    private static func writeMeta(of item: Item, into text: inout [UInt8]) {
        let address = "\(CodeSystem.gateway)source/\(item.source.id)"
        guard let meta = item.resource["meta"], meta.kind == .object else {
            return JSONTree.object(JSONObject(["source": .string(address)])).write(into: &text)
        }
        if let original = meta["source"] {
            var object = JSONObject(meta)
            if let original = original.string {
                object.append(SourceValue.extensionTree(path: "source", text: original), to: "extension")
            }
            object["source"] = .string(address)
            return JSONTree.object(object).write(into: &text)
        }
        var splice = JSONSplice(meta)
        splice.append("source", in: &text) { address.writeJSON(into: &$0) }
        splice.finish(in: &text)
    }
}
