// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Synchronization

/// How many bytes all pages of one record may hold together.
final class ByteBudget: Sendable {
    private let remaining: Mutex<Int>

    init(_ bytes: Int) { remaining = Mutex(bytes) }

    /// Takes bytes from the budget; `false` when there are not so many left.
    func take(_ bytes: Int) -> Bool {
        remaining.withLock { remaining in
            guard bytes <= remaining else { return false }
            remaining -= bytes
            return true
        }
    }
}
