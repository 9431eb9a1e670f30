// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Audit
import Brokering
import CareRecord
import Connectors
import FHIR
import Foundation
import Logging
import Sharing
import Simulator
import Terminology

/// A gateway in front of the simulated services and sources.
struct GatewayParts {
    let broker: RecordBroker
    let clock = MachineClock()
    let logger: Logger
    private let clients: [BoundedHTTPClient]

    struct Unusable: Error {}

    init(_ addresses: SimulatedWorld.Addresses, auditFile: String) throws {
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        self.logger = logger
        let clock = clock
        var clients: [BoundedHTTPClient] = []
        func client(_ name: SimulatedServiceName) throws -> (BoundedHTTPClient, WebAddress) {
            guard let text = addresses[name]?.baseURL, let address = WebAddress(text) else { throw Unusable() }
            let client = try BoundedHTTPClient(SourceConnection(address: address), clock: clock)
            clients.append(client)
            return (client, address)
        }
        let identifier: @Sendable () -> String = { UUID().uuidString }
        let demographics = PersonalDemographicsService(client: try client(.demographics).0, newIdentifier: identifier)
        let locator = NationalRecordLocator(
            configuration: NationalRecordLocatorConfiguration(endUserOrganisation: "DEMO"),
            client: try client(.locator).0,
            newIdentifier: identifier)
        let sources = try DemonstrationSource.allCases.map { source in
            guard let id = SourceID(source.rawValue) else { throw Unusable() }
            let description = SourceDescription(
                id: id, name: source.name, controller: Organisation(odsCode: source.odsCode, name: source.name),
                datasets: Set(Dataset.held))
            let (client, address) = try client(.source(source))
            return ConfiguredSource(
                Self.source(description, source.interface, client, address, identifier))
        }
        guard let seal = IdentifierSeal(secret: Array(repeating: 1, count: 32)) else { throw Unusable() }
        self.clients = clients
        broker = RecordBroker(
            .init(
                demographics: demographics, locator: locator, sources: sources,
                agreements: [.demonstration(controllers: Set(DemonstrationSource.allCases.map(\.odsCode)))],
                audit: try SQLiteAuditJournal(path: auditFile), clock: clock, classifier: .builtIn, seal: seal,
                deadline: .seconds(10), logger: logger))
    }

    private static func source(
        _ description: SourceDescription, _ interface: DemonstrationSource.Interface, _ client: BoundedHTTPClient,
        _ address: WebAddress, _ identifier: @escaping @Sendable () -> String
    ) -> any RecordSource {
        guard interface != .fhirR4 else {
            return FHIRR4Source(description, client: client, newIdentifier: identifier)
        }
        return GPConnectSource(
            description,
            configuration: GPConnectConfiguration(
                providerRoot: address, consumerASID: "200000000359", providerASID: "918999198982",
                issuer: "https://bench.example.org",
                device: .init(system: "https://bench.example.org/device", value: "bench", model: "bench", version: "1"),
                organisation: .init(odsCode: "DEMO", name: "bench"),
                practitioner: .init(
                    id: "bench", localSystem: "https://bench.example.org/practitioner", familyName: "Bench",
                    givenName: "A", prefix: "Mx")),
            client: client, newIdentifier: identifier)
    }

    func shutDown() async {
        for client in clients { await client.shutDown() }
    }
}

/// The machine's clock; the wall time is fixed, as nothing measured depends on it.
struct MachineClock: GatewayClock {
    var now: ContinuousClock.Instant { .now }
    var utc: FHIRDateTime {
        guard let utc = FHIRDateTime("2026-11-02T12:00:00.000Z") else { preconditionFailure("a date is a date") }
        return utc
    }
    func sleep(until deadline: ContinuousClock.Instant) async throws {
        try await Task.sleep(until: deadline, clock: .continuous)
    }
}
