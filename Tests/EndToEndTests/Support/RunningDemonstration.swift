// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Foundation
import JSON
import ServiceLifecycle
import Simulator
import TestSupport

@testable import mig

/// The demonstration as `mig demo` runs it: a gateway on a free port, and everything that it asks.
struct RunningDemonstration: Sendable {
    let port: Int
    let people: [SimulatedPerson]
    /// Sets faults while everything runs.
    let faults: FaultSwitches
    /// Where the audit is.
    let folder: DemoFolder
    let log: LogLines
    /// The demonstration's sign-in service; `nil` where nobody signs in.
    var provider: String?
    /// Tells the gateway to stop, as a signal does.
    let stop: @Sendable () async -> Void

    var address: String { "http://127.0.0.1:\(port)" }

    /// A person of the demonstration.
    func person(_ nhsNumber: String) throws -> SimulatedPerson {
        guard let person = people.first(where: { $0.nhsNumber == nhsNumber }) else { throw Missing("no such person") }
        return person
    }

    /// What a test needs and does not find.
    struct Missing: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }
}

/// Runs the demonstration for as long as a test takes, and stops all of it.
/// - Parameters:
///   - faults: how sources go wrong from the start.
///   - records: record files that one more source serves.
///   - more: record files of the same people that a second practice serves.
///   - pause: waits for the slow and dripping faults.
///   - onDeparture: told the service whose caller closed its connection before it had the answer.
///   - signsIn: whether people sign in and programs bring tokens, and agreements say who may see what.
///   - configure: changes the gateway's configuration before it starts. The limits are long where a test sets no others, so that
///     a busy machine is no fault of the gateway.
func withDemonstration<Result: Sendable>(
    faults: FaultPlan = FaultPlan(), records: (folder: RecordFolder, interface: RecordFolder.Interface)? = nil,
    also more: RecordFolder? = nil, pause: @escaping Pause = { try await Task.sleep(for: $0) },
    onDeparture: @escaping @Sendable (SimulatedServiceName) -> Void = { _ in }, signsIn: Bool = false,
    configure: @escaping @Sendable (inout GatewayConfiguration) -> Void = { _ in },
    _ test: @escaping @Sendable (RunningDemonstration) async throws -> Result
) async throws -> Result {
    let folder = try DemoFolder(NSTemporaryDirectory() + "/mig-test-" + UUID().uuidString)
    let log = LogLines()
    defer { WrittenFiles.end(folder.path, log: log) }
    let today = RecordDay(secondsSince1970: Int(Date().timeIntervalSince1970))
    let people = DemonstrationPeople.all(on: today)
    let switches = FaultSwitches(faults)
    var world = SimulatedWorld(faults: switches, pause: pause, onDeparture: onDeparture)
    world.addDemonstration(people, on: today, records: records)
    if let more { world.addRecordsOfAnotherPractice(more) }
    let page = SimulatorPage(switchboard: Switchboard(world, people: people))
    return try await world.run { addresses in
        var configuration = try DemoConfiguration(
            addresses: addresses, recordsKind: records?.interface, folder: folder, port: 0
        ).gateway()
        if more != nil { configuration.addAnotherPractice(at: addresses) }
        configuration.deadline = .seconds(60)
        configuration.demographics.timeLimit = .seconds(30)
        configuration.locator.timeLimit = .seconds(30)
        for place in configuration.sources.indices { configuration.sources[place].timeLimit = .seconds(50) }
        configure(&configuration)
        let ready = configuration
        @Sendable func run(_ access: ServingAccess?, _ provider: String?) async throws -> Result {
            try await gateway(ready, access: access, mounted: page, log: log) { port, stop in
                try await test(
                    RunningDemonstration(
                        port: port, people: people, faults: switches, folder: folder, log: log, provider: provider,
                        stop: stop))
            }
        }
        guard signsIn else { return try await run(nil, nil) }
        return try await DemonstrationSignIn.run { signIn in
            let access = try await signIn.access(to: ready, folder: folder, idle: .seconds(1800))
            do {
                let result = try await run(access, signIn.issuer)
                await access.shutDown()
                return result
            } catch {
                await access.shutDown()
                throw error
            }
        }
    }
}

/// Runs a gateway for as long as a test takes.
private func gateway<Result: Sendable>(
    _ configuration: GatewayConfiguration, access: ServingAccess?, mounted: SimulatorPage, log: LogLines,
    _ test: @escaping @Sendable (Int, @escaping @Sendable () async -> Void) async throws -> Result
) async throws -> Result {
    let (ports, started) = AsyncStream<Int>.makeStream()
    var serving = Serving(configuration: configuration, logger: log.logger, mounted: mounted)
    serving.access = access
    let service = GatewayService(serving: serving) {
        started.yield($0)
    }
    let group = ServiceGroup(
        configuration: .init(
            services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
            logger: log.logger))
    return try await withThrowingTaskGroup(of: Result?.self) { tasks in
        tasks.addTask {
            defer { started.finish() }
            try await group.run()
            return nil
        }
        tasks.addTask {
            for await port in ports {
                let result = try await test(port) { await group.triggerGracefulShutdown() }
                await group.triggerGracefulShutdown()
                return result
            }
            throw RunningDemonstration.Missing("the gateway did not start")
        }
        var result: Result?
        while let next = try await tasks.next() { result = next ?? result }
        guard let result else { throw RunningDemonstration.Missing("the gateway ended before the test did") }
        return result
    }
}

/// The gateway inside a service group that a test can stop.
private struct GatewayService: Service {
    let serving: Serving
    let onRunning: @Sendable (Int) -> Void

    init(serving: Serving, onRunning: @escaping @Sendable (Int) -> Void) {
        self.serving = serving
        self.onRunning = onRunning
    }

    func run() async throws { try await serving.run(isEndedBySignals: false, onRunning: onRunning) }
}

extension GatewayConfiguration {
    /// Gives one source another time limit.
    mutating func setTimeLimit(_ limit: Duration, of source: DemonstrationSource) {
        for place in sources.indices where sources[place].id.text == source.rawValue {
            sources[place].timeLimit = limit
        }
    }
}

/// A second practice that serves record files; it stands in the place of a source of FHIR R4 files, which no test has beside it.
extension SimulatedWorld {
    fileprivate static let anotherPractice = "Z99010"

    fileprivate mutating func addRecordsOfAnotherPractice(_ folder: RecordFolder) {
        let service = folder.service(as: .gpConnect, odsCode: Self.anotherPractice)
        add(service, as: .records(.fhirR4), path: (service as? GPConnectProvider)?.basePath ?? "")
    }
}

extension GatewayConfiguration {
    fileprivate mutating func addAnotherPractice(at addresses: SimulatedWorld.Addresses) {
        guard var source = sources.first(where: { $0.id.text == "record-files" }),
            let id = SourceID("more-record-files")
        else { return }
        source.id = id
        source.name = "More record files"
        source.controller = Organisation(odsCode: SimulatedWorld.anotherPractice, name: "Another practice")
        source.connection = ConnectionSettings(address: addresses[.records(.fhirR4)]?.baseURL ?? "")
        source.isAlwaysAsked = true
        sources.append(source)
    }
}
