// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The code of a Swift source: its text with the contents of comments, string literals and raw identifiers blanked, so that
/// a search finds code alone. Line breaks stay, and the code inside a string's interpolation stays too.
struct SwiftCode {
    /// As many bytes as the source has; a blanked byte is a space.
    private(set) var bytes: [UInt8]
    /// Whether each byte belongs to a string literal's interpolation.
    private(set) var interpolated: [Bool]
    private var position = 0
    private var interpolationDepth = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
        interpolated = Array(repeating: false, count: bytes.count)
        readCode(until: nil)
    }

    /// The code as text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    // MARK: - Reading

    private func peek(_ offset: Int = 0) -> UInt8 {
        position + offset < bytes.count ? bytes[position + offset] : 0
    }

    private mutating func blank() {
        if bytes[position] != UInt8(ascii: "\n") { bytes[position] = UInt8(ascii: " ") }
        position += 1
    }

    /// Reads code to the end, or to the parenthesis that closes an interpolation.
    private mutating func readCode(until closing: UInt8?) {
        var parentheses = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { blank() }
            } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                blankBlockComment()
            } else if byte == UInt8(ascii: "\"") {
                blankString(pounds: 0)
            } else if byte == UInt8(ascii: "#"), let pounds = poundsBeforeQuote() {
                position += pounds
                blankString(pounds: pounds)
            } else if byte == UInt8(ascii: "`") {
                blankRawIdentifier()
            } else {
                if byte == UInt8(ascii: "(") { parentheses += 1 }
                if byte == UInt8(ascii: ")") {
                    if closing != nil, parentheses == 0 { return }
                    parentheses -= 1
                }
                if interpolationDepth > 0 { interpolated[position] = true }
                position += 1
            }
        }
    }

    private mutating func blankBlockComment() {
        var depth = 0
        repeat {
            if peek() == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                depth += 1
                blank()
            } else if peek() == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                depth -= 1
                blank()
            }
            if position < bytes.count { blank() }
        } while depth > 0 && position < bytes.count
    }

    private mutating func blankRawIdentifier() {
        position += 1
        while position < bytes.count, peek() != UInt8(ascii: "`"), peek() != UInt8(ascii: "\n") { blank() }
        if position < bytes.count { position += 1 }
    }

    private func poundsBeforeQuote() -> Int? {
        var pounds = 0
        while peek(pounds) == UInt8(ascii: "#") { pounds += 1 }
        return peek(pounds) == UInt8(ascii: "\"") ? pounds : nil
    }

    private func hasPounds(_ pounds: Int, from offset: Int) -> Bool {
        (0..<pounds).allSatisfy { peek(offset + $0) == UInt8(ascii: "#") }
    }

    /// Blanks a literal from its opening quotation mark on. The quotation marks themselves stay.
    private mutating func blankString(pounds: Int) {
        let quote = UInt8(ascii: "\"")
        let isMultiline = peek(1) == quote && peek(2) == quote
        let quotes = isMultiline ? 3 : 1
        position += quotes
        while position < bytes.count {
            if peek() == UInt8(ascii: "\\"), hasPounds(pounds, from: 1) {
                let isInterpolation = peek(1 + pounds) == UInt8(ascii: "(")
                for _ in 0..<min(2 + pounds, bytes.count - position) { blank() }
                if isInterpolation { readInterpolation() }
            } else if peek() == quote, !isMultiline || (peek(1) == quote && peek(2) == quote),
                hasPounds(pounds, from: quotes)
            {
                position += quotes + pounds
                return
            } else if peek() == UInt8(ascii: "\n"), !isMultiline {
                return
            } else {
                blank()
            }
        }
    }

    private mutating func readInterpolation() {
        interpolationDepth += 1
        readCode(until: UInt8(ascii: ")"))
        interpolationDepth -= 1
        if position < bytes.count { blank() }
    }
}
