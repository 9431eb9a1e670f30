// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Gets keys over HTTP from one fixed address, which the configuration gives and no token can change. Redirects are not followed.
public struct HTTPKeySetFetcher: KeySetFetcher {
    /// Why keys were not got.
    public enum Fault: Error, Hashable, Sendable {
        /// The address is not of the configured origin, or not over TLS where it must be.
        case foreignAddress
        case unexpectedStatus(Int)
    }

    private let address: String
    private let client: HTTPClient
    private let timeLimit: Duration

    /// - Parameters:
    ///   - origin: the scheme, host and port from which alone keys are taken (`https://auth.example`).
    ///   - client: whose configuration has to disallow redirects; an answer that redirects is refused in any case.
    /// - Throws: ``Fault/foreignAddress`` where the address is elsewhere than the origin, or neither over TLS nor on this machine.
    public init(address: String, origin: String, client: HTTPClient, timeLimit: Duration = .seconds(5)) throws(Fault) {
        guard let wanted = WebOrigin(address), let allowed = WebOrigin(origin), wanted == allowed,
            wanted.isSecure || wanted.isLoopback
        else { throw .foreignAddress }
        self.address = address
        self.client = client
        self.timeLimit = timeLimit
    }

    public func fetch() async throws -> [UInt8] { try await TimeLimit.within(timeLimit) { try await answer() } }

    private func answer() async throws -> [UInt8] {
        var request = HTTPClientRequest(url: address)
        request.headers.add(name: "Accept", value: "application/jwk-set+json, application/json")
        let response = try await client.execute(request, timeout: TimeAmount(timeLimit))
        guard response.status == .ok, response.history.count <= 1 else {
            throw Fault.unexpectedStatus(Int(response.status.code))
        }
        return Array(buffer: try await response.body.collect(upTo: TokenKeySet.largest))
    }
}

/// The origin of an address (RFC 6454): scheme, host and port.
public struct WebOrigin: Hashable, Sendable {
    let scheme: String
    let host: String
    let port: Int

    /// `nil` where the text is no address of the web, or names a user.
    public init?(_ address: String) {
        guard address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }),
            let parts = URLComponents(string: address), parts.user == nil, parts.password == nil,
            let scheme = parts.scheme?.lowercased(), let host = parts.host?.lowercased(), !host.isEmpty,
            !host.hasSuffix("."), let usual = ["https": 443, "http": 80][scheme]
        else { return nil }
        (self.scheme, self.host, port) = (scheme, host, parts.port ?? usual)
    }

    var isSecure: Bool { scheme == "https" }

    var isLoopback: Bool { ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host) }
}
