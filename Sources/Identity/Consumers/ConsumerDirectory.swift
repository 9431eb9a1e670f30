// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The registered consumers, by what their certificates call them.
public struct ConsumerDirectory: Sendable {
    /// Why consumers cannot be registered side by side.
    public enum Fault: Error, Hashable, Sendable {
        /// Two consumers have one id.
        case repeatedID(String)
        /// Two consumers have one name, so that its certificate would name neither.
        case sharedName(String)
        /// A name that no certificate can have: not a host's name in ASCII, or a wildcard.
        case impossibleName(String)
    }

    public let consumers: [RegisteredConsumer]
    private let places: [String: Int]

    public init(_ consumers: [RegisteredConsumer]) throws(Fault) {
        self.consumers = consumers
        var (ids, places): (Set<String>, [String: Int]) = ([], [:])
        for (place, consumer) in consumers.enumerated() {
            guard ids.insert(consumer.id).inserted else { throw .repeatedID(consumer.id) }
            for name in consumer.certificateNames {
                guard let host = CertificateNames.canonical(name) else { throw .impossibleName(name) }
                if let other = places[host], other != place { throw .sharedName(host) }
                places[host] = place
            }
        }
        self.places = places
    }

    private init() { (consumers, places) = ([], [:]) }

    /// A directory in which nobody stands.
    public static let nobody = ConsumerDirectory()

    /// Whether every consumer is known by its certificate, so that nobody without one is a consumer.
    public var areAllNamedByCertificates: Bool {
        !consumers.isEmpty && consumers.allSatisfy { !$0.certificateNames.isEmpty }
    }

    /// Whose certificate it is: that of the one consumer to whom names of it are registered. A certificate with the names of two is
    /// nobody's, as is one with none.
    public func consumer(for certificate: PeerCertificate) -> RegisteredConsumer? {
        let found = Set(certificate.dnsNames.compactMap { CertificateNames.canonical($0) }.compactMap { places[$0] })
        guard found.count == 1, let place = found.first else { return nil }
        return consumers[place]
    }

    /// The one system that the authorization server knows under this identifier; `nil` where there is none, or more than one.
    public func consumer(clientID: String) -> RegisteredConsumer? {
        let found = consumers.filter { $0.clientID == clientID }
        return found.count == 1 ? found.first : nil
    }
}

extension RegisteredConsumer {
    /// Whether it is registered to act for an organisation.
    public func actsFor(_ organisation: String) -> Bool {
        organisation == self.organisation || otherOrganisations.contains(organisation)
    }
}
