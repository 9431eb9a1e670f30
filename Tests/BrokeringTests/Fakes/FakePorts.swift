// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Synchronization

/// A clock that stands still. What waits for a moment more than a minute away waits until it is cancelled; what waits for a
/// nearer one is told at once that it has come.
struct StandingClock: GatewayClock {
    let now = ContinuousClock.now
    let utc: FHIRDateTime

    init?() {
        guard let utc = FHIRDateTime("2026-01-31T09:30:00.000Z") else { return nil }
        self.utc = utc
    }

    func sleep(until deadline: ContinuousClock.Instant) async throws {
        guard deadline > now.advanced(by: .seconds(60)) else { return }
        try await waitUntilCancelled()
    }
}

/// Waits, without time passing, until the task is cancelled.
func waitUntilCancelled() async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
    await withTaskCancellationHandler {
        for await _ in stream {}
    } onCancel: {
        continuation.finish()
    }
    try Task.checkCancellation()
}

struct FakeDemographics: DemographicsService {
    var result: Result<TraceResult, TraceFailure>

    func trace(_ number: NHSNumber, until deadline: ContinuousClock.Instant) async throws(TraceFailure) -> TraceResult {
        try result.get()
    }
}

struct FakeLocator: RecordLocator {
    var result: Result<Set<String>, LocateFailure> = .success([])

    func custodians(for numbers: [NHSNumber], until deadline: ContinuousClock.Instant) async throws(LocateFailure)
        -> Set<String>
    {
        try result.get()
    }
}

final class FakeSource: RecordSource {
    let description: SourceDescription
    let timeLimit: Duration
    private let answer: @Sendable (SourceQuery) async -> SourceAnswer
    private let queries = Mutex<[SourceQuery]>([])
    private let onAsk: @Sendable () -> Void

    init(
        _ description: SourceDescription, timeLimit: Duration = .seconds(3600),
        onAsk: @escaping @Sendable () -> Void = {},
        answer: @escaping @Sendable (SourceQuery) async -> SourceAnswer
    ) {
        self.description = description
        self.timeLimit = timeLimit
        self.onAsk = onAsk
        self.answer = answer
    }

    var asked: [SourceQuery] { queries.withLock { $0 } }

    func record(for query: SourceQuery, until deadline: ContinuousClock.Instant) async -> SourceAnswer {
        queries.withLock { $0.append(query) }
        onAsk()
        return await answer(query)
    }

    func health(until deadline: ContinuousClock.Instant) async -> SourceHealth { .healthy(detail: "fake") }
}

/// Keeps entries in memory, and fails from a given entry on where it is told to.
final class FakeJournal: AuditJournal {
    private let kept = Mutex<[AuditEntry]>([])
    private let failsFrom: Int?

    init(failsFrom: Int? = nil) { self.failsFrom = failsFrom }

    var entries: [AuditEntry] { kept.withLock { $0 } }

    func append(_ entry: AuditEntry) async throws(AuditFailure) {
        let fails = kept.withLock { entries in
            if let failsFrom, entries.count >= failsFrom { return true }
            entries.append(entry)
            return false
        }
        if fails { throw AuditFailure("the disk is full") }
    }

    func isWritable() async -> Bool { failsFrom == nil }
}
