// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Foundation
import SwiftASN1
import X509

/// A small world of certificates: a root, an authority under it, a client of that, a server, and what each authority has revoked.
/// As it comes everything is in order; a test spoils one thing.
public struct TestScene: Sendable {
    /// The time at which everything is judged.
    public static let now = Date(timeIntervalSince1970: 1_900_000_000)
    public static let day: TimeInterval = 86_400
    public static let clientName = "ward.hospital.example"

    public var now = TestScene.now
    public var root: TestCertificate
    public var authority: TestCertificate
    public var client: TestCertificate
    public var server: TestCertificate
    public var rootList: TestRevocationList
    public var authorityList: TestRevocationList
    /// What is sent after the client's own certificate; the authority's where it is `nil`.
    public var sent: [TestCertificate]?
    /// What the server trusts; the root where it is `nil`.
    public var trusted: [TestCertificate]?
    /// The lists that the server has; both where it is `nil`.
    public var lists: [TestRevocationList]?
    /// The key with which the client proves that the certificate is its own.
    public var provingKey: TestKey

    /// - Parameter now: the time around which everything is valid.
    public init(now: Date = TestScene.now) throws {
        self.now = now
        let (rootKey, authorityKey, clientKey, serverKey) = (TestKey.new(), TestKey.new(), TestKey.new(), TestKey.new())
        let (past, future) = (now - 100 * Self.day, now + 100 * Self.day)
        root = TestCertificate(
            serial: [1], issuer: "Test Root", subject: "Test Root", notBefore: past, notAfter: future, key: rootKey,
            issuerKey: rootKey)
        authority = TestCertificate(
            serial: [2], issuer: "Test Root", subject: "Test Authority", notBefore: past, notAfter: future,
            key: authorityKey, issuerKey: rootKey)
        client = TestCertificate(
            serial: [0x11, 0x22], issuer: "Test Authority", subject: "A client", notBefore: past, notAfter: future,
            key: clientKey, issuerKey: authorityKey)
        server = TestCertificate(
            serial: [0x33], issuer: "Test Authority", subject: "A server", notBefore: past, notAfter: future,
            key: serverKey, issuerKey: authorityKey)
        provingKey = clientKey
        rootList = TestRevocationList(
            issuer: "Test Root", key: rootKey, thisUpdate: now - Self.day, nextUpdate: now + Self.day)
        authorityList = TestRevocationList(
            issuer: "Test Authority", key: authorityKey, thisUpdate: now - Self.day,
            nextUpdate: now + Self.day)
        rootList.entries = [.init(serial: [0x7E])]
        authorityList.entries = [.init(serial: [0x7F], extensions: [TestRevocationList.reason(1)])]
        try Self.makeAuthority(&root)
        try Self.makeAuthority(&authority)
        try Self.makeClient(&client, named: Self.clientName)
        try Self.makeClient(&server, named: "localhost")
        try server.setPurposes([.serverAuth])
    }

    public static func makeAuthority(_ certificate: inout TestCertificate) throws {
        try certificate.setConstraints(.isCertificateAuthority(maxPathLength: nil))
        try certificate.setUsage(KeyUsage(keyCertSign: true, cRLSign: true))
    }

    public static func makeClient(_ certificate: inout TestCertificate, named name: String) throws {
        try certificate.setConstraints(.notCertificateAuthority)
        try certificate.setUsage(KeyUsage(digitalSignature: true))
        try certificate.setPurposes([.clientAuth])
        try certificate.setNames([.dnsName(name)])
    }

    /// A new key for the authority, and all that hangs on it.
    public mutating func setAuthorityKey(_ key: TestKey) {
        authority.key = key
        (client.issuerKey, server.issuerKey, authorityList.key) = (key, key, key)
    }

    /// A new key for the client.
    public mutating func setClientKey(_ key: TestKey) { (client.key, provingKey) = (key, key) }

    /// What the client shows.
    public func chain() throws -> [[UInt8]] { try ([client] + (sent ?? [authority])).map { try $0.der() } }

    /// The same in PEM.
    public func chainPEM() throws -> String {
        try ([client] + (sent ?? [authority])).map { try $0.pem() }.joined(separator: "\n") + "\n"
    }

    public func trustedPEM() throws -> String { try (trusted ?? [root]).map { try $0.pem() }.joined(separator: "\n") }

    public func listBytes() throws -> [[UInt8]] { try (lists ?? [rootList, authorityList]).map { try $0.der() } }

    public func serverPEM() throws -> String { try [server, authority].map { try $0.pem() }.joined(separator: "\n") }
}
