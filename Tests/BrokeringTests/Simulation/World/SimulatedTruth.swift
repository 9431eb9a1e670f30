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
        var answer: SimulatedAnswer
        /// Whether the answer comes before the source's time is up.
        let isInTime: Bool
    }

    private struct State {
        var askings: [Asking] = []
        var counts: [SourceID: Int] = [:]
        var durable: [(at: Duration, entry: AuditEntry)] = []
        var underWay = 0
        var rulings: [(traceID: String, at: Duration, place: Int)] = []
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

    /// The latest asking of a source by a client could not be read for want of room.
    func hadNoRoom(_ source: SourceID, _ traceID: String) {
        state.withLock { state in
            let place = state.askings.lastIndex { $0.source == source && $0.traceID == traceID }
            if let place { state.askings[place].answer = .notAvailable(.gatewayBusy) }
        }
    }

    /// Which of the policies a client's round is ruled by.
    func rule(_ traceID: String, by place: Int, at: Duration) {
        state.withLock { $0.rulings.append((traceID, at, place)) }
    }
    /// By which policy each round of a client was ruled.
    func rulings(_ traceID: String) -> [Int] {
        state.withLock { $0.rulings.filter { $0.traceID == traceID }.map(\.place) }
    }
    /// By which policy a client's round was ruled at a moment.
    func ruling(_ traceID: String, at moment: Duration) -> Int {
        state.withLock { state in state.rulings.last { $0.traceID == traceID && $0.at <= moment }?.place ?? 0 }
    }

    func end() { state.withLock { $0.underWay -= 1 } }
    func keep(_ entry: AuditEntry, at: Duration) { state.withLock { $0.durable.append((at, entry)) } }

    var underWay: Int { state.withLock { $0.underWay } }
    func durable(_ traceID: String) -> [AuditEntry] {
        state.withLock { $0.durable.map(\.entry).filter { $0.traceID == traceID } }
    }
    /// When the askings began to which a client was entitled, and of whom.
    func rounds(_ traceID: String) -> [(at: Duration, sources: Set<SourceID>)] {
        state.withLock { state in
            state.durable.filter { $0.entry.traceID == traceID && $0.entry.event == .intent }
                .map { ($0.at, Set($0.entry.sources.map(\.source))) }
        }
    }
    /// How often a source had failed before.
    func failures(_ source: SourceID, before: Duration) -> Int {
        state.withLock { state in
            state.askings.count { asking in
                guard asking.source == source, asking.at <= before else { return false }
                if case .notAvailable = asking.answer { return true }
                return !asking.isInTime
            }
        }
    }
    func askings(_ traceID: String) -> [Asking] { state.withLock { $0.askings.filter { $0.traceID == traceID } } }
}
