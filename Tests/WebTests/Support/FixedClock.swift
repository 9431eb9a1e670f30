// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR

/// A clock whose date stands still, while waiting takes real time.
struct FixedClock: GatewayClock {
    var text = "2026-01-31T09:30:00.000Z"

    var now: ContinuousClock.Instant { .now }
    var utc: FHIRDateTime {
        guard let moment = FHIRDateTime(text) else { preconditionFailure("\(text) is no moment") }
        return moment
    }
    func sleep(until deadline: ContinuousClock.Instant) async throws {
        try await Task.sleep(until: deadline, clock: .continuous)
    }
}
