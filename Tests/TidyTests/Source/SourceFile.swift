// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation

/// One file of the repository, as the checks see it.
struct SourceFile: Sendable {
    /// From the package's root, with `/` between its parts.
    let path: String
    /// How many bytes it has.
    let size: Int
    /// Its text; empty where it is not UTF-8.
    let text: String
    /// The lines of its text.
    let lines: [String]
    /// For Swift: the lines with comments, the contents of string literals and raw identifiers blanked.
    let codeLines: [String]
    /// The same, in one piece.
    let code: String

    init(path: String, size: Int, text: String) {
        self.path = path
        self.size = size
        self.text = text
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        code = path.hasSuffix(".swift") ? SwiftCode(text).text : ""
        codeLines = code.isEmpty ? [] : code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    init(path: String, text: String) { self.init(path: path, size: text.utf8.count, text: text) }

    var isSwift: Bool { path.hasSuffix(".swift") }
    var isMarkdown: Bool { path.hasSuffix(".md") }

    /// The last part of the path.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// The folder's path, empty for the root.
    var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }

    /// The target that a Swift file belongs to: `Sources/JSON/…` is `JSON`.
    var target: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && (parts[0] == "Sources" || parts[0] == "Tests") ? String(parts[1]) : nil
    }

    /// Whether it is part of the gateway itself, not of its tests or tools.
    var isSource: Bool { path.hasPrefix("Sources/") }

    /// Whether the path begins with any of these.
    func isIn(_ folders: [String]) -> Bool { folders.contains { path == $0 || path.hasPrefix($0 + "/") } }

    /// The numbers of the lines, from 1, whose code has this token; not where it is only the end of a longer name.
    func lineNumbers(having token: String) -> [Int] {
        guard code.has(token) else { return [] }
        return codeLines.indices.filter { codeLines[$0].hasToken(token) }.map { $0 + 1 }
    }
}

extension String {
    /// Whether the words stand here, byte for byte. Most files have none of what is banned, and this says so quickly.
    func has(_ words: String) -> Bool {
        withCString { text in words.withCString { strstr(text, $0) != nil } }
    }

    /// Whether the token occurs here, not as the end or the beginning of a longer name.
    func hasToken(_ token: String) -> Bool {
        guard has(token) else { return false }
        var rest = self[...]
        while let range = rest.firstRange(of: token) {
            let before = range.lowerBound > startIndex ? self[index(before: range.lowerBound)] : " "
            let after = range.upperBound < endIndex ? self[range.upperBound] : " "
            let beginsName = token.first?.isNamePart ?? false
            let endsName = token.last?.isNamePart ?? false
            if !(beginsName && before.isNamePart), !(endsName && after.isNamePart) { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }
}

extension Character {
    /// Whether it can stand in a Swift name.
    var isNamePart: Bool { isLetter || isNumber || self == "_" }
}
