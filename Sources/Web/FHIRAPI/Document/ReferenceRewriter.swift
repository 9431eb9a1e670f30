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

    /// The members of an object, rewritten where they hold references.
    func rewrittenMembers(of value: JSONValue) -> JSONObject {
        var object = JSONObject(value)
        for member in value.members where member.value.mayHoldReferences {
            object[member.name] = rewritten(member.value)
        }
        return object
    }

    private func rewritten(_ value: JSONValue) -> JSONTree {
        guard value.mayHoldReferences else { return .value(value) }
        switch value.kind {
        case .array: return .array(value.elements.map(rewritten))
        case .object:
            var object = rewrittenMembers(of: value)
            if let text = value["reference"]?.string { resolveReference(text, in: &object) }
            return .object(object)
        case .string, .number, .boolean, .null: return .value(value)
        }
    }

    private func resolveReference(_ text: String, in object: inout JSONObject) {
        if let resolved = resolve(text) {
            object["reference"] = .string(resolved)
            return
        }
        object["reference"] = nil
        object["_reference"] = nil
        object.append(SourceValue.extensionTree(path: "reference", text: text), to: "extension")
        if object["display"] == nil { object["display"] = .string(Self.notAvailable) }
    }
}

extension JSONValue {
    /// Whether a member called `reference` may stand somewhere inside: a quick look at the bytes, wrong only towards yes. A name
    /// may be written with escapes, so a backslash counts as yes.
    fileprivate var mayHoldReferences: Bool {
        guard kind == .object || kind == .array else { return false }
        let source = document.bytes
        let bytes = source.span
        let range = byteRange
        let word = StaticName.reference
        var position = range.lowerBound
        while position < range.upperBound {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\\") { return true }
            if byte == UInt8(ascii: "\""), position + word.count <= range.upperBound {
                var matched = 1
                while matched < word.count, bytes[position + matched] == word[matched] { matched += 1 }
                if matched == word.count { return true }
            }
            position += 1
        }
        return false
    }
}

private enum StaticName {
    static let reference = Array("\"reference\"".utf8)
}
