// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import Synchronization

/// A clock that stands still until the test moves it on.
final class ManualClock: GatewayClock {
    private struct State {
        var now = ContinuousClock.Instant.now
        var next = 0
        var sleepers: [Int: (until: ContinuousClock.Instant, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())
    /// Has an element for everybody who begins to wait.
    private let waiting = AsyncStream<Void>.makeStream()

    var now: ContinuousClock.Instant { state.withLock { $0.now } }
    var utc: FHIRDateTime { FixedClock().utc }

    func sleep(until deadline: ContinuousClock.Instant) async throws {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    if state.cancelled.remove(number) != nil { return .failure(CancellationError()) }
                    if deadline <= state.now { return .success(()) }
                    state.sleepers[number] = (deadline, continuation)
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
                waiting.continuation.yield()
            }
        } onCancel: {
            let continuation = state.withLock { state in
                let sleeper = state.sleepers.removeValue(forKey: number)
                if sleeper == nil { state.cancelled.insert(number) }
                return sleeper?.continuation
            }
            continuation?.resume(throwing: CancellationError())
        }
    }

    /// Waits until somebody waits for the moment that is so far away; no longer than the test may last.
    func untilSomebodyWaits(for duration: Duration) async {
        let moment = now + duration
        var arrivals = waiting.stream.makeAsyncIterator()
        while !state.withLock({ $0.sleepers.values.contains { $0.until == moment } }) {
            guard await arrivals.next() != nil else { return }
        }
    }

    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now += duration
            let due = state.sleepers.filter { $0.value.until <= state.now }
            for number in due.keys { state.sleepers[number] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }
}
