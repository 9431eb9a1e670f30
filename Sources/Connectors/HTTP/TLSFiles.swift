// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import NIOSSL

/// The files for a secure connection to a source, all PEM. The source's certificate and host name are always verified.
public struct TLSFiles: Sendable, Hashable {
    /// The authorities to trust instead of the machine's own; `nil` for the machine's own.
    public var trustRoots: String?
    /// The gateway's certificate, followed by those between it and its authority.
    public var certificateChain: String?
    /// The key of the gateway's certificate.
    public var privateKey: String?

    /// The machine's own authorities and no client certificate, unless files are given.
    public init(trustRoots: String? = nil, certificateChain: String? = nil, privateKey: String? = nil) {
        self.trustRoots = trustRoots
        self.certificateChain = certificateChain
        self.privateKey = privateKey
    }

    /// The configuration of NIO; every file is read now, so that a wrong one is found at the start and not at the first request.
    func configuration() throws(ConnectionConfigurationError) -> TLSConfiguration {
        var result = TLSConfiguration.makeClientConfiguration()
        result.minimumTLSVersion = .tlsv12
        result.certificateVerification = .fullVerification
        if let trustRoots {
            result.trustRoots = .certificates(try Self.certificates(trustRoots))
        }
        switch (certificateChain, privateKey) {
        case (let chain?, let key?):
            result.certificateChain = try Self.certificates(chain).map { .certificate($0) }
            do {
                result.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
            } catch {
                throw ConnectionConfigurationError("The private key file \(key) cannot be read as PEM.")
            }
        case (nil, nil): break
        default:
            throw ConnectionConfigurationError("A client certificate needs both its certificate and its key file.")
        }
        return result
    }

    private static func certificates(_ file: String) throws(ConnectionConfigurationError) -> [NIOSSLCertificate] {
        guard let certificates = try? NIOSSLCertificate.fromPEMFile(file), !certificates.isEmpty else {
            throw ConnectionConfigurationError("The certificate file \(file) cannot be read as PEM.")
        }
        return certificates
    }
}
