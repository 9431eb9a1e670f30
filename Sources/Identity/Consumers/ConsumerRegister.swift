// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The systems that may ask, as they are registered now.
public struct ConsumerRegister: Hashable, Sendable {
    private let consumers: [RegisteredConsumer]

    public init(_ consumers: [RegisteredConsumer]) { self.consumers = consumers }

    /// The one system that the authorization server knows under this identifier; `nil` where there is none, or more than one.
    public func consumer(clientID: String) -> RegisteredConsumer? {
        let found = consumers.filter { $0.clientID == clientID }
        return found.count == 1 ? found.first : nil
    }
}

extension RegisteredConsumer {
    /// Whether a certificate with these names is this system's.
    public func owns(_ certificate: PeerCertificate) -> Bool {
        let names = Set(certificateNames.map { $0.lowercased() })
        return certificate.dnsNames.contains { names.contains($0.lowercased()) }
    }

    /// Whether it is registered to act for an organisation.
    public func actsFor(_ organisation: String) -> Bool {
        organisation == self.organisation || otherOrganisations.contains(organisation)
    }
}
