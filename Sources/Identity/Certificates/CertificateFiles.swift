// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Whether clients have to show certificates.
public enum ClientCertificateDemand: String, Hashable, Sendable, CaseIterable {
    /// Who shows none is not let in.
    case required
    /// Who shows one is let in if it is good; who shows none is let in without one (browsers).
    case optional
    /// None is asked for.
    case none
}

/// Where the certificates of the server are, and those by which it knows its clients.
public struct CertificateFiles: Hashable, Sendable {
    /// The server's certificate and its intermediates, in PEM.
    public var certificate: String
    /// Its key, in PEM.
    public var privateKey: String
    /// The authorities whose certificates clients may have, in PEM.
    public var clientAuthorities: String?
    /// Revocation lists, in DER or PEM, one each.
    public var revocationLists: [String]
    public var revocation: RevocationRule
    public var clientCertificates: ClientCertificateDemand

    public init(
        certificate: String, privateKey: String, clientAuthorities: String? = nil, revocationLists: [String] = [],
        revocation: RevocationRule = .hard, clientCertificates: ClientCertificateDemand = .none
    ) {
        self.certificate = certificate
        self.privateKey = privateKey
        self.clientAuthorities = clientAuthorities
        self.revocationLists = revocationLists
        self.revocation = revocation
        self.clientCertificates = clientCertificates
    }
}

/// What a file of certificates is for. It names the file in logs and metrics, which never hold its path.
public enum CertificateRole: String, Hashable, Sendable, CaseIterable {
    case serverCertificate = "server-certificate"
    case privateKey = "private-key"
    case clientAuthorities = "client-authorities"
    case revocationList = "revocation-list"
}

/// A file that cannot be used: which, why, and so what to do.
public struct CertificateFileFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let role: CertificateRole
    public let reason: String
    public var description: String { "\(role.rawValue): \(reason)" }
}
