// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Why the certificate of a client was not accepted. It is for the operator's log alone: the client is told the same whatever it is.
public enum CertificateRefusal: String, Error, Hashable, Sendable, CaseIterable {
    /// It, or one that was sent with it, cannot be read as an X.509 certificate.
    case unreadable
    /// More certificates, or longer ones, were sent than are looked at.
    case tooMany
    /// No path of valid signatures leads to a configured authority, or a certificate on it has a critical extension that is not known.
    case untrusted
    /// A path leads to an authority, but breaks a rule of RFC 5280 §6: validity, basic constraints, name constraints.
    case brokenPath
    /// A certificate is not of version 3, so that nothing says what it may be used for.
    case oldVersion
    /// A serial number is not positive, or longer than 20 bytes.
    case serialNumber
    /// A signature uses an algorithm that is not accepted.
    case weakSignature
    /// A key is of a kind or length that is not accepted.
    case weakKey
    /// The certificate is that of an authority.
    case isAuthority
    /// The key may not sign what a client signs.
    case keyUsage
    /// The certificate is not for clients.
    case purpose
    /// The key of an issuer may not sign certificates, or not for clients.
    case issuerUsage
    /// It names no system by DNS names alone.
    case names
    /// It, or an issuer of it, is revoked.
    case revoked
    /// Whether it is revoked cannot be told: no list of its issuer is there and valid.
    case revocationUnknown
}
