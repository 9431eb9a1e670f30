// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// How each part of a ``Requester`` was established.
public struct Establishment: Hashable, Sendable {
    /// A way in which something was established.
    public enum Means: String, Hashable, Sendable {
        /// It was not: a demonstration on a loopback address.
        case notEstablished = "unauthenticated demonstration"
        /// The certificate of a connection with mutual TLS.
        case certificate
        /// A signed bearer token.
        case token
        /// A sign-in with an identity provider (OpenID Connect).
        case signIn = "sign-in"
        /// The configuration of the gateway.
        case configuration
    }

    /// Who the person is, and in which role.
    public let person: Means
    /// Which organisation they act for.
    public let organisation: Means
    /// Which system asks.
    public let system: Means
    /// Why they ask.
    public let purpose: Means

    public init(person: Means, organisation: Means, system: Means, purpose: Means) {
        self.person = person
        self.organisation = organisation
        self.system = system
        self.purpose = purpose
    }

    /// Nothing was established.
    public static let none = Establishment(
        person: .notEstablished, organisation: .notEstablished, system: .notEstablished, purpose: .notEstablished)

    /// All of it in one line, for the audit.
    public var summary: String {
        self == .none
            ? person.rawValue
            : "person: \(person.rawValue); organisation: \(organisation.rawValue); system: \(system.rawValue); purpose: \(purpose.rawValue)"
    }
}
