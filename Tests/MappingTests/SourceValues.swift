// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// Every value of a JSON tree with its path, for comparing what went into a mapping with what came out.
struct SourceValues {
    private(set) var values: [(path: String, text: String)] = []

    init(_ value: JSONValue, path: String) { collect(value, path) }

    private mutating func collect(_ value: JSONValue, _ path: String) {
        switch value.kind {
        case .object: for member in value.members { collect(member.value, path + "." + member.name) }
        case .array: for element in value.elements { collect(element, path) }
        case .null: break
        default: values.append((path, value.scalarText ?? ""))
        }
    }

    /// How often every text occurs.
    var counts: [String: Int] { values.reduce(into: [:]) { $0[$1.text, default: 0] += 1 } }
}
