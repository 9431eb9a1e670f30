// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Whether a narrative holds nothing but what FHIR R4 allows in one (`narrative.html#security`, invariant `txt-1`): text, basic
/// formatting, tables, links and images of its own. It is read as strict XHTML: what a browser would have to put right is refused, as
/// what it makes of it cannot be foreseen.
struct NarrativeCheck {
    private let bytes: [UInt8]
    private var place = 0

    static func allows(_ division: String) -> Bool {
        var check = NarrativeCheck(bytes: Array(division.utf8))
        return check.holds()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func holds() -> Bool {
        var open: [String] = []
        var hasBegun = false
        skipBlanks()
        while place < bytes.count {
            guard bytes[place] == UInt8(ascii: "<") else {
                // Text stands inside the one div alone, without controls that are no blanks.
                guard !open.isEmpty || bytes[place].isXMLBlank, bytes[place] >= 0x20 || bytes[place].isXMLBlank else {
                    return false
                }
                place += 1
                continue
            }
            place += 1
            if take("!--") {
                guard !open.isEmpty, skipComment() else { return false }
            } else if take("/") {
                guard let name = readName(), name == open.popLast() else { return false }
                skipBlanks()
                guard take(">") else { return false }
            } else {
                guard let name = readName(), Self.elements.contains(name), !open.isEmpty || !hasBegun && name == "div",
                    let isEmpty = readAttributes()
                else { return false }
                hasBegun = true
                if !isEmpty { open.append(name) }
                guard open.count <= Self.deepest else { return false }
            }
        }
        return hasBegun && open.isEmpty
    }

    private static let deepest = 256

    // MARK: Pieces

    private mutating func take(_ text: String) -> Bool {
        let end = place + text.utf8.count
        guard end <= bytes.count, bytes[place..<end].elementsEqual(text.utf8) else { return false }
        place = end
        return true
    }

    private mutating func skipBlanks() { while place < bytes.count, bytes[place].isXMLBlank { place += 1 } }

    /// A comment holds no tag that a reader could take for one.
    private mutating func skipComment() -> Bool {
        while place < bytes.count {
            if take("-->") { return true }
            guard bytes[place] != UInt8(ascii: "<"), bytes[place] != UInt8(ascii: ">"), bytes[place] != 0 else {
                return false
            }
            guard !take("--") else { return false }
            place += 1
        }
        return false
    }

    private mutating func readName() -> String? {
        let start = place
        while place < bytes.count, bytes[place].isNarrativeName { place += 1 }
        return start == place ? nil : String(decoding: bytes[start..<place], as: UTF8.self)
    }

    /// The attributes up to the end of the tag: whether the element is empty; `nil` where one of them is not allowed.
    private mutating func readAttributes() -> Bool? {
        var seen: Set<String> = []
        while true {
            let before = place
            skipBlanks()
            if take("/>") { return true }
            if take(">") { return false }
            guard place > before, let name = readName(), seen.insert(name).inserted, take("="), let value = readValue(),
                Self.allows(name, value)
            else { return nil }
        }
    }

    private mutating func readValue() -> String? {
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") || bytes[place] == UInt8(ascii: "'") else {
            return nil
        }
        let quote = bytes[place]
        let start = place + 1
        guard let end = bytes[start...].firstIndex(of: quote), !bytes[start..<end].contains(UInt8(ascii: "<")) else {
            return nil
        }
        place = end + 1
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    // MARK: What is allowed

    private static let elements: Set<String> = [
        "a", "abbr", "acronym", "b", "big", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd",
        "dfn", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p", "pre",
        "q", "samp", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
        "tt", "ul", "var",
    ]

    private static let attributes: Set<String> = [
        "abbr", "accesskey", "align", "alt", "axis", "bgcolor", "border", "cellhalign", "cellpadding", "cellspacing",
        "cellvalign", "char", "charoff", "charset", "class", "colspan", "compact", "coords", "dir", "frame", "headers",
        "height", "hreflang", "hspace", "id", "lang", "name", "nowrap", "rel", "rev", "rowspan", "rules", "scope",
        "shape", "span", "start", "summary", "tabindex", "title", "type", "valign", "value", "vspace", "width",
        "xml:lang", "xml:space",
    ]

    private static func allows(_ name: String, _ value: String) -> Bool {
        switch name {
        case "xmlns": value == "http://www.w3.org/1999/xhtml"
        case "href", "cite", "longdesc": isLink(value)
        case "src": isOwnImage(value)
        case "style": isPlainStyle(value)
        default: attributes.contains(name)
        }
    }

    /// A link leads to a page, a mail, a telephone, or a place near by; nothing that has to be decoded first says what it is.
    private static func isLink(_ value: String) -> Bool {
        let link = value.lowercased()
        guard link.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else { return false }
        if ["http://", "https://", "mailto:", "tel:", "#"].contains(where: link.hasPrefix) { return true }
        return !link.hasPrefix("//") && !link.contains(":") && !link.contains("&")
    }

    /// An image from elsewhere would tell that server who reads.
    private static func isOwnImage(_ value: String) -> Bool {
        let image = value.lowercased()
        let kinds = ["#", "data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,"]
        return kinds.contains(where: image.hasPrefix)
            && image.utf8.allSatisfy { $0.isNarrativeName || "#:;,/+=_".utf8.contains($0) }
    }

    /// A style sets colours, sizes and edges; it fetches and runs nothing.
    private static func isPlainStyle(_ value: String) -> Bool {
        let style = value.lowercased()
        let allowed = " \t\n\r#%.,;()!'\"_".utf8
        guard style.utf8.allSatisfy({ $0.isNarrativeName || allowed.contains($0) }) else { return false }
        return !["url", "expression", "image", "behavior", "behaviour", "binding", "import", "src", "attr("]
            .contains { style.contains($0) }
    }
}

extension UInt8 {
    fileprivate var isXMLBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }

    fileprivate var isNarrativeName: Bool { isIDCharacter || self == UInt8(ascii: ":") }
}
