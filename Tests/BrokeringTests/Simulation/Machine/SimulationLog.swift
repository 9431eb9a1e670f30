// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Synchronization

/// Everything that happened in a run, as bytes: two runs of one seed give the same.
final class SimulationLog: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var violations: [String] = []
    }

    private let state = Mutex(State())
    private let machine: SimulatedMachine

    init(_ machine: SimulatedMachine) { self.machine = machine }

    var bytes: [UInt8] { state.withLock { $0.bytes } }
    var violations: [String] { state.withLock { $0.violations } }

    func note(_ actor: String, _ words: String) {
        let line = "\(machine.elapsed / .microseconds(1)) \(actor): \(words)\n"
        state.withLock { $0.bytes += Array(line.utf8) }
    }

    /// Notes that an invariant does not hold.
    func violation(_ words: String) {
        note("VIOLATION", words)
        state.withLock { $0.violations.append(words) }
    }

    func expect(_ condition: Bool, _ words: @autoclosure () -> String) {
        if !condition { violation(words()) }
    }
}
