// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import Synchronization

/// How many bytes all pages of one record may hold together, which count among those of all requests in progress too.
final class ByteBudget: Sendable {
    private let remaining: Mutex<Int>
    private let inProgress: (any BytesInProgress)?

    init(_ bytes: Int, in inProgress: (any BytesInProgress)? = nil) {
        remaining = Mutex(bytes)
        self.inProgress = inProgress
    }

    /// Takes bytes from the budget.
    /// - Throws: ``SourceFault`` when there are not so many left, for the source or for the gateway.
    func take(_ bytes: Int) throws(SourceFault) {
        let fits = remaining.withLock { remaining in
            guard bytes <= remaining else { return false }
            remaining -= bytes
            return true
        }
        guard fits else { throw .tooLarge }
        guard inProgress?.take(bytes) != false else { throw .gatewayFull }
    }
}
