// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Synchronization

/// The identifiers of tokens that were used and must not be used again while they would still be good. Each consumer has a bounded share
/// of its own, so that none can fill it for another: when a share is full it lets nothing more in, rather than forget.
public final class ReplayMemory: Sendable {
    fileprivate struct Share {
        var expiries: [String: Int] = [:]
        /// When the first entry may be forgotten.
        var earliest = Int.max
    }

    private let shares = Mutex<[String: Share]>([:])
    private let capacity: Int
    private let now: @Sendable () -> Int

    /// - Parameter capacity: the most identifiers of one consumer. There are as many shares as registered consumers at most.
    public init(capacity: Int = 50_000, now: @escaping @Sendable () -> Int) {
        self.capacity = capacity
        self.now = now
    }

    /// Remembers an identifier until the token has ended.
    /// - Parameter consumer: the registered consumer whose token it is.
    func admit(_ identifier: String, of consumer: String, until expiry: Int) throws(TokenFault) {
        let (now, capacity) = (now(), capacity)
        let fault: TokenFault? = shares.withLock { shares in
            shares[consumer, default: Share()].admit(identifier, until: expiry, now: now, capacity: capacity)
        }
        if let fault { throw fault }
    }
}

extension ReplayMemory.Share {
    fileprivate mutating func admit(_ identifier: String, until expiry: Int, now: Int, capacity: Int) -> TokenFault? {
        if expiries[identifier] != nil { return TokenFault(.replayed) }
        if expiries.count >= capacity, earliest <= now {
            expiries = expiries.filter { $0.value > now }
            earliest = expiries.values.min() ?? .max
        }
        guard expiries.count < capacity else { return TokenFault(.replayMemoryFull) }
        expiries[identifier] = expiry
        earliest = min(earliest, expiry)
        return nil
    }
}
