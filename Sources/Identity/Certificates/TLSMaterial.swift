// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Foundation
public import NIOSSL
import SwiftASN1
import X509

/// Everything that a handshake needs, read from files and checked.
public struct TLSMaterial: Sendable {
    /// How connections are protected.
    public let configuration: TLSConfiguration
    /// The configuration made ready once, for connections that share what is remembered of sessions.
    public let context: NIOSSLContext
    /// Who believes clients; `nil` where no certificates are asked for.
    public let verifier: ClientCertificateVerifier?
    public let demand: ClientCertificateDemand
    /// When the first of each role's files expires.
    let expiries: [CertificateRole: Date]
    /// The greatest number of each issuer's lists.
    let listNumbers: [DistinguishedName: [UInt8]]

    /// - Parameter contents: reads a file, `nil` where it cannot be read.
    /// - Throws: ``CertificateFileFault`` for the first file that cannot be used.
    public init(
        _ files: CertificateFiles, contents: @escaping (String) -> [UInt8]?
    ) throws(CertificateFileFault) {
        let reader = CertificateFileReader(contents: contents)
        let chain = try reader.certificates(files.certificate, .serverCertificate)
        let key = try reader.key(files.privateKey)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try chain.map { certificate throws(CertificateFileFault) in
                .certificate(try reader.connectionCertificate(certificate, .serverCertificate))
            }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuites = Self.cipherSuites
        configuration.applicationProtocols = ["http/1.1"]
        demand = files.clientCertificates
        var expiries = [CertificateRole.serverCertificate: chain.map(\.notValidAfter).min() ?? .distantPast]
        var numbers: [DistinguishedName: [UInt8]] = [:]
        if demand == .none {
            verifier = nil
        } else {
            let authorities = try reader.certificates(files.clientAuthorities ?? "", .clientAuthorities)
            guard authorities.contains(where: \.isSelfIssued) else {
                throw CertificateFileFault(
                    role: .clientAuthorities, reason: "No root authority (one that has issued itself) is among them.")
            }
            var lists: [RevocationList] = []
            for path in files.revocationLists { lists.append(try reader.list(path)) }
            verifier = ClientCertificateVerifier(
                authorities: authorities, revocation: RevocationRegister(lists, rule: files.revocation))
            // Our own verifier replaces the library's; these only tell clients which certificates they may choose from.
            configuration.trustRoots = .certificates(
                try authorities.map { certificate throws(CertificateFileFault) in
                    try reader.connectionCertificate(certificate, .clientAuthorities)
                })
            configuration.sendCANameList = true
            configuration.certificateVerification =
                demand == .required ? .noHostnameVerification : .optionalVerification
            expiries[.clientAuthorities] = authorities.map(\.notValidAfter).min()
            expiries[.revocationList] = lists.map(\.nextUpdate).min()
            for list in lists {
                numbers[list.issuer] = max(list.number ?? [], numbers[list.issuer] ?? [], by: Self.isLess)
            }
        }
        self.configuration = configuration
        self.expiries = expiries
        listNumbers = numbers
        do { context = try NIOSSLContext(configuration: configuration) } catch {
            throw CertificateFileFault(
                role: .privateKey,
                reason: "The key is not that of the server's certificate, or one of them cannot be used.")
        }
    }

    /// Forward secrecy and authenticated encryption alone, for TLS 1.2; those of 1.3 are so by themselves.
    static let cipherSuites = "ECDHE+AESGCM:ECDHE+CHACHA20"

    /// How long each role's files still hold, in seconds; negative where one has expired.
    public func expiries(at now: Date) -> [(role: CertificateRole, seconds: TimeInterval)] {
        CertificateRole.allCases.compactMap { role in expiries[role].map { (role, $0.timeIntervalSince(now)) } }
    }

    /// Whether a list has been replaced by an older one, which would bring revoked certificates back.
    func goesBack(from other: TLSMaterial) -> Bool {
        other.listNumbers.contains { issuer, number in
            listNumbers[issuer].map { Self.isLess($0, number) } ?? false
        }
    }

    private static func isLess(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }
}

private func max(_ left: [UInt8], _ right: [UInt8], by isLess: ([UInt8], [UInt8]) -> Bool) -> [UInt8] {
    isLess(left, right) ? right : left
}

/// Reads what the files hold.
private struct CertificateFileReader {
    let contents: (String) -> [UInt8]?

    private func bytes(_ path: String, _ role: CertificateRole) throws(CertificateFileFault) -> [UInt8] {
        guard let bytes = contents(path) else {
            throw CertificateFileFault(role: role, reason: "The file is not there or cannot be read.")
        }
        return bytes
    }

    func certificates(_ path: String, _ role: CertificateRole) throws(CertificateFileFault) -> [Certificate] {
        let text = String(decoding: try bytes(path, role), as: UTF8.self)
        do {
            let certificates = try PEMDocument.parseMultiple(pemString: text).map { try Certificate(pemDocument: $0) }
            if !certificates.isEmpty { return certificates }
        } catch {}
        throw CertificateFileFault(role: role, reason: "The file does not hold certificates in PEM and nothing else.")
    }

    func connectionCertificate(
        _ certificate: Certificate, _ role: CertificateRole
    ) throws(CertificateFileFault) -> NIOSSLCertificate {
        do {
            var serializer = DER.Serializer()
            try certificate.serialize(into: &serializer)
            return try NIOSSLCertificate(bytes: serializer.serializedBytes, format: .der)
        } catch {
            throw CertificateFileFault(role: role, reason: "A certificate in the file cannot be used.")
        }
    }

    func key(_ path: String) throws(CertificateFileFault) -> NIOSSLPrivateKey {
        let bytes = try bytes(path, .privateKey)
        do { return try NIOSSLPrivateKey(bytes: bytes, format: .pem) } catch {
            throw CertificateFileFault(
                role: .privateKey, reason: "The file does not hold a key in PEM without a passphrase.")
        }
    }

    func list(_ path: String) throws(CertificateFileFault) -> RevocationList {
        let bytes = try bytes(path, .revocationList)
        do { return try RevocationList(reading: bytes) } catch {
            throw CertificateFileFault(role: .revocationList, reason: error.description)
        }
    }
}
