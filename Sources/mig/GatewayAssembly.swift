// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import Audit
import Brokering
import CareRecord
import Connectors
import Foundation
import Logging
import Sharing
import Storage
import Terminology
import Web

/// The one place where the concrete parts of a gateway are put together.
struct GatewayAssembly: Sendable {
    let broker: RecordBroker
    let audit: SQLiteAuditJournal
    let clock: SystemClock
    let demographics: PersonalDemographicsService
    let locator: NationalRecordLocator
    let sources: [ConfiguredSource]
    private let clients: [BoundedHTTPClient]

    /// Puts a gateway together.
    /// - Parameter sharing: who may see what; without it, everything is for the unauthenticated demonstration alone.
    /// - Throws: what cannot be used of the configuration, in one sentence.
    init(_ configuration: GatewayConfiguration, sharing: (any SharingRegister)? = nil, logger: Logger) throws {
        clock = SystemClock()
        audit = try SQLiteAuditJournal(path: configuration.auditFile, maximumPages: configuration.auditPages)
        var clients: [BoundedHTTPClient] = []
        let newIdentifier = Self.newIdentifier

        let demographicsClient: BoundedHTTPClient
        (demographics, demographicsClient) = try Self.demographics(of: configuration, clock: clock)
        clients.append(demographicsClient)
        let locatorClient = try Self.client(configuration.locator.connection, clock: clock)
        clients.append(locatorClient)
        locator = NationalRecordLocator(
            configuration: NationalRecordLocatorConfiguration(
                endUserOrganisation: configuration.consumer.odsCode, timeLimit: configuration.locator.timeLimit),
            client: locatorClient, newIdentifier: newIdentifier)
        var sources: [ConfiguredSource] = []
        for source in configuration.sources {
            let client = try Self.client(source.connection, through: source.spineProxy, clock: clock)
            clients.append(client)
            sources.append(
                ConfiguredSource(
                    try Self.source(source, configuration.consumer, client: client, newIdentifier: newIdentifier),
                    isAlwaysAsked: source.isAlwaysAsked))
        }
        self.sources = sources
        self.clients = clients
        guard let seal = IdentifierSeal(secret: configuration.identifierSecret.disclosed) else {
            throw Sentence("The identifier secret has fewer than 32 bytes.")
        }
        if configuration.sensitiveCodes == nil {
            logger.warning(
                "no sensitive reference sets are configured (terminology.sensitiveSets): only made-up codes are withheld"
            )
        }
        broker = RecordBroker(
            .init(
                demographics: demographics, locator: locator, sources: sources,
                sharing: sharing
                    ?? StandingSharing(
                        .demonstration(controllers: Set(configuration.sources.map(\.controller.odsCode)))),
                audit: audit, clock: clock, classifier: .builtIn, seal: seal, deadline: configuration.deadline,
                logger: logger, admission: configuration.admission, sensitive: configuration.sensitiveCodes ?? .madeUp))
    }

    /// What is answered about agreements and wishes, where there is a register.
    func services(_ register: SQLiteSharingRegister?, deadline: Duration) -> SharingServices {
        guard let register else { return SharingServices() }
        return SharingServices(
            explanations: AccessExplainer(
                .init(
                    demographics: demographics, locator: locator, sources: sources, history: audit, policies: register,
                    audit: audit, clock: clock, deadline: deadline)),
            preferences: PreferenceDesk(
                .init(
                    demographics: demographics, locator: locator, sources: sources, register: register, audit: audit,
                    clock: clock, deadline: deadline)))
    }

    private static let newIdentifier: @Sendable () -> String = { UUID().uuidString.lowercased() }

    /// The demographic service alone, and its client, which has to be shut down.
    static func demographics(
        of configuration: GatewayConfiguration, clock: SystemClock
    ) throws -> (PersonalDemographicsService, BoundedHTTPClient) {
        let client = try client(configuration.demographics.connection, clock: clock)
        let service = PersonalDemographicsService(
            configuration: PersonalDemographicsConfiguration(
                endUserOrganisation: configuration.consumer.odsCode, timeLimit: configuration.demographics.timeLimit),
            client: client, newIdentifier: newIdentifier)
        return (service, client)
    }

    /// Closes every connection.
    func shutDown() async {
        for client in clients { await client.shutDown() }
    }

    private static func client(
        _ settings: ConnectionSettings, through proxy: String? = nil, clock: SystemClock
    ) throws -> BoundedHTTPClient {
        guard let address = WebAddress(settings.address) else {
            throw Sentence("'\(settings.address)' is not a web address.")
        }
        var reached = address
        if let proxy {
            guard let proxyAddress = WebAddress(proxy) else { throw Sentence("'\(proxy)' is not a web address.") }
            reached = address.throughSpineProxy(proxyAddress)
        }
        return try BoundedHTTPClient(
            SourceConnection(
                address: reached,
                tls: TLSFiles(
                    trustRoots: settings.trustRoots, certificateChain: settings.certificate,
                    privateKey: settings.privateKey),
                credential: settings.token.map { .bearer($0) } ?? .none, allowsPlainHTTP: settings.allowsPlainHTTP,
                requestsAtOnce: settings.requestsAtOnce, answerBytes: settings.answerBytes,
                recordBytes: settings.recordBytes), clock: clock)
    }

    private static func source(
        _ source: SourceConfiguration, _ consumer: ConsumerConfiguration, client: BoundedHTTPClient,
        newIdentifier: @escaping @Sendable () -> String
    ) throws -> any RecordSource {
        let description = SourceDescription(
            id: source.id, name: source.name, controller: source.controller, datasets: source.datasets)
        switch source.kind {
        case .fhirR4:
            return FHIRR4Source(
                description, configuration: FHIRR4Configuration(timeLimit: source.timeLimit), client: client,
                newIdentifier: newIdentifier)
        case .gpConnect:
            guard let root = WebAddress(source.connection.address) else {
                throw Sentence("'\(source.connection.address)' is not a web address.")
            }
            return GPConnectSource(
                description,
                configuration: GPConnectConfiguration(
                    providerRoot: root, consumerASID: consumer.asid, providerASID: source.providerASID,
                    issuer: consumer.issuer,
                    device: .init(
                        system: "\(consumer.issuer)/device", value: "mig", model: "Medical Interoperability Gateway",
                        version: "1"),
                    organisation: .init(odsCode: consumer.odsCode, name: consumer.name),
                    practitioner: .init(
                        id: "mig", localSystem: "\(consumer.issuer)/practitioner", familyName: "Gateway",
                        givenName: "Medical Interoperability", prefix: "Service account"),
                    timeLimit: source.timeLimit),
                client: client, newIdentifier: newIdentifier)
        }
    }
}

/// A failure that is one sentence for the person at the terminal.
struct Sentence: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
