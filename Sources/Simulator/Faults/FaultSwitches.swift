// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Synchronization

/// A fault plan that can be changed while the services run. A class, because every service reads the one plan and whoever
/// holds it may change it for all.
public final class FaultSwitches: Sendable {
    private struct State {
        var plan: FaultPlan
        /// Whether each running service has its port closed.
        var closed: [SimulatedServiceName: Bool] = [:]
        var watchers: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextWatcher = 0

        func mustBeClosed(_ name: SimulatedServiceName) -> Bool { plan.fault(at: name, for: nil) == .down }
    }

    private let state: Mutex<State>

    public init(_ plan: FaultPlan = FaultPlan()) { state = Mutex(State(plan: plan)) }

    /// Changes the plan; the next request sees it. A port is closed or opened a moment later: see ``settled()``.
    public func change(_ change: (inout FaultPlan) -> Void) {
        tellingWatchers { change(&$0.plan) }
    }

    /// The plan as it is now.
    public var plan: FaultPlan { state.withLock(\.plan) }

    /// The fault that applies now.
    public func fault(at service: SimulatedServiceName, for nhsNumber: String?) -> SimulatedFault? {
        state.withLock { $0.plan.fault(at: service, for: nhsNumber) }
    }

    /// Returns when every running service has its port as the plan says, or when cancelled.
    public func settled() async {
        await until { state in state.closed.allSatisfy { $0.value == state.mustBeClosed($0.key) } }
    }

    // MARK: For the servers

    /// Whether nothing shall listen on the port of a service.
    func mustBeClosed(_ name: SimulatedServiceName) -> Bool { state.withLock { $0.mustBeClosed(name) } }

    /// Returns when the port of a service has to be closed, or has to be open, or when cancelled.
    func untilMustBeClosed(_ name: SimulatedServiceName, _ isClosed: Bool) async {
        await until { $0.mustBeClosed(name) == isClosed }
    }

    /// Notes that a service has closed or opened its port; `nil` when it no longer runs.
    func note(_ name: SimulatedServiceName, isClosed: Bool?) {
        tellingWatchers { $0.closed[name] = isClosed }
    }

    private func tellingWatchers(_ change: (inout State) -> Void) {
        let watchers = state.withLock { state in
            change(&state)
            return Array(state.watchers.values)
        }
        for watcher in watchers { watcher.yield() }
    }

    private func until(_ condition: @Sendable (State) -> Bool) async {
        let (changes, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let key = state.withLock { state in
            state.nextWatcher += 1
            state.watchers[state.nextWatcher] = continuation
            return state.nextWatcher
        }
        defer { state.withLock { $0.watchers[key] = nil } }
        if state.withLock({ condition($0) }) { return }
        for await _ in changes where state.withLock({ condition($0) }) { return }
    }
}
