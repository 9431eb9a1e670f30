// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import Crypto
import Identity
import Sharing
import Synchronization

/// The sessions and the sign-ins that are under way, in memory alone. Identifiers are 256 random bits, kept as their digests; every
/// sign-in has a new one.
final class SessionStore: Sendable {
    private typealias Key = SHA256Digest

    private struct Kept {
        let session: Session
        let begun: ContinuousClock.Instant
        var used: ContinuousClock.Instant
    }

    private struct Attempt {
        let attempt: SignInAttempt
        let path: String
        let begun: ContinuousClock.Instant
    }

    private struct State {
        var sessions: [Key: Kept] = [:]
        var attempts: [Key: Attempt] = [:]
    }

    private let state = Mutex(State())
    let limits: SessionLimits
    private let clock: any GatewayClock
    private let randomness: Randomness

    init(_ limits: SessionLimits, clock: any GatewayClock, randomness: Randomness) {
        self.limits = limits
        self.clock = clock
        self.randomness = randomness
    }

    var count: Int { state.withLock { $0.sessions.count } }
    var attemptCount: Int { state.withLock { $0.attempts.count } }

    /// Opens a session; what is returned goes into the cookie.
    func open(_ requester: Requester, token: String) -> String {
        let identifier = Base64URL.encode(randomness.bytes(32))
        let session = Session(mark: Base64URL.encode(randomness.bytes(18)), requester: requester, token: token)
        let now = clock.now
        state.withLock { state in
            if state.sessions.count >= limits.count {
                state.sessions = state.sessions.filter { isAlive($0.value, now) }
                if state.sessions.count >= limits.count,
                    let oldest = state.sessions.min(by: { $0.value.used < $1.value.used })
                {
                    state.sessions[oldest.key] = nil
                }
            }
            state.sessions[Self.key(identifier)] = Kept(session: session, begun: now, used: now)
        }
        return identifier
    }

    /// The session of an identifier; `nil` where there is none or it has ended.
    /// - Parameter isUse: whether somebody uses it with this; what a page asks for by itself is no use, or it would never end.
    func session(_ identifier: String, isUse: Bool = true) -> Session? {
        let (key, now) = (Self.key(identifier), clock.now)
        return state.withLock { state in
            guard let kept = state.sessions[key] else { return nil }
            guard isAlive(kept, now) else {
                state.sessions[key] = nil
                return nil
            }
            if isUse { state.sessions[key]?.used = now }
            return kept.session
        }
    }

    /// Ends a session.
    @discardableResult
    func close(_ identifier: String) -> Session? {
        state.withLock { $0.sessions.removeValue(forKey: Self.key(identifier))?.session }
    }

    /// Keeps a sign-in that was begun; what is returned goes into a cookie of its own.
    func keep(_ attempt: SignInAttempt, path: String) -> String {
        let identifier = Base64URL.encode(randomness.bytes(32))
        let now = clock.now
        state.withLock { state in
            if state.attempts.count >= limits.attempts {
                state.attempts = state.attempts.filter { now - $0.value.begun < limits.attempt }
                if state.attempts.count >= limits.attempts,
                    let oldest = state.attempts.min(by: { $0.value.begun < $1.value.begun })
                {
                    state.attempts[oldest.key] = nil
                }
            }
            state.attempts[Self.key(identifier)] = Attempt(attempt: attempt, path: path, begun: now)
        }
        return identifier
    }

    /// Takes a sign-in out: it can be finished once.
    func take(_ identifier: String) -> (attempt: SignInAttempt, path: String)? {
        let now = clock.now
        return state.withLock { state in
            guard let kept = state.attempts.removeValue(forKey: Self.key(identifier)),
                now - kept.begun < limits.attempt
            else { return nil }
            return (kept.attempt, kept.path)
        }
    }

    private func isAlive(_ kept: Kept, _ now: ContinuousClock.Instant) -> Bool {
        now - kept.used < limits.idle && now - kept.begun < limits.whole
    }

    private static func key(_ identifier: String) -> Key { SHA256.hash(data: Array(identifier.utf8)) }
}
