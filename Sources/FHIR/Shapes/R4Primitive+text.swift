// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension R4Primitive {
    /// The most bytes that R4 allows in a string (`datatypes.html#string`: 1 MB).
    static let largestString = 1 << 20

    /// Whether a text, which is not blank, is legal for this datatype.
    func accepts(_ text: Span<UInt8>) -> Bool {
        switch self {
        case .string, .markdown: Self.isString(text)
        case .code: Self.isCode(text)
        case .id: text.count <= 64 && text.allAre(Self.isIdByte)
        case .uri, .url, .canonical: Self.hasNoWhiteSpace(text)
        case .oid: Self.isObjectIdentifier(text)
        case .uuid: Self.isUUID(text)
        case .base64Binary: Self.isBase64(text)
        case .xhtml: Self.isDivision(text)
        case .date, .dateTime, .instant: acceptsMoment(text)
        case .time: Self.isTime(text)
        case .boolean, .integer, .positiveInt, .unsignedInt, .decimal: false
        }
    }

    /// Whether a text could stand in an element of type string.
    static func isString(_ text: Span<UInt8>) -> Bool {
        guard text.count <= largestString else { return false }
        var isBlank = true
        for position in text.indices {
            let byte = text[position]
            if byte > 0x20 {
                isBlank = false
            } else if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D {
                return false
            }
        }
        return !isBlank
    }

    private static func isCode(_ text: Span<UInt8>) -> Bool {
        var afterSpace = true
        for position in text.indices {
            let byte = text[position]
            if byte > 0x7F { return isCode(text.string) }
            let isSpace = byte <= 0x20
            if isSpace && afterSpace { return false }
            afterSpace = isSpace
        }
        return !afterSpace
    }

    /// The same for a text with letters beyond ASCII, among which are white spaces too.
    private static func isCode(_ text: String) -> Bool {
        var afterSpace = true
        for scalar in text.unicodeScalars {
            let isSpace = scalar.properties.isWhitespace || scalar.value <= 0x20
            if isSpace && afterSpace { return false }
            afterSpace = isSpace
        }
        return !afterSpace
    }

    private static func hasNoWhiteSpace(_ text: Span<UInt8>) -> Bool {
        var isASCII = true
        for position in text.indices {
            let byte = text[position]
            if byte <= 0x20 { return false }
            if byte > 0x7F { isASCII = false }
        }
        return isASCII || !text.string.unicodeScalars.contains { $0.properties.isWhitespace }
    }

    private static func isIdByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isBase64(_ text: Span<UInt8>) -> Bool {
        var count = 0
        for position in text.indices {
            let byte = text[position]
            if byte == 0x20 || (0x09...0x0D).contains(byte) { continue }
            guard isLetterOrDigit(byte) || byte == 0x2B || byte == 0x2F || byte == 0x3D else { return false }
            count += 1
        }
        return count % 4 == 0
    }

    /// Only the beginning is looked at: a narrative is made safe where it is shown.
    private static func isDivision(_ text: Span<UInt8>) -> Bool {
        var start = 0
        while start < text.count, text[start] <= 0x20 { start += 1 }
        guard start + 5 <= text.count, text.extracting(start..<(start + 4)).string == "<div" else { return false }
        return !isLetterOrDigit(text[start + 4])
    }

    /// `urn:oid:` and arcs without leading zeros, the first of them 0, 1 or 2.
    private static func isObjectIdentifier(_ text: Span<UInt8>) -> Bool {
        guard text.count > 8, text.extracting(0..<8).string == "urn:oid:" else { return false }
        let arcs = text.extracting(8..<text.count).string.split(separator: ".", omittingEmptySubsequences: false)
        guard arcs.count > 1, let first = arcs.first, ["0", "1", "2"].contains(first) else { return false }
        return arcs.allSatisfy { arc in
            !arc.isEmpty && arc.utf8.allSatisfy(isDigit) && (arc == "0" || arc.utf8.first != UInt8(ascii: "0"))
        }
    }

    private static func isUUID(_ text: Span<UInt8>) -> Bool {
        guard text.count == 45, text.extracting(0..<9).string == "urn:uuid:" else { return false }
        for position in 9..<45 {
            let byte = text[position]
            switch position - 9 {
            case 8, 13, 18, 23: guard byte == UInt8(ascii: "-") else { return false }
            default: guard isDigit(byte) || (0x61...0x66).contains(byte) else { return false }
            }
        }
        return true
    }

    private func acceptsMoment(_ text: Span<UInt8>) -> Bool {
        guard text.count <= 64, let moment = FHIRDateTime.Parts(text), moment.isLegalInR4 else { return false }
        if let offset = moment.offsetMinutes, abs(offset) > 14 * 60 { return false }
        switch self {
        case .date: return moment.precision <= .day
        case .instant: return moment.precision >= .second
        default: return true
        }
    }

    /// The grammar of a time is that of the time in a dateTime.
    private static func isTime(_ text: Span<UInt8>) -> Bool {
        guard (8...64).contains(text.count) else { return false }
        let moment = FHIRDateTime("2000-01-01T" + text.string)
        return moment.map { $0.precision >= .second && $0.offsetMinutes == nil } ?? false
    }
}

extension Span<UInt8> {
    fileprivate var string: String {
        String(decoding: indices.map { self[$0] }, as: UTF8.self)
    }

    fileprivate func allAre(_ isAllowed: (UInt8) -> Bool) -> Bool {
        for position in indices where !isAllowed(self[position]) { return false }
        return true
    }
}
