// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
public import Foundation
import HTTPTypes
public import Identity
import Logging

/// How connections to the server are protected, and whose certificates are known.
public struct TransportSecurity: Sendable {
    public var certificates: CertificateKeeper
    public var consumers: ConsumerDirectory
    /// The time by which certificates are judged.
    public var now: @Sendable () -> Date
    /// The connections that are open, whose certificates are verified again while they are.
    let connections = VerifiedConnections()

    public init(certificates: CertificateKeeper, consumers: ConsumerDirectory, now: @escaping @Sendable () -> Date) {
        self.certificates = certificates
        self.consumers = consumers
        self.now = now
    }

    /// Looks every half minute whether a file has changed, and who may stay, until it is cancelled.
    func keepFresh(_ clock: any GatewayClock, logger: Logger) async throws -> Bool {
        while true {
            certificates.refresh(at: now())
            await connections.verifyAgain(by: certificates, at: now(), logger: logger)
            try await clock.sleep(until: clock.now + .seconds(30))
        }
    }

    /// The consumer whose certificate the connection has shown; `nil` for nobody.
    func consumer(_ certificate: PeerCertificate?) -> RegisteredConsumer? {
        certificate.flatMap { consumers.consumer(for: $0) }
    }

    /// Lets a request to the API in. Where all consumers are known by certificates, who has shown none and who has shown one that is
    /// nobody's get the same answer.
    func admit(_ route: GatewayRoute, _ certificate: PeerCertificate?) throws(RequestFault) {
        guard route.isForConsumers, consumers.areAllNamedByCertificates else { return }
        guard consumer(certificate) != nil else { throw .unknownSystem }
    }
}

extension GatewayRoute {
    /// Whether programs ask here for what is about people.
    var isForConsumers: Bool {
        switch self {
        case .patient, .record, .recordByParameters, .locate, .locateByParameters, .explainAccess, .consent,
            .consentSearch:
            true
        default: false
        }
    }
}

extension RequestFault {
    static let unknownSystem = RequestFault(
        status: .unauthorized, issue: .login,
        diagnostics: "The request came from no system that is registered here. Nothing was released.")
}
