// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Synchronization

/// How many requests to one source may be sent a second time: a few that were saved up, then one for every eleven or so. A second
/// sending that is in vain too shows that more is wrong than a connection: what was saved is lost, and as much is owed. A source
/// that fails altogether is so never burdened with more than a tenth on top, from the moment at which it begins to fail.
final class RetryBudget: Sendable {
    private static let most = 300
    private static let earned = 9
    private static let cost = 100

    /// In hundredths of a request.
    private let saved = Mutex(RetryBudget.most)

    /// A request is sent for the first time.
    func earn() {
        saved.withLock { $0 = min(Self.most, $0 + Self.earned) }
    }

    /// Whether a request may be sent a second time; if so, it is paid for.
    func spend() -> Bool {
        saved.withLock { saved in
            guard saved >= Self.cost else { return false }
            saved -= Self.cost
            return true
        }
    }

    /// A request that was sent a second time has failed again.
    func wasInVain() { saved.withLock { $0 = min($0, 0) - Self.cost } }
}
