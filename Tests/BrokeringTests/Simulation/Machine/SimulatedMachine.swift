// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import Synchronization
import TestSupport

/// One processor and its clock, both in the hand of a seed: of all that is ready to run, one job is chosen and run to its next
/// pause; when nothing is ready, time goes on to the next timer. So one seed gives one run, whatever the machine beneath does.
final class SimulatedMachine: TaskExecutor, GatewayClock {
    /// Why a run came to no good end.
    enum Fault: Error { case runsForever, neverEnds }

    private struct Timer {
        let at: Duration
        let ticket: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var ready: [UnownedJob] = []
        var timers: [Timer] = []
        var elapsed = Duration.zero
        var nextTicket = 0
        var generator: SeededGenerator
        var hasEnded = false
    }

    private let state: Mutex<State>
    private let start = ContinuousClock.now

    init(seed: UInt64) {
        state = Mutex(State(generator: SeededGenerator(seed: seed)))
    }

    // MARK: The clock

    /// Since the run began.
    var elapsed: Duration { state.withLock { $0.elapsed } }
    var now: ContinuousClock.Instant { start.advanced(by: elapsed) }

    /// Since the run began, for a moment on this clock.
    func elapsed(at moment: ContinuousClock.Instant) -> Duration { start.duration(to: moment) }

    var utc: FHIRDateTime {
        let milliseconds = Int(elapsed / .milliseconds(1))
        func padded(_ value: Int, _ length: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, length - text.count)) + text
        }
        let seconds = milliseconds / 1_000 + 9 * 3_600
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
        guard let utc = FHIRDateTime("2026-01-31T\(time).\(padded(milliseconds % 1_000, 3))Z") else {
            preconditionFailure("a run that lasts past midnight")
        }
        return utc
    }

    func sleep(until deadline: ContinuousClock.Instant) async throws {
        let at = elapsed(at: deadline)
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    guard at > state.elapsed else { return .success(()) }
                    state.timers.append(Timer(at: at, ticket: ticket, continuation: continuation))
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let timer = state.withLock { state in
                state.timers.firstIndex { $0.ticket == ticket }.map { state.timers.remove(at: $0) }
            }
            timer?.continuation.resume(throwing: CancellationError())
        }
    }

    // MARK: The processor

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.ready.append(job) }
    }

    /// Runs until nothing is left to do.
    func run(_ work: @escaping @Sendable () async -> Void) throws(Fault) {
        _ = Task(executorPreference: self) {
            await work()
            self.state.withLock { $0.hasEnded = true }
        }
        var count = 0
        while true {
            let job = state.withLock { state -> UnownedJob? in
                guard !state.ready.isEmpty else { return nil }
                return state.ready.remove(at: Int.random(in: 0..<state.ready.count, using: &state.generator))
            }
            if let job {
                count += 1
                guard count < 200_000 else { throw .runsForever }
                job.runSynchronously(on: asUnownedTaskExecutor())
            } else if let timer = state.withLock({ Self.nextTimer(&$0) }) {
                timer.continuation.resume()
            } else {
                break
            }
        }
        // Whatever waits now waits for ever; and nothing that was begun can be left once the work has ended.
        guard state.withLock({ $0.hasEnded }) else { throw .neverEnds }
    }

    private static func nextTimer(_ state: inout State) -> Timer? {
        let places = state.timers.indices
        guard
            let place = places.min(by: {
                (state.timers[$0].at, state.timers[$0].ticket) < (state.timers[$1].at, state.timers[$1].ticket)
            })
        else { return nil }
        let timer = state.timers.remove(at: place)
        state.elapsed = timer.at
        return timer
    }
}
