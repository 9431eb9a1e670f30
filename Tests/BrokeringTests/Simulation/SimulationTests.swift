// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Foundation
import Testing

@testable import Brokering

/// `make sim SEED=7` runs one seed and prints its log; `make sim SEEDS=100000 FROM=1` runs so many.
@Suite struct `The broker, simulated` {
    static let environment = ProcessInfo.processInfo.environment

    private static func number(_ name: String) -> UInt64? { environment[name].flatMap { UInt64($0) } }

    @Test func `holds every invariant in every run`() {
        let seeds: Range<UInt64>
        if let seed = Self.number("SIM_SEED") {
            seeds = seed..<seed + 1
        } else {
            let first = Self.number("SIM_FROM") ?? 1
            seeds = first..<first + (Self.number("SIM_SEEDS") ?? 10_000)
        }
        for seed in seeds {
            let outcome = Simulation(seed: seed).run()
            if Self.number("SIM_SEED") != nil { print(String(decoding: outcome.log, as: UTF8.self)) }
            for violation in outcome.violations {
                Issue.record("seed \(seed): \(violation); see it with make sim SEED=\(seed)")
            }
        }
    }

    @Test(arguments: [1, 2, 3, 17, 99, 1_234] as [UInt64]) func `runs the same again, byte for byte`(seed: UInt64) {
        let one = Simulation(seed: seed).run()
        let other = Simulation(seed: seed).run()
        #expect(!one.log.isEmpty)
        #expect(one.log == other.log)
        #expect(one.log != Simulation(seed: seed + 1).run().log)
    }
}
