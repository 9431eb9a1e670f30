// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Synchronization

/// The identifiers of tokens that were used and must not be used again while they would still be good. It is bounded: when it is full
/// it lets nothing more in, rather than forget.
public final class ReplayMemory: Sendable {
    private struct State {
        var expiries: [String: Int] = [:]
        /// When the first entry may be forgotten.
        var earliest = Int.max
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let now: @Sendable () -> Int

    public init(capacity: Int = 200_000, now: @escaping @Sendable () -> Int) {
        self.capacity = capacity
        self.now = now
    }

    /// Remembers an identifier until the token has ended.
    func admit(_ identifier: String, until expiry: Int) throws(TokenFault) {
        let (now, capacity) = (now(), capacity)
        let fault: TokenFault? = state.withLock { state in
            if state.expiries[identifier] != nil { return TokenFault(.replayed) }
            if state.expiries.count >= capacity, state.earliest <= now {
                state.expiries = state.expiries.filter { $0.value > now }
                state.earliest = state.expiries.values.min() ?? .max
            }
            guard state.expiries.count < capacity else { return TokenFault(.replayMemoryFull) }
            state.expiries[identifier] = expiry
            state.earliest = min(state.earliest, expiry)
            return nil
        }
        if let fault { throw fault }
    }
}
