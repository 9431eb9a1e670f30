// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Synchronization

/// How many requests to one source may be sent a second time: a few at first, then one for every eleven or so. A source that
/// fails altogether is so never burdened with more than a tenth on top.
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
}
