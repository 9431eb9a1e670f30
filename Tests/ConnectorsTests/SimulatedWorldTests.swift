// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Simulator
import Testing

@testable import Connectors

/// The connectors against the simulated services, which were made by the standards and not by the connectors.
@Suite struct `Asking the simulated services` {
    private func withClient<Answer: Sendable>(
        _ address: SimulatedWorld.Address?, _ body: @Sendable (BoundedHTTPClient) async throws -> Answer
    ) async throws -> Answer {
        let base = try #require(address.flatMap { WebAddress($0.baseURL) })
        let client = try BoundedHTTPClient(SourceConnection(address: base), clock: try FixedDayClock())
        do {
            let answer = try await body(client)
            await client.shutDown()
            return answer
        } catch {
            await client.shutDown()
            throw error
        }
    }

    @Test func `traces, locates and reads everyone whom the demographic service shows`() async throws {
        let today = RecordDay(2026, 1, 31)
        let people = DemonstrationPeople.all(on: today)
        var world = SimulatedWorld()
        world.addDemonstration(people, on: today)
        try await world.run { addresses in
            for person in people {
                let number = try NHSNumber(person.supersededNumbers.first ?? person.nhsNumber)
                let traced = try await withClient(addresses[.demographics]) { client in
                    try await PersonalDemographicsService(
                        configuration: PersonalDemographicsConfiguration(timeLimit: .seconds(20)), client: client,
                        newIdentifier: { TestSource.identifier }
                    ).trace(number, until: TestSource.generousDeadline)
                }
                guard case .found(let found) = traced else {
                    #expect(person.isRestricted)
                    continue
                }
                #expect(found.nhsNumber.disclosed == person.nhsNumber)
                let custodians = try await withClient(addresses[.locator]) { client in
                    try await NationalRecordLocator(
                        configuration: NationalRecordLocatorConfiguration(
                            endUserOrganisation: "B82001", timeLimit: .seconds(20)),
                        client: client, newIdentifier: { TestSource.identifier }
                    ).custodians(for: found.allNumbers, until: TestSource.generousDeadline)
                }
                for source in DemonstrationSource.allCases where custodians.contains(source.odsCode) {
                    let answer = try await read(source, addresses[source], found.allNumbers.map(\.disclosed))
                    #expect(answer.bundles?.isEmpty == false || answer.pages?.isEmpty == false, "\(source)")
                    #expect(answer.faults?.isEmpty == true, "\(source)")
                }
            }
        }
    }

    private func read(
        _ source: DemonstrationSource, _ address: SimulatedWorld.Address?, _ numbers: [String]
    ) async throws -> SourceAnswer {
        try await withClient(address) { client in
            let query = try TestSource.query(numbers)
            let description = try TestSource.description()
            switch source {
            case .anytownSurgery, .hillsideMedicalCentre:
                var configuration = try PracticeFixture.configuration(root: client.connection.address.text)
                configuration.timeLimit = .seconds(20)
                return await GPConnectSource(
                    description, configuration: configuration, client: client,
                    newIdentifier: { TestSource.identifier }
                ).record(for: query, until: TestSource.generousDeadline)
            case .acuteTrust, .mentalHealthTrust, .communityTrust, .adultSocialCare, .ambulanceService:
                return await FHIRR4Source(
                    description, configuration: FHIRR4Configuration(timeLimit: .seconds(20)), client: client,
                    newIdentifier: { TestSource.identifier }
                ).record(for: query, until: TestSource.generousDeadline)
            }
        }
    }
}
