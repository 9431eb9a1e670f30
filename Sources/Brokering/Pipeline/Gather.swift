// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The step *gather* for one source: it is asked until its time limit and then given up; the others are not affected.
struct Gather: Sendable {
    let clock: any GatewayClock

    /// What came of one source.
    struct Gathered: Sendable {
        let answer: SourceAnswer
        let at: FHIRDateTime
    }

    /// The source's answer, or `nil` when it is not done in time.
    func gather(
        from source: any RecordSource, query: SourceQuery, until deadline: ContinuousClock.Instant
    ) async -> Gathered? {
        let answer = await clock.within(deadline) { await source.record(for: query, until: deadline) }
        return answer.map { Gathered(answer: $0, at: clock.utc) }
    }
}

extension GatewayClock {
    /// Does something until a deadline and stops it then; `nil` when it is not done by then.
    func within<Value: Sendable>(
        _ deadline: ContinuousClock.Instant, _ operation: @escaping @Sendable () async -> Value
    ) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await operation() }
            group.addTask {
                try? await sleep(until: deadline)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
