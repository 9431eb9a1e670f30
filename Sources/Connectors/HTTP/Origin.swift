// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Where a web address lives: scheme, host and port (RFC 6454). Origins are compared whole, never by prefix, so that
/// `https://source.example.evil` is not taken for `https://source.example`.
public struct Origin: Hashable, Sendable {
    /// The schemes that a source may be reached by.
    public enum Scheme: String, Sendable, Hashable {
        case http, https

        /// The port that is meant where none is written.
        public var defaultPort: Int { self == .http ? 80 : 443 }
    }

    public let scheme: Scheme
    /// In lower case; an IPv6 address stands in brackets.
    public let host: String
    public let port: Int

    /// The origin as a web address begins with it, without a port that goes without saying.
    public var text: String {
        scheme.rawValue + "://" + host + (port == scheme.defaultPort ? "" : ":" + String(port))
    }

    /// Whether the host is this machine itself.
    public var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
