// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Puts the references of a resource right for the document it stands in. A reference whose target is not in the document loses
/// its `reference`, which is kept verbatim in an extension, and says that the linked item is not available. What holds no
/// reference is spliced in untouched.
struct ReferenceRewriter {
    /// The words for a target that is not in the document.
    static let notAvailable = "Linked item not available"

    /// What a reference becomes; `nil` where its target is not in the document.
    let resolve: (String) -> String?

    /// Puts right all references inside a value.
    /// - Parameters:
    ///   - parts: every member `reference` inside the value, as ``references(in:)`` finds them.
    ///   - replace: is told what is to stand in the place of which part, in the order in which the parts stand.
    func rewrite(
        _ value: JSONValue, references parts: ArraySlice<JSONValue>,
        replace: (_ part: JSONValue, _ tree: JSONTree) -> Void
    ) {
        var resolved: [(part: JSONValue, text: String)] = []
        for part in parts {
            guard let text = part.string else { continue }
            // Where a target is missing, whole objects are written differently: that is found by going through them all.
            guard let meaning = resolve(text) else { return collect(value, replace) }
            resolved.append((part, meaning))
        }
        for (part, text) in resolved { replace(part, .string(text)) }
    }

    /// Every member `reference` inside a value, in the order in which they stand.
    static func references(in value: JSONValue) -> [JSONValue] { reference.members(in: value) }

    private static let reference = JSONNames(["reference"])

    private func collect(_ value: JSONValue, _ replace: (JSONValue, JSONTree) -> Void) {
        switch value.kind {
        case .array: for element in value.elements { collect(element, replace) }
        case .object:
            let resolved = value["reference"]?.string.map { resolve($0) }
            if case .some(nil) = resolved { return replace(value, unresolved(value)) }
            for member in value.members {
                if let resolved = resolved ?? nil, member.isNamed("reference") {
                    replace(member.value, .string(resolved))
                } else {
                    collect(member.value, replace)
                }
            }
        case .string, .number, .boolean, .null: break
        }
    }

    /// A Reference whose target is not in the document.
    private func unresolved(_ value: JSONValue) -> JSONTree {
        var object = JSONObject(value)
        for member in value.members where member.value.kind == .object || member.value.kind == .array {
            object[member.name] = rewritten(member.value)
        }
        if let text = value["reference"]?.string { resolveReference(text, in: &object) }
        return .object(object)
    }

    private func rewritten(_ value: JSONValue) -> JSONTree {
        if value.kind == .array { return .array(value.elements.map(rewritten)) }
        var edit = JSONEdit(value)
        collect(value) { edit.replace($0, with: $1) }
        return edit.isEmpty ? .value(value) : .edited(edit)
    }

    private func resolveReference(_ text: String, in object: inout JSONObject) {
        object["reference"] = nil
        object["_reference"] = nil
        object.append(SourceValue.extensionTree(path: "reference", text: text), to: "extension")
        if object["display"] == nil { object["display"] = .string(Self.notAvailable) }
    }
}
