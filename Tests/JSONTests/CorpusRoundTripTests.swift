// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import JSON
import Testing

@Suite struct `Records of others` {
    /// A tree built node by node, nothing of it spliced.
    private func rebuilt(_ value: JSONValue) -> JSONTree {
        switch value.kind {
        case .object:
            var object = JSONObject()
            for member in value.members { object[member.name] = rebuilt(member.value) }
            return .object(object)
        case .array: return .array(value.elements.map { rebuilt($0) })
        case .string: return .string(value.string ?? "")
        case .number: return .number(value.numberLexeme ?? "")
        case .boolean: return .boolean(value.boolean ?? false)
        case .null: return .null
        }
    }

    /// Whether two values mean the same: members in order, strings by their bytes, numbers by their digits.
    private func same(_ one: JSONValue, _ other: JSONValue) -> Bool {
        guard one.kind == other.kind, one.count == other.count, one.boolean == other.boolean,
            one.numberLexeme == other.numberLexeme
        else { return false }
        switch one.kind {
        case .object:
            return zip(one.members, other.members).allSatisfy {
                $0.name.utf8.elementsEqual($1.name.utf8) && same($0.value, $1.value)
            }
        case .array: return zip(one.elements, other.elements).allSatisfy { same($0, $1) }
        default: return (one.string ?? "").utf8.elementsEqual((other.string ?? "").utf8)
        }
    }

    @Test func `come through unchanged, spliced or built again`() throws {
        let files = CorpusFiles.all(withExtension: "json")
        guard !files.isEmpty else {
            print("skipped: no corpus")
            return
        }
        var read = 0
        var refused: [String] = []
        for (path, bytes) in files {
            let byFoundation = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            let document: JSONDocument
            do throws(JSONError) {
                document = try JSONDocument(parsing: bytes)
            } catch {
                if byFoundation != nil { refused.append("\(path): \(error)") }
                continue
            }
            #expect(byFoundation != nil, "\(path) is refused by Foundation alone")
            read += 1
            let range = document.root.byteRange
            #expect(JSONTree.value(document.root).bytes == Array(bytes[range]), "\(path) is not spliced as it came")
            let again = try JSONDocument(parsing: rebuilt(document.root).bytes)
            #expect(same(document.root, again.root), "\(path) is not the same when built again")
            #expect(rebuilt(again.root).bytes == again.bytes, "\(path) is written in two ways")
        }
        #expect(read > 400)
        for line in refused { #expect(Bool(false), "Foundation accepts \(line)") }
    }
}
