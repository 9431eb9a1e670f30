// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import Foundation

/// The clocks of the machine.
struct SystemClock: GatewayClock {
    var now: ContinuousClock.Instant { .now }

    var utc: FHIRDateTime {
        let milliseconds = Int((Date().timeIntervalSince1970 * 1000).rounded(.down))
        return Self.utc(seconds: milliseconds / 1000, milliseconds: milliseconds % 1000)
    }

    static func utc(seconds: Int, milliseconds: Int) -> FHIRDateTime {
        var seconds = seconds
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let text = String(
            format: "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1,
            Int(parts.tm_mday),
            Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec), milliseconds)
        guard let moment = FHIRDateTime(text) else {
            preconditionFailure("the system clock is outside the years 1 to 9999")
        }
        return moment
    }

    func sleep(until deadline: ContinuousClock.Instant) async throws {
        try await Task.sleep(until: deadline, clock: .continuous)
    }
}
