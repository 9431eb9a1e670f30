// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The step *gather*: asks all sources at the same moment, each with its own time limit inside the whole deadline. A source
/// that is not done by then is given up; the others are not affected.
struct Gather: Sendable {
    let clock: any GatewayClock

    /// What came of one source.
    struct Gathered: Sendable {
        let answer: SourceAnswer
        let at: String
    }

    func gather(
        from source: any RecordSource, query: SourceQuery, until deadline: ContinuousClock.Instant
    ) async -> Gathered {
        let limit = min(deadline, clock.now.advanced(by: source.timeLimit))
        let answer = await withTaskGroup(of: SourceAnswer?.self) { group in
            group.addTask { await source.record(for: query, until: limit) }
            group.addTask {
                try? await clock.sleep(until: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        let late = SourceOutcome.Reason(.timedOut, "The source did not answer within its time limit.")
        return Gathered(answer: answer ?? .notAvailable(late), at: clock.utc.text)
    }
}
