// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Logging
import Terminology

@testable import Brokering

/// One run of the whole broker from a seed: its own code over simulated ports, on a processor and a clock that the seed rules.
struct Simulation: Sendable {
    /// What came of a run.
    struct Outcome: Sendable {
        let seed: UInt64
        let log: [UInt8]
        /// In words, each way in which an invariant did not hold.
        let violations: [String]
    }

    let seed: UInt64
    /// The steps of the broker; a test plants faults in them.
    var steps = PipelineSteps.standard
    /// Whether the journal says that an entry is durable before it is; a test plants this fault.
    var isJournalHasty = false

    func run() -> Outcome {
        let world = SimulatedWorld(seed: seed)
        let machine = SimulatedMachine(seed: seed)
        let log = SimulationLog(machine)
        let truth = SimulatedTruth()
        do {
            let broker = try broker(world, machine, truth, log)
            let oracle = RecordOracle(world: world, truth: truth)
            try machine.run {
                await withTaskGroup(of: Void.self) { group in
                    for plan in world.clients {
                        let client = SimulatedClient(
                            plan: plan, broker: broker, machine: machine, truth: truth, oracle: oracle, log: log)
                        group.addTask { await client.run() }
                    }
                }
            }
            let load = broker.gate.load
            log.expect(load == (0, 0, 0), "\(load) are still in progress at the end")
            log.expect(truth.underWay == 0, "\(truth.underWay) sources are still being asked at the end")
        } catch {
            log.violation("the run came to no end: \(error)")
        }
        return Outcome(seed: seed, log: log.bytes, violations: log.violations)
    }

    private func broker(
        _ world: SimulatedWorld, _ machine: SimulatedMachine, _ truth: SimulatedTruth, _ log: SimulationLog
    ) throws -> RecordBroker {
        guard let seal = IdentifierSeal(secret: Array(repeating: 7, count: 32)) else { throw Unsealed() }
        let sources = world.sources.map { plan in
            ConfiguredSource(
                SimulatedSource(plan: plan, people: world.people, machine: machine, truth: truth, log: log),
                isAlwaysAsked: plan.isAlwaysAsked)
        }
        var logger = Logger(label: "simulation")
        logger.logLevel = .critical
        return RecordBroker(
            .init(
                demographics: SimulatedDemographics(world: world, machine: machine),
                locator: SimulatedLocator(world: world, machine: machine), sources: sources,
                sharing: SimulatedRegister(world, machine, truth, log),
                audit: SimulatedJournal(world.journal, isHasty: isJournalHasty, machine, truth, log), clock: machine,
                classifier: .builtIn,
                seal: seal, deadline: world.deadline, logger: logger, admission: world.admission),
            steps: steps, rule: .init(failures: world.breakerFailures, people: 1, pause: .milliseconds(500)))
    }

    struct Unsealed: Error {}
}
