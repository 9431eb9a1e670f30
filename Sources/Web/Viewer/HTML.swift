// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// HTML under construction, as the bytes that will be sent. Text and attribute values are escaped on the way in, and names are
/// literals of the program, so that nothing that a source sent can become markup. Elements are written in place, one after the
/// other: a record of thousands of entries is one buffer, not a tree of texts that are joined again and again.
public struct HTML: Sendable {
    public typealias Attributes = KeyValuePairs<StaticString, String>

    /// The markup in UTF-8.
    private(set) var bytes: [UInt8] = []

    init() {}

    /// Several pieces, one after the other.
    public init(_ pieces: [HTML]) {
        bytes.reserveCapacity(pieces.reduce(0) { $0 + $1.bytes.count })
        for piece in pieces { append(piece) }
    }

    /// The text of the markup.
    var markup: String { String(decoding: bytes, as: UTF8.self) }

    mutating func append(_ other: HTML) { bytes.append(contentsOf: other.bytes) }

    /// Writes an element, and its content between start and end.
    mutating func tag(_ name: StaticString, _ attributes: Attributes = [:], _ content: (inout HTML) -> Void) {
        start(name, attributes)
        content(&self)
        end(name)
    }

    /// Writes an element without attributes that holds a text.
    mutating func tag(_ name: StaticString, _ text: String) { tag(name, [:], text) }

    /// Writes an element that holds a text.
    mutating func tag(_ name: StaticString, _ attributes: Attributes, _ text: String) {
        start(name, attributes)
        self.text(text)
        end(name)
    }

    /// Writes an element that has neither children nor an end.
    mutating func void(_ name: StaticString, _ attributes: Attributes = [:]) { start(name, attributes) }

    /// Writes text, with everything escaped that markup could be made of, and characters that act unseen written out.
    mutating func text(_ text: String) {
        let classes = Self.classes
        let needsCare = text.utf8.contains { classes[Int($0)] == .mayActUnseen }
        var visible = needsCare ? text.withVisibleControls : text
        visible.withUTF8 { source in
            var plain = 0
            for place in source.indices where classes[Int(source[place])] == .special {
                bytes.append(contentsOf: source[plain..<place])
                literal(Self.reference(for: source[place]))
                plain = place + 1
            }
            bytes.append(contentsOf: source[plain...])
        }
    }

    /// Writes what stands before the root of a document.
    mutating func documentType() { literal("<!DOCTYPE html>\n") }

    private mutating func start(_ name: StaticString, _ attributes: Attributes) {
        literal("<")
        literal(name)
        for (name, value) in attributes {
            literal(" ")
            literal(name)
            literal("=\"")
            text(value)
            literal("\"")
        }
        literal(">")
    }

    private mutating func end(_ name: StaticString) {
        literal("</")
        literal(name)
        literal(">")
    }

    private mutating func literal(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private static func reference(for byte: UInt8) -> StaticString {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        default: "&#39;"
        }
    }

    private enum ByteClass: UInt8 { case plain, special, mayActUnseen }

    /// What each byte of UTF-8 may be part of; ``Swift/String/withVisibleControls`` decides about those that may act unseen, which
    /// are the control characters and the first bytes of all that it spells as a code.
    private static let classes: [ByteClass] = (0...255).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): .special
        case 0x09, 0x0A, 0x0D: .plain
        case 0..<0x20, 0x7F, 0xC2, 0xD8, 0xE2, 0xEF: .mayActUnseen
        default: .plain
        }
    }
}

extension HTML {
    /// A piece with what a closure writes into it.
    static func written(_ content: (inout HTML) -> Void) -> HTML {
        var html = HTML()
        content(&html)
        return html
    }

    /// Text as a piece.
    public static func text(_ text: String) -> HTML { .written { $0.text(text) } }

    /// An element with its children as a piece.
    public static func tag(_ name: StaticString, _ attributes: Attributes = [:], _ children: HTML...) -> HTML {
        tag(name, attributes, children)
    }

    /// An element with its children as a piece.
    public static func tag(_ name: StaticString, _ attributes: Attributes = [:], _ children: [HTML]) -> HTML {
        .written { html in
            html.tag(name, attributes) { html in for child in children { html.append(child) } }
        }
    }

    /// An element without attributes, with its child.
    public static func tag(_ name: StaticString, _ child: HTML) -> HTML { tag(name, [:], [child]) }

    /// An element that has neither children nor an end, as a piece.
    public static func void(_ name: StaticString, _ attributes: Attributes) -> HTML {
        .written { $0.void(name, attributes) }
    }
}
