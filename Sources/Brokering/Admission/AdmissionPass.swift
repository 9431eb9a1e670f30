// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Synchronization

/// One request's leave to be in progress, with the bytes that it holds. Whoever waits for somebody to ask again gives the place
/// up and keeps the bytes.
final class AdmissionPass: BytesInProgress {
    private struct State {
        /// Since when the place is held; `nil` while it is not.
        var since: ContinuousClock.Instant?
        var bytes = 0
        /// How long work waited for a processor at most, since the place is held.
        var lag = Duration.zero
    }

    private let gate: AdmissionGate
    private let clock: any GatewayClock
    private let state = Mutex(State())

    init(_ gate: AdmissionGate, clock: any GatewayClock) {
        self.gate = gate
        self.clock = clock
    }

    /// Waits for a place until the latest moment at which one still helps.
    func enter(until latest: ContinuousClock.Instant) async throws(AdmissionGate.Refusal) {
        try await gate.enter(until: latest)
        state.withLock { state in
            state.since = clock.now
            state.lag = .zero
        }
    }

    func take(_ bytes: Int) -> Bool {
        guard gate.take(bytes) else { return false }
        state.withLock { $0.bytes += bytes }
        return true
    }

    /// Gives bytes back, of those that were taken.
    func giveBack(_ bytes: Int) {
        let given = state.withLock { state in
            let given = min(bytes, state.bytes)
            state.bytes -= given
            return given
        }
        if given > 0 { gate.giveBack(given) }
    }

    /// Work that was ready at a moment begins only now.
    func begins(readySince moment: ContinuousClock.Instant) {
        let lag = clock.now - moment
        state.withLock { $0.lag = max($0.lag, lag) }
    }

    /// Gives the place up, and keeps the bytes.
    func pause() {
        let (since, bytes, lag) = state.withLock { state in
            defer { state.since = nil }
            return (state.since, state.bytes, state.lag)
        }
        if let since { gate.leave(after: clock.now - since, holding: bytes, lag: lag) }
    }

    /// Gives up the place and every byte.
    func end() {
        pause()
        giveBack(.max)
    }

    /// Gives up the place, and hands the bytes on to what outlives the request.
    func handOver() -> HeldBytes {
        pause()
        return HeldBytes(
            state.withLock { state in
                defer { state.bytes = 0 }
                return state.bytes
            }, of: gate)
    }
}

/// Bytes that are held on after the request that took them has ended, for as long as this exists.
final class HeldBytes: Sendable {
    private let bytes: Int
    private let gate: AdmissionGate

    init(_ bytes: Int, of gate: AdmissionGate) {
        self.bytes = bytes
        self.gate = gate
    }

    deinit { if bytes > 0 { gate.giveBack(bytes) } }
}
