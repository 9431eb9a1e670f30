// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// The extension that keeps an illegal value verbatim.
enum SourceValue {
    static func tree(path: String, value: JSONValue) -> JSONTree {
        var parts: [JSONTree] = []
        for piece in pieces(legal(path)) { parts.append(["url": "path", "valueString": .string(piece)]) }
        for piece in pieces(text(of: value)) { parts.append(["url": "text", "valueString": .string(piece)]) }
        return ["url": .string(ShapeCheck.sourceValueURL), "extension": .array(parts)]
    }

    /// A string as it is, unless R4 could not hold it (it is blank, or has control characters); anything else as JSON.
    private static func text(of value: JSONValue) -> String {
        if let string = value.string, isLegal(string) { return string }
        return String(decoding: value.bytes, as: UTF8.self)
    }

    /// A path, whose last name can be any text of the source.
    private static func legal(_ path: String) -> String { isLegal(path) ? path : JSONTree.string(path).text }

    private static func isLegal(_ text: String) -> Bool {
        var isBlank = true
        for byte in text.utf8 {
            if byte > 0x20 { isBlank = false }
            if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D { return false }
        }
        return !isBlank
    }

    /// A text cut into as many strings as R4 needs to hold it.
    private static func pieces(_ text: String) -> [String] {
        guard text.utf8.count > R4Primitive.largestString else { return [text] }
        var pieces: [String] = []
        var piece = ""
        var size = 0
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            if size + width > R4Primitive.largestString {
                pieces.append(piece)
                (piece, size) = ("", 0)
            }
            piece.unicodeScalars.append(scalar)
            size += width
        }
        return pieces + [piece]
    }
}
