// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Synchronization

/// Counts up and down, and remembers its highest.
final class Gauge: Sendable {
    private let state = Mutex((now: 0, highest: 0))

    var now: Int { state.withLock { $0.now } }
    var highest: Int { state.withLock { $0.highest } }

    func rise() {
        state.withLock {
            $0.now += 1
            $0.highest = max($0.highest, $0.now)
        }
    }

    func fall() { state.withLock { $0.now -= 1 } }
}
