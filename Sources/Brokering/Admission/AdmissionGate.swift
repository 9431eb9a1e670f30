// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Synchronization

/// The gate that every request passes, shared by all of them.
final class AdmissionGate: Sendable {
    /// A request that was refused, and after how long it may help to come again.
    struct Refusal: Error {
        let retryAfter: Duration
    }

    private struct State {
        var queue: AdmissionQueue
        var nextTicket = 0
        var continuations: [AdmissionQueue.Ticket: CheckedContinuation<Bool, Never>] = [:]
    }

    private let state: Mutex<State>
    private let clock: any GatewayClock

    init(_ limits: AdmissionLimits, clock: any GatewayClock) {
        state = Mutex(State(queue: AdmissionQueue(limits)))
        self.clock = clock
    }

    /// Waits for a place until the latest moment at which one still helps.
    /// - Throws: ``Refusal``; then there is nothing to give back.
    func enter(until latest: ContinuousClock.Instant) async throws(Refusal) {
        let (ticket, arrival) = state.withLock { state in
            state.nextTicket += 1
            let ticket = AdmissionQueue.Ticket(number: state.nextTicket)
            return (ticket, state.queue.arrive(ticket, latest: latest, at: clock.now))
        }
        switch arrival {
        case .enters: return
        case .refused(let retryAfter): throw Refusal(retryAfter: retryAfter)
        case .waits: break
        }
        if await clock.within(latest, { await self.turn(of: ticket) }) == true { return }
        let wait = state.withLock { $0.queue.giveUp(ticket) }
        // Its turn may have come in the very moment in which it stopped waiting.
        guard let wait else { return }
        throw Refusal(retryAfter: wait)
    }

    /// Waits until the turn comes; `false` when cancelled first.
    private func turn(of ticket: AdmissionQueue.Ticket) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    guard state.queue.isWaiting(ticket) else { return true }
                    state.continuations[ticket] = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.continuations.removeValue(forKey: ticket) }?.resume(returning: false)
        }
    }

    func leave(after stay: Duration, holding size: Int, lag: Duration) {
        admit { $0.leave(after: stay, holding: size, lag: lag, at: self.clock.now) }
    }

    func take(_ bytes: Int) -> Bool { state.withLock { $0.queue.take(bytes) } }

    func giveBack(_ bytes: Int) {
        admit { $0.giveBack(bytes, at: self.clock.now) }
    }

    private func admit(_ change: (inout AdmissionQueue) -> [AdmissionQueue.Ticket]) {
        let entering = state.withLock { state in
            change(&state.queue).compactMap { state.continuations.removeValue(forKey: $0) }
        }
        for continuation in entering { continuation.resume(returning: true) }
    }

    /// What is in progress and what waits, for a test.
    var load: (inside: Int, waiting: Int, bytes: Int) {
        state.withLock { ($0.queue.inside, $0.queue.waitingCount, $0.queue.bytes) }
    }
}
