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
import Terminology

/// A gateway in front of the sources and services of a benchmark.
struct GatewayParts {
    let broker: RecordBroker
    let clock = MachineClock()
    let logger: Logger
    private let clients: [BoundedHTTPClient]

    struct Unusable: Error {}

    /// - Parameters:
    ///   - ports: those of the sources, and behind them that of the services.
    ///   - sharing: who may see what; without it, everybody everything.
    init(
        _ manner: SourceManner, _ ports: [Int], auditFile: String, sharing: (any SharingRegister)? = nil
    ) throws {
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        self.logger = logger
        let clock = clock
        var clients: [BoundedHTTPClient] = []
        func client(_ port: Int) throws -> (BoundedHTTPClient, WebAddress) {
            guard let address = WebAddress("http://127.0.0.1:\(port)/") else { throw Unusable() }
            let client = try BoundedHTTPClient(SourceConnection(address: address), clock: clock)
            clients.append(client)
            return (client, address)
        }
        guard let services = ports.last else { throw Unusable() }
        let identifier: @Sendable () -> String = { UUID().uuidString }
        let demographics = PersonalDemographicsService(client: try client(services).0, newIdentifier: identifier)
        let locator = NationalRecordLocator(
            configuration: NationalRecordLocatorConfiguration(endUserOrganisation: "DEMO"),
            client: try client(services).0, newIdentifier: identifier)
        let sources = try ports.dropLast().enumerated().map { place, port in
            guard let id = SourceID("source\(place)") else { throw Unusable() }
            let description = SourceDescription(
                id: id, name: "Source \(place)",
                controller: Organisation(odsCode: "B\(place)", name: "Source \(place)"),
                datasets: Set(Dataset.held))
            let (client, address) = try client(port)
            return ConfiguredSource(Self.source(description, manner, client, address, identifier))
        }
        guard let seal = IdentifierSeal(secret: Array(repeating: 1, count: 32)) else { throw Unusable() }
        self.clients = clients
        broker = RecordBroker(
            .init(
                demographics: demographics, locator: locator, sources: sources,
                sharing: sharing
                    ?? StandingSharing(
                        .demonstration(controllers: Set(sources.map(\.source.description.controller.odsCode)))),
                audit: try SQLiteAuditJournal(path: auditFile), clock: clock, classifier: .builtIn, seal: seal,
                deadline: .seconds(3), logger: logger))
    }

    private static func source(
        _ description: SourceDescription, _ manner: SourceManner, _ client: BoundedHTTPClient,
        _ address: WebAddress, _ identifier: @escaping @Sendable () -> String
    ) -> any RecordSource {
        guard manner == .gpConnect else {
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
    var utc: FHIRDateTime { Self.noon }
    private static let noon: FHIRDateTime = {
        guard let noon = FHIRDateTime("2026-11-02T12:00:00.000Z") else { preconditionFailure("a date is a date") }
        return noon
    }()
    func sleep(until deadline: ContinuousClock.Instant) async throws {
        try await Task.sleep(until: deadline, clock: .continuous)
    }
}
