// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Sharing
import Synchronization

/// A broker that hands on what a test tells it to, when the test tells it to.
final class ScriptedRecordService: RecordService {
    enum Step: Sendable {
        /// These sources are done; the record as it stands then.
        case sources([SourceProgress], DetailedCareRecord)
        case whole(DetailedCareRecord)
        /// Waits until the missing sources are to be asked again; ends where they will not be.
        case waitForAgain
        case end(RecordFollowingEnd)
    }

    let script = AsyncStream<Step>.makeStream()
    let begun = AsyncStream<Void>.makeStream()
    /// An element each time the missing sources are asked again.
    let askedAgain = AsyncStream<Void>.makeStream()
    /// How each following ended.
    let departed = AsyncStream<Void>.makeStream()
    private let asked = Mutex(0)

    let sources = SampleRecord.sources
    /// How often a record was followed.
    var count: Int { asked.withLock { $0 } }

    init(_ steps: Step...) { play(steps) }

    func play(_ steps: Step...) { play(steps) }

    private func play(_ steps: [Step]) { for step in steps { script.continuation.yield(step) } }

    func follow(
        _ request: RecordRequest, rendering renderer: RecordUpdateRenderer, again: AsyncStream<Void>,
        deliver: @escaping @Sendable (RecordUpdate) async -> Void
    ) async -> RecordFollowingEnd {
        asked.withLock { $0 += 1 }
        begun.continuation.yield()
        for await step in script.stream {
            switch step {
            case .sources(let progress, let record):
                guard let last = progress.last else { continue }
                await deliver(Self.update(.source(last), record, progress, renderer))
            case .whole(let record): await deliver(Self.update(.whole, record, [], renderer))
            case .waitForAgain:
                var requests = again.makeAsyncIterator()
                guard await requests.next() != nil else { return .done }
                askedAgain.continuation.yield()
            case .end(let end): return end
            }
        }
        if Task.isCancelled { departed.continuation.yield() }
        return .closed(.abandoned)
    }

    private static func update(
        _ stage: RecordStage, _ record: DetailedCareRecord, _ progress: [SourceProgress],
        _ renderer: RecordUpdateRenderer
    ) -> RecordUpdate {
        RecordUpdate(
            stage: stage, released: ReleasedRecord(body: renderer.render(record, stage), ledger: record.ledger),
            progress: progress)
    }

    func record(
        _ request: RecordRequest, rendering renderer: RecordRenderer,
        progress: @escaping @Sendable (SourceProgress) async -> Void
    ) async -> RecordAnswer { .noRecordCanBeShown }

    func locate(_ request: RecordRequest) async -> LocateAnswer { .noRecordCanBeShown }

    func outlook(_ request: RecordRequest) async -> OutlookAnswer {
        .outlook(AccessOutlook(opensNow: true, needsPermission: false, emergencyWouldOpen: false, denial: nil))
    }

    func readiness() async -> [ReadinessCheck] { [] }
}

/// A record at three moments: when one source of three has answered, when two have, and when one was given up.
enum SampleCourse {
    static let awaited = SourceOutcome.notAvailable(reason: .init(.awaited, "Still being asked."))
    static let late = SourceOutcome.notAvailable(reason: SampleRecord.timedOut)

    static let one = SampleRecord.record(ofAnytown, hospital: awaited, community: awaited)
    static let two = SampleRecord.record(ofAnytown, hospital: awaited)
    static let incomplete = SampleRecord.record(ofAnytown, hospital: late)
    static let complete = SampleRecord.record(ofAnytown)

    private static let ofAnytown = SampleEntries.all.filter { $0.source == SampleRecord.anytown }

    static func progress(_ source: SourceDescription, done: Int, hasAnswered: Bool = true) -> SourceProgress {
        SourceProgress(source: source, hasAnswered: hasAnswered, elapsed: .milliseconds(done), done: done, total: 3)
    }
}
