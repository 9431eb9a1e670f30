// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// The JSON text of a document Bundle, written entry by entry: a record has hundreds, of which no tree is built first.
struct BundleText {
    private let baseURL: String
    private var bytes: [UInt8] = []
    private var isFirst = true

    /// The beginning of a Bundle.
    /// - Parameter size: about how many bytes the whole will have.
    init(_ members: KeyValuePairs<String, JSONTree>, baseURL: String, size: Int) {
        self.baseURL = baseURL
        bytes.reserveCapacity(size)
        bytes += "{".utf8
        for member in members {
            member.key.writeJSON(into: &bytes)
            bytes += ":".utf8
            member.value.write(into: &bytes)
            bytes += ",".utf8
        }
        bytes += "\"entry\":[".utf8
    }

    /// Writes an entry, whose resource writes itself.
    mutating func append(_ reference: String, _ write: (inout [UInt8]) -> Void) {
        bytes += isFirst ? "{\"fullUrl\":".utf8 : ",{\"fullUrl\":".utf8
        isFirst = false
        "\(baseURL)/\(reference)".writeJSON(into: &bytes)
        bytes += ",\"resource\":".utf8
        write(&bytes)
        bytes += "}".utf8
    }

    mutating func append(_ reference: String, _ resource: JSONTree) {
        append(reference) { resource.write(into: &$0) }
    }

    /// The whole text.
    consuming func finished() -> [UInt8] {
        bytes += "]}".utf8
        return bytes
    }
}
