// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR

/// What time it is, and waiting. Everything that needs either takes this, so that a test decides what the time is.
public protocol GatewayClock: Sendable {
    /// The moment on a clock that never goes back, for deadlines.
    var now: ContinuousClock.Instant { get }
    /// The moment in UTC, to the millisecond (`2026-01-31T09:30:00.000Z`).
    var utc: FHIRDateTime { get }
    /// Waits until a moment, or throws when cancelled.
    func sleep(until deadline: ContinuousClock.Instant) async throws
}
