// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Foundation
import Logging
import Sharing
import Simulator
import Synchronization
import TestSupport

@testable import mig

/// The gateway without its web: what it would render, over real connections to the simulated services.
struct RunningBroker: Sendable {
    let people: [SimulatedPerson]
    private let assembly: GatewayAssembly

    fileprivate init(people: [SimulatedPerson], assembly: GatewayAssembly) {
        self.people = people
        self.assembly = assembly
    }

    /// A person's record before it is rendered.
    func record(
        of nhsNumber: String, datasets: [Dataset] = [], for requester: Requester = .unauthenticatedDemonstration
    ) async throws -> DetailedCareRecord {
        let seen = Mutex<DetailedCareRecord?>(nil)
        let request = RecordRequest(
            requester: requester, nhsNumber: try NHSNumber(nhsNumber), datasets: datasets, traceID: "truth")
        _ = await assembly.broker.record(
            request,
            rendering: RecordRenderer { record in
                seen.withLock { $0 = record }
                return []
            }, progress: { _ in })
        guard let record = seen.withLock({ $0 }) else { throw RunningDemonstration.Missing("no record") }
        return record
    }
}

/// Runs the demonstration's services and a broker for as long as a test takes.
/// - Parameters:
///   - sharing: who may see what; everything is for the unauthenticated demonstration otherwise.
///   - change: changes people of the demonstration before anything serves them.
func withBroker<Result: Sendable>(
    sharing: (any SharingRegister)? = nil,
    changing change: (inout SimulatedPerson, RecordDay) -> Void = { _, _ in },
    _ test: @escaping @Sendable (RunningBroker) async throws -> Result
) async throws -> Result {
    let folder = try DemoFolder(NSTemporaryDirectory() + "/mig-test-" + UUID().uuidString)
    let log = LogLines()
    defer { WrittenFiles.end(folder.path, log: log) }
    let today = RecordDay(secondsSince1970: Int(Date().timeIntervalSince1970))
    let people = DemonstrationPeople.all(on: today).map { person in
        var person = person
        change(&person, today)
        return person
    }
    var world = SimulatedWorld()
    world.addDemonstration(people, on: today)
    return try await world.run { addresses in
        var configuration = try DemoConfiguration(addresses: addresses, recordsKind: nil, folder: folder, port: 0)
            .gateway()
        configuration.deadline = .seconds(60)
        configuration.demographics.timeLimit = .seconds(30)
        configuration.locator.timeLimit = .seconds(30)
        for place in configuration.sources.indices { configuration.sources[place].timeLimit = .seconds(50) }
        let assembly = try GatewayAssembly(configuration, sharing: sharing, logger: log.logger)
        do {
            let result = try await test(RunningBroker(people: people, assembly: assembly))
            await assembly.shutDown()
            return result
        } catch {
            await assembly.shutDown()
            throw error
        }
    }
}
