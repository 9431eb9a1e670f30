// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import HTTPTypes
import NIOCore

/// The names under which the gateway may be asked. A page of another site can point a name of its own at this machine (DNS rebinding),
/// and would then read what it is answered: so whoever asks under another name gets nothing.
struct ServedNames: Sendable {
    private let names: Set<String>
    /// Whether the address of the connection itself is a name too: nobody can point an address elsewhere.
    private let takesOwnAddress: Bool

    /// - Parameter isOpen: whether nobody is authenticated, so that only this machine may ask.
    init(_ configuration: GatewayServer.Configuration, isOpen: Bool) {
        var names: Set<String> = ["127.0.0.1", "localhost", "::1"]
        if !isOpen {
            names.insert(configuration.host.lowercased())
            let authority = configuration.publicAddress.flatMap { address in
                address.firstRange(of: "://").map { address[$0.upperBound...].prefix { $0 != "/" } }
            }
            if let authority, let name = Self.name(in: String(authority)) { names.insert(name) }
        }
        self.names = names
        takesOwnAddress = !isOpen
    }

    /// - Throws: ``RequestFault``: 400 where it is not said once under which name it is asked, 421 where the name is not the gateway's.
    func admit(_ request: HTTPRequest, to address: SocketAddress?) throws(RequestFault) {
        // The first Host of a request is its authority; a second one stays among the headers.
        guard let authority = request.authority, request.headerFields[values: .host].isEmpty else {
            throw .invalid("A request has to name one host, once.", concerning: "Host")
        }
        guard let name = Self.name(in: authority) else {
            throw .invalid("The host that the request names cannot be read.", concerning: "Host")
        }
        guard names.contains(name) || takesOwnAddress && name == address?.ipAddress?.lowercased() else {
            throw .misdirected
        }
    }

    /// Whether an authority is a name that only this machine has.
    static func isLoopback(_ authority: String) -> Bool {
        name(in: authority).map { ["127.0.0.1", "localhost", "::1"].contains($0) } ?? false
    }

    /// The host of an authority without its port, in lower case. Ports are not compared: one may be passed on under another number,
    /// and no name is safer for its port.
    static func name(in authority: String) -> String? {
        let host: Substring
        let rest: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            rest = authority[authority.index(after: end)...]
        } else {
            host = authority.prefix { $0 != ":" }
            rest = authority[host.endIndex...]
        }
        let isPort = rest.isEmpty || rest.first == ":" && rest.utf8.dropFirst().allSatisfy { (48...57).contains($0) }
        let isPlain = host.utf8.allSatisfy { $0.isIDCharacter || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "_") }
        guard isPort, isPlain, !host.isEmpty else { return nil }
        return host.lowercased()
    }
}

extension RequestFault {
    fileprivate static let misdirected = RequestFault(
        status: .misdirectedRequest, issue: .security,
        diagnostics: "This gateway is not asked under this name. Use the address that it is published under.",
        concerning: "Host")
}

extension HTTPField.Name {
    fileprivate static let host = named("Host")
}
