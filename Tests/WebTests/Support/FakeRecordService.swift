// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Sharing
import Synchronization

/// A broker that answers what a test tells it to, and remembers what it was asked.
final class FakeRecordService: RecordService {
    enum Behaviour: Sendable {
        case record(DetailedCareRecord)
        case noRecord
        case closed(RecordAnswer.ClosedReason)
        /// Waits until it is cancelled.
        case waits
        /// Waits until the test lets it go on, then answers.
        case gated(DetailedCareRecord, AsyncStream<Void>)
    }

    private let behaviour: Behaviour
    private let asked = Mutex<[RecordRequest]>([])
    let sources: [SourceDescription]
    let checks: [ReadinessCheck]
    let begun = AsyncStream<Void>.makeStream()
    let cancelled = AsyncStream<Void>.makeStream()

    init(
        _ behaviour: Behaviour, sources: [SourceDescription] = SampleRecord.sources,
        checks: [ReadinessCheck] = [ReadinessCheck(name: "audit", isReady: true, detail: "writable")]
    ) {
        self.behaviour = behaviour
        self.sources = sources
        self.checks = checks
    }

    var requests: [RecordRequest] { asked.withLock { $0 } }

    func record(
        _ request: RecordRequest, rendering renderer: RecordRenderer,
        progress: @escaping @Sendable (SourceProgress) async -> Void
    ) async -> RecordAnswer {
        asked.withLock { $0.append(request) }
        begun.continuation.yield()
        switch behaviour {
        case .record(let record): return await released(record, request, renderer, progress)
        case .noRecord: return .noRecordCanBeShown
        case .closed(let reason): return .closed(reason)
        case .waits:
            let never = AsyncStream<Never>.makeStream()
            for await _ in never.stream {}
            if Task.isCancelled { cancelled.continuation.yield() }
            return .noRecordCanBeShown
        case .gated(let record, let gate):
            for await _ in gate { break }
            return await released(record, request, renderer, progress)
        }
    }

    func follow(
        _ request: RecordRequest, rendering renderer: RecordUpdateRenderer, again: AsyncStream<Void>,
        deliver: @escaping @Sendable (RecordUpdate) async -> Void
    ) async -> RecordFollowingEnd {
        let done = Mutex<[SourceProgress]>([])
        let answer = await record(request, rendering: RecordRenderer { renderer.render($0, .whole) }) { progress in
            done.withLock { $0.append(progress) }
        }
        switch answer {
        case .record(let released):
            await deliver(RecordUpdate(stage: .whole, released: released, progress: done.withLock { $0 }))
            return .done
        case .noRecordCanBeShown: return .noRecordCanBeShown
        case .notPermitted(let outlook): return .notPermitted(outlook)
        case .closed(let reason): return .closed(reason)
        }
    }

    private func released(
        _ record: DetailedCareRecord, _ request: RecordRequest, _ renderer: RecordRenderer,
        _ progress: @escaping @Sendable (SourceProgress) async -> Void
    ) async -> RecordAnswer {
        for (place, line) in record.ledger.lines.enumerated() {
            await progress(
                SourceProgress(
                    source: line.source, hasAnswered: !line.gaveNothing, elapsed: .milliseconds(place + 1),
                    done: place + 1, total: record.ledger.lines.count))
        }
        let kept = record.ledger.isComplete ? nil : KeptRecord(for: request)
        return .record(ReleasedRecord(body: renderer.render(record), ledger: record.ledger, kept: kept))
    }

    func locate(_ request: RecordRequest) async -> LocateAnswer {
        asked.withLock { $0.append(request) }
        switch behaviour {
        case .noRecord: return .noRecordCanBeShown
        case .closed(let reason): return .closed(reason)
        default:
            return .located(
                sources.map {
                    LocatedSource(source: $0, grounds: [.registeredPractice, .pointer], datasets: $0.datasets.sorted())
                })
        }
    }

    func outlook(_ request: RecordRequest) async -> OutlookAnswer {
        asked.withLock { $0.append(request) }
        switch behaviour {
        case .noRecord: return .noRecordCanBeShown
        case .closed(let reason): return .closed(reason)
        default:
            return .outlook(
                AccessOutlook(opensNow: true, needsPermission: false, emergencyWouldOpen: false, denial: nil))
        }
    }

    func readiness() async -> [ReadinessCheck] { checks }
}
