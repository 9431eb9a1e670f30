// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Crypto
import Foundation
import Logging

/// Does in the world what a course wants done, and tells the course what came of it. It decides nothing.
struct CourseDriver: Sendable {
    let parts: RecordBroker.Parts
    let steps: PipelineSteps
    let renderer: RecordUpdateRenderer
    var again = AsyncStream<Void> { nil }
    var report: @Sendable (SourceProgress) async -> Void = { _ in }
    /// Where updates go; without it the last one is kept as the outcome.
    var deliver: (@Sendable (RecordUpdate) async -> Void)?

    /// What came of a course.
    struct Outcome: Sendable {
        var end: RecordFollowingEnd
        var released: ReleasedRecord?
        var located: [LocatedSource] = []
    }

    private var moment: CourseMoment { CourseMoment(now: parts.clock.now, utc: parts.clock.utc) }

    /// Drives a course to its end. What was begun has ended when this returns.
    func drive(_ request: RecordRequest, aim: RecordCourse.Aim) async -> Outcome {
        let setting = RecordCourse.Setting(
            sources: parts.sources, agreements: parts.agreements, deadline: parts.deadline)
        return await withTaskGroup(of: CourseInput.self) { group in
            var course = RecordCourse(request, aim: aim, setting: setting, at: moment)
            var outcome = Outcome(end: .closed(.abandoned))
            var effects = course.begin(at: moment)
            while true {
                for effect in effects {
                    if case .finish(let end) = effect {
                        outcome.end = end
                        group.cancelAll()
                        return outcome
                    }
                    await perform(effect, in: &group, &outcome)
                }
                guard let input = await group.next() else { return outcome }
                // What was under way stops early when the client has gone, so what it gave is no record; and nobody is there.
                effects = course.take(Task.isCancelled ? .clientLeft : input, at: moment)
            }
        }
    }

    private func perform(
        _ effect: CourseEffect, in group: inout TaskGroup<CourseInput>,
        _ outcome: inout Outcome
    ) async {
        switch effect {
        case .trace(let number, let deadline): group.addTask { await trace(number, until: deadline) }
        case .locate(let numbers, let deadline): group.addTask { await locate(numbers, until: deadline) }
        case .audit(let entry): group.addTask { await audit(entry) }
        case .ask(let question): group.addTask { await ask(question) }
        case .report(let progress): await report(progress)
        case .render(let draft, let stage): group.addTask { .rendered(rendered(draft, stage)) }
        case .deliver(let update):
            if deliver == nil { outcome.released = update.released }
            group.addTask {
                await deliver?(update)
                return .delivered
            }
        case .awaitAgain:
            group.addTask {
                for await _ in again { return .again }
                return .noMoreAgain
            }
        case .tell(let located): outcome.located = located
        case .finish: break
        }
    }

    private func trace(_ number: NHSNumber, until deadline: ContinuousClock.Instant) async -> CourseInput {
        let result = await parts.clock.within(deadline) { () -> Result<TraceResult, TraceFailure> in
            do throws(TraceFailure) {
                return .success(try await parts.demographics.trace(number, until: deadline))
            } catch {
                return .failure(error)
            }
        }
        let late = TraceFailure(.init(.timedOut, "The demographic service did not answer in time."))
        return .traced(result ?? .failure(late))
    }

    private func locate(_ numbers: [NHSNumber], until deadline: ContinuousClock.Instant) async -> CourseInput {
        let result = await parts.clock.within(deadline) { () -> Result<Set<String>, LocateFailure> in
            do throws(LocateFailure) {
                return .success(try await parts.locator.custodians(for: numbers, until: deadline))
            } catch {
                return .failure(error)
            }
        }
        let late = LocateFailure(.init(.timedOut, "The record locator did not answer in time."))
        return .located(result ?? .failure(late))
    }

    private func audit(_ entry: AuditEntry) async -> CourseInput {
        do throws(AuditFailure) {
            try await parts.audit.append(entry)
            return .audited(.success(()))
        } catch {
            parts.logger.error(
                "audit unavailable: nothing is released",
                metadata: ["gw.trace.id": "\(entry.traceID)", "gw.reason": "\(error.detail)"])
            return .audited(.failure(error))
        }
    }

    private func ask(_ asked: AskedQuestion) async -> CourseInput {
        let source = parts.sources[asked.question.place].source
        let gather = Gather(clock: parts.clock)
        guard let gathered = await gather.gather(from: source, query: asked.query, until: asked.deadline) else {
            return .timeIsUp(asked.asking)
        }
        let reading = AnswerReading(person: asked.person, classifier: parts.classifier, seal: parts.seal)
        return .answered(asked.asking, steps.read(reading, gathered.answer, asked.question, gathered.at))
    }

    private func rendered(_ draft: RecordDraft, _ stage: RecordStage) -> RenderedRecord {
        let record = steps.compose(draft)
        let body = renderer.render(record, stage)
        let digest = SHA256.hash(data: body).map(Self.hexadecimal).joined()
        return RenderedRecord(body: body, digest: digest, ledger: record.ledger)
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = Array("0123456789abcdef")
        return String([digits[Int(byte >> 4)], digits[Int(byte & 0xF)]])
    }
}
