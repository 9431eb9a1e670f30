// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Synchronization

/// What truly happened in a run at the ports, kept apart from all that the broker says of it.
final class SimulatedTruth: Sendable {
    /// One asking of one source.
    struct Asking: Sendable {
        let traceID: String
        let source: SourceID
        let at: Duration
        let until: Duration
        let numbers: [String]
        let datasets: Set<Dataset>
        let answer: SimulatedAnswer
        /// Whether the answer comes before the source's time is up.
        let isInTime: Bool
    }

    private struct State {
        var askings: [Asking] = []
        var counts: [SourceID: Int] = [:]
        var durable: [AuditEntry] = []
        var underWay = 0
    }

    private let state = Mutex(State())

    /// How often a source has been asked before.
    func count(_ source: SourceID) -> Int {
        state.withLock { state in
            state.counts[source, default: 0] += 1
            return state.counts[source, default: 1] - 1
        }
    }

    func begin(_ asking: Asking) {
        state.withLock { state in
            state.askings.append(asking)
            state.underWay += 1
        }
    }

    func end() { state.withLock { $0.underWay -= 1 } }
    func keep(_ entry: AuditEntry) { state.withLock { $0.durable.append(entry) } }

    var underWay: Int { state.withLock { $0.underWay } }
    func durable(_ traceID: String) -> [AuditEntry] { state.withLock { $0.durable.filter { $0.traceID == traceID } } }
    func askings(_ traceID: String) -> [Asking] { state.withLock { $0.askings.filter { $0.traceID == traceID } } }
}
