// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// The primitive data types of FHIR R4 (`datatypes.html#primitive`), each with what is legal as its value.
enum PrimitiveType: String, Sendable, CaseIterable {
    case base64Binary, boolean, canonical, code, date, dateTime, decimal, id, instant, integer, markdown, oid
    case positiveInt, string, time, unsignedInt, uri, url, uuid, xhtml

    /// Whether `value` may stand where R4 wants this type.
    func isLegal(_ value: JSONValue) -> Bool {
        switch self {
        case .boolean: return value.kind == .boolean
        case .decimal: return value.kind == .number
        case .integer, .positiveInt, .unsignedInt:
            guard let digits = value.numberLexeme, let number = Int32(digits) else { return false }
            return self == .integer || number > 0 || (self == .unsignedInt && digits == "0")
        case .string, .markdown, .xhtml: return value.kind == .string && value.bytes.count > 2
        default:
            guard let text = value.string else { return false }
            return isLegal(text: text)
        }
    }

    private func isLegal(text: String) -> Bool {
        switch self {
        case .code: Self.isCode(text)
        case .id: Self.isIdentity(text)
        case .uri, .canonical: !text.isEmpty && !text.utf8.contains { $0 <= 0x20 }
        case .url: Self.isLocation(text)
        case .oid: Self.isObjectIdentifier(text)
        case .uuid: Self.isUniversalIdentifier(text)
        case .date: FHIRDateTime(text).map { $0.precision <= .day } ?? false
        case .dateTime: FHIRDateTime(text)?.isLegalInR4 ?? false
        case .instant: FHIRDateTime(text).map { $0.precision >= .second && $0.isLegalInR4 } ?? false
        case .time: FHIRDateTime("2000-01-01T" + text + "Z").map { $0.precision >= .second } ?? false
        case .base64Binary: Self.isBase64(text)
        default: true
        }
    }

    /// Whether a text is a legal logical id: 1 to 64 letters, digits, `-` and `.`.
    static func isIdentity(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
                default: false
                }
            }
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func isCode(_ text: String) -> Bool {
        var previous = UInt8(ascii: " ")
        for byte in text.utf8 {
            if isWhiteSpace(byte), isWhiteSpace(previous) { return false }
            previous = byte
        }
        return !isWhiteSpace(previous)
    }

    /// A location is a whole address with its scheme (RFC 1738, 3986), without characters that no address may have.
    private static func isLocation(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < bytes.count else {
            return false
        }
        let isScheme = bytes[..<colon].allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E: true
            default: false
            }
        }
        let forbidden = Set("\"<>\\^`{|}".utf8)
        let isHierarchical = bytes[(colon + 1)...].starts(with: "//".utf8)
        guard isHierarchical || ["mailto", "mllp", "llp"].contains(text.prefix(colon)) else { return false }
        return isScheme && bytes[colon...].allSatisfy { $0 > 0x20 && $0 != 0x7F && !forbidden.contains($0) }
    }

    private static func isObjectIdentifier(_ text: String) -> Bool {
        guard text.hasPrefix("urn:oid:") else { return false }
        let parts = text.dropFirst(8).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, ["0", "1", "2"].contains(parts[0]) else { return false }
        return parts.dropFirst().allSatisfy { part in
            !part.isEmpty && (part == "0" || !part.hasPrefix("0"))
                && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
    }

    private static func isUniversalIdentifier(_ text: String) -> Bool {
        guard text.hasPrefix("urn:uuid:") else { return false }
        let parts = text.dropFirst(9).split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12]
            && parts.joined().utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    private static func isBase64(_ text: String) -> Bool {
        var count = 0
        for byte in text.utf8 where !isWhiteSpace(byte) {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F, 0x3D: count += 1
            default: return false
            }
        }
        return count > 0 && count % 4 == 0
    }
}
