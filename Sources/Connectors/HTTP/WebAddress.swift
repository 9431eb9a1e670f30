// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// An absolute web address, read far more strictly than RFC 3986 allows: printable ASCII, no user, no fragment, a plain host.
/// What is strange is refused rather than understood, so that nobody can understand it differently later.
public struct WebAddress: Hashable, Sendable {
    public let origin: Origin
    /// The path with its query, beginning with `/`.
    public let target: String

    init(origin: Origin, target: String) {
        self.origin = origin
        self.target = target
    }

    /// Reads an address; `nil` for anything that is not plainly one.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= 8_192, bytes.allSatisfy(Self.isAllowed) else { return nil }
        guard let (scheme, rest) = Self.scheme(of: text) else { return nil }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        guard let origin = Self.origin(scheme, String(rest[..<end])) else { return nil }
        self.origin = origin
        target = Self.normalised(rest[end...])
    }

    /// The whole address.
    public var text: String { origin.text + target }

    /// An address below this one; whatever query this one has is left out.
    /// - Parameters:
    ///   - path: segments that need no escaping, without a `/` at the front.
    ///   - query: names and values, escaped here.
    public func appending(_ path: String, query: [(name: String, value: String)] = []) -> WebAddress {
        let base = String(target.prefix { $0 != "?" })
        let joined = base.hasSuffix("/") ? base + path : base + "/" + path
        return WebAddress(
            origin: origin, target: query.isEmpty ? joined : joined + "?" + FormFields(query).text)
    }

    /// The address that a link in an answer means, if it lies on this origin; `nil` if it lies anywhere else or cannot be read
    /// plainly.
    public func following(_ link: String) -> WebAddress? {
        if link.hasPrefix("/"), !link.hasPrefix("//") {
            return WebAddress(origin.text + link)
        }
        guard let address = WebAddress(link), address.origin == origin else { return nil }
        return address
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "}"):
            false
        default: (0x21...0x7E).contains(byte)
        }
    }

    private static func scheme(of text: String) -> (Origin.Scheme, Substring)? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        guard let scheme = Origin.Scheme(rawValue: text[..<colon].lowercased()) else { return nil }
        let rest = text[text.index(after: colon)...]
        guard rest.hasPrefix("//") else { return nil }
        return (scheme, rest.dropFirst(2))
    }

    private static func origin(_ scheme: Origin.Scheme, _ authority: String) -> Origin? {
        var host = authority.lowercased()
        var port = scheme.defaultPort
        let nameEnd = host.hasPrefix("[") ? host.firstIndex(of: "]").map { host.index(after: $0) } : nil
        if let colon = host[(nameEnd ?? host.startIndex)...].firstIndex(of: ":") {
            let digits = host[host.index(after: colon)...]
            guard (1...5).contains(digits.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(digits), (1...65_535).contains(number)
            else { return nil }
            port = number
            host = String(host[..<colon])
        }
        guard isPlainHost(host) else { return nil }
        return Origin(scheme: scheme, host: host, port: port)
    }

    private static func isPlainHost(_ host: String) -> Bool {
        if host.hasPrefix("["), host.hasSuffix("]") {
            let inside = host.dropFirst().dropLast().utf8
            return !inside.isEmpty
                && inside.allSatisfy {
                    (0x30...0x3A).contains($0) || (0x61...0x66).contains($0) || $0 == UInt8(ascii: ".")
                }
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return host.utf8.count <= 253
            && labels.allSatisfy { label in
                !label.isEmpty
                    && label.utf8.allSatisfy {
                        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-")
                            || $0 == UInt8(ascii: "_")
                    }
            }
    }

    /// Servers write `|` as it is into their links, which no client may send.
    private static func normalised(_ target: Substring) -> String {
        let escaped = target.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "%7C")
        return escaped.hasPrefix("/") ? escaped : "/" + escaped
    }
}

extension WebAddress: CustomStringConvertible, CustomReflectable {
    /// The origin alone: the rest may name a person.
    public var description: String { origin.text + "/<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
