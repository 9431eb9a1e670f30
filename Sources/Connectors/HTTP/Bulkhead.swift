// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Synchronization

/// Lets at most so many through at once, and at most so many wait for it, in the order in which they came. Each source has its
/// own, so that one that hangs takes nothing from the others.
final class Bulkhead: Sendable {
    /// Why nobody is let through.
    enum Refusal: Error { case tooManyWaiting, cancelled }

    private struct State {
        var free: Int
        var nextTicket: UInt64 = 0
        var waiting: [(ticket: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    private let state: Mutex<State>
    private let waitingAtMost: Int

    init(atOnce: Int, waitingAtMost: Int) {
        state = Mutex(State(free: max(1, atOnce)))
        self.waitingAtMost = waitingAtMost
    }

    /// Waits for a place, which must be given back with ``leave()``.
    /// - Throws: ``Refusal``; then there is nothing to give back.
    func enter() async throws(Refusal) {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        let isFull = Mutex(false)
        let entered = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    guard state.waiting.count < waitingAtMost else {
                        isFull.withLock { $0 = true }
                        return false
                    }
                    state.waiting.append((ticket, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let abandoned = state.withLock { state -> CheckedContinuation<Bool, Never>? in
                guard let place = state.waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
                return state.waiting.remove(at: place).continuation
            }
            abandoned?.resume(returning: false)
        }
        guard entered else { throw isFull.withLock { $0 } ? .tooManyWaiting : .cancelled }
    }

    /// Gives a place back, to the one who has waited longest.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }
}
