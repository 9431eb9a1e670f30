// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Synchronization

/// Remembers what a server said of itself, or that it said nothing, so that it is not asked before every record.
final class CapabilityMemory: Sendable {
    private struct Remembered {
        let capability: ServerCapability?
        let until: ContinuousClock.Instant
    }

    private let remembered = Mutex<Remembered?>(nil)

    /// What is remembered; the outer `nil` when there is nothing, or it is too old.
    func recall(at now: ContinuousClock.Instant) -> ServerCapability?? {
        remembered.withLock { remembered in
            guard let remembered, now < remembered.until else { return .none }
            return .some(remembered.capability)
        }
    }

    func remember(_ capability: ServerCapability?, until: ContinuousClock.Instant) {
        remembered.withLock { $0 = Remembered(capability: capability, until: until) }
    }
}
