// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// A reference from one resource to another (FHIR R4 `references.html`).
public struct Reference: Sendable, Redacted {
    /// What a reference points at.
    public enum Target: Sendable, Hashable, Redacted {
        /// `Patient/1` or `Patient/1/_history/2`.
        case relative(type: String, id: String, version: String?)
        /// `https://host/Patient/1`; `url` is without the version.
        case absolute(url: String, type: String, id: String, version: String?)
        /// `urn:uuid:…` or `urn:oid:…`.
        case uniform(String)
        /// `#1`: a resource contained in the one that refers. `#` alone, so an empty id, is the one that contains it.
        case contained(String)
        /// Anything else (a search in place of an id, an address that is not of a resource), or no `reference` at all.
        case unreadable
    }

    /// The reference as written; `nil` where only an identifier or display was given.
    public let text: String?
    /// What it points at.
    public let target: Target
    /// The words that stand for the target.
    public let display: String?
    /// The business identifier of the target.
    public let identifier: Identifier?

    /// A view of a Reference element; `nil` unless it is an object.
    public init?(_ value: JSONValue) {
        guard value.kind == .object else { return nil }
        text = value["reference"]?.string
        target = text.map(Self.target(of:)) ?? .unreadable
        display = value["display"]?.string
        identifier = value["identifier"].flatMap { Identifier($0) }
    }

    /// Reads the text of a reference.
    public static func target(of text: String) -> Target {
        if let simple = simpleTarget(of: text) { return simple }
        if text.hasPrefix("#") { return .contained(String(text.dropFirst())) }
        if text.hasPrefix("urn:") { return .uniform(text) }
        guard !text.contains("?") else { return .unreadable }
        var parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var version: String?
        if parts.count >= 4, parts[parts.count - 2] == "_history" {
            version = parts[parts.count - 1]
            parts.removeLast(2)
        }
        guard version != "", parts.count >= 2, let id = parts.last, !id.isEmpty else { return .unreadable }
        let type = parts[parts.count - 2]
        guard isTypeName(type) else { return .unreadable }
        if parts.count == 2 { return .relative(type: type, id: id, version: version) }
        // The shortest is `https://host/Patient/1`, whose scheme is followed by an empty part and the host.
        guard parts.count >= 5, parts[0] == "https:" || parts[0] == "http:", parts[1].isEmpty, !parts[2].isEmpty else {
            return .unreadable
        }
        return .absolute(url: parts.joined(separator: "/"), type: type, id: id, version: version)
    }

    /// What `Patient/1` means, which is how nearly all references are written; `nil` for any other form.
    private static func simpleTarget(of text: String) -> Target? {
        let bytes = text.utf8
        var slash: String.Index?
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "/"):
                guard slash == nil else { return nil }
                slash = index
            case UInt8(ascii: "#"), UInt8(ascii: ":"), UInt8(ascii: "?"): return nil
            default: break
            }
        }
        guard let slash else { return nil }
        let (type, id) = (String(text[..<slash]), String(text[bytes.index(after: slash)...]))
        return id.isEmpty || !isTypeName(type) ? .unreadable : .relative(type: type, id: id, version: nil)
    }

    private static func isTypeName(_ text: String) -> Bool {
        guard let first = text.utf8.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else { return false }
        return text.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
    }
}
