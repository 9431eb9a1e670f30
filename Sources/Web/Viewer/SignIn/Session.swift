// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Sharing

/// Somebody who signed in, in one browser. It is who they are and nothing else: what was asked or shown is not in it, and nothing of it
/// can be changed. Another role is another sign-in.
struct Session: Sendable {
    /// Stands for the session in handles and forms; the identifier in the cookie cannot be had from it.
    let mark: String
    let requester: Requester
    /// By which the provider knows its own session.
    let token: String
}

/// How long sessions last, and how many there may be.
public struct SessionLimits: Sendable {
    /// After so long without a request a session ends.
    public var idle = Duration.seconds(30 * 60)
    /// So long a session lasts at most.
    public var whole = Duration.seconds(12 * 3600)
    /// So many there may be; the one that was used longest ago gives way.
    public var count = 10_000
    /// How long somebody may take to sign in.
    public var attempt = Duration.seconds(600)
    /// So many sign-ins may be under way; the oldest gives way.
    public var attempts = 2_000

    public init() {}
}

extension SessionLimits {
    /// When a session ends, for people.
    var words: String { "A session ends after \(idle.words) without use, and after \(whole.words) in all." }
}

extension Duration {
    /// A length of time in the largest unit that it is a whole number of.
    fileprivate var words: String {
        let seconds = components.seconds
        for (unit, length) in [("hour", Int64(3600)), ("minute", 60)] where seconds >= length && seconds % length == 0 {
            return Self.counted(seconds / length, unit)
        }
        return Self.counted(seconds, "second")
    }

    private static func counted(_ count: Int64, _ unit: String) -> String {
        "\(count) \(unit)\(count == 1 ? "" : "s")"
    }
}
