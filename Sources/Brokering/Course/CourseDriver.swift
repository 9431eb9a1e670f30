// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Crypto
import FHIR
import Foundation
import Logging
import Sharing

/// Does in the world what a course wants done, and tells the course what came of it. It decides nothing.
struct CourseDriver: Sendable {
    let parts: RecordBroker.Parts
    let steps: PipelineSteps
    let watch: SourceWatch
    let gate: AdmissionGate
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
        var outlook: AccessOutlook?
    }

    private var moment: CourseMoment { CourseMoment(now: parts.clock.now, utc: parts.clock.utc) }

    /// Drives a course to its end. What was begun has ended when this returns.
    func drive(_ request: RecordRequest, aim: RecordCourse.Aim) async -> Outcome {
        let setting = RecordCourse.Setting(
            sources: parts.sources, deadline: parts.deadline)
        let arrival = parts.clock.now
        let pass = AdmissionPass(gate, clock: parts.clock)
        defer { pass.end() }
        let limit = setting.timeLimit(of: request)
        do throws(AdmissionGate.Refusal) {
            try await pass.enter(until: Self.latestEntry(arrival, limit))
        } catch {
            return Outcome(end: .closed(Task.isCancelled ? .abandoned : .overloaded(retryAfter: error.retryAfter)))
        }
        let course = RecordCourse(request, aim: aim, setting: setting, arrival: arrival)
        return await drive(course, pass, limit)
    }

    /// A third of the time may go by in waiting: what is left must do for the sources.
    private static func latestEntry(_ now: ContinuousClock.Instant, _ limit: Duration) -> ContinuousClock.Instant {
        now.advanced(by: limit / 3)
    }

    /// What a course is told next, or why it cannot go on.
    private enum Event: Sendable {
        case input(CourseInput)
        case refused(AdmissionGate.Refusal)
    }

    private func drive(_ begun: RecordCourse, _ pass: AdmissionPass, _ limit: Duration) async -> Outcome {
        await withTaskGroup(of: Event.self) { group in
            var course = begun
            var outcome = Outcome(end: .closed(.abandoned))
            var effects = course.begin(at: moment)
            while true {
                for effect in effects {
                    if case .finish(let end) = effect {
                        outcome.end = end
                        if var kept = course.kept {
                            kept.held.append(pass.handOver())
                            outcome.released?.kept = kept
                        }
                        group.cancelAll()
                        return outcome
                    }
                    await perform(effect, pass, limit, in: &group, &outcome)
                }
                switch await group.next() {
                case nil: return outcome
                // What was under way stops early when the client has gone, so what it gave is no record; and nobody is there.
                case _ where Task.isCancelled: effects = course.take(.clientLeft, at: moment)
                case .input(let input): effects = course.take(input, at: moment)
                case .refused(let refusal):
                    outcome.end = .closed(.overloaded(retryAfter: refusal.retryAfter))
                    group.cancelAll()
                    return outcome
                }
            }
        }
    }

    private func perform(
        _ effect: CourseEffect, _ pass: AdmissionPass, _ limit: Duration, in group: inout TaskGroup<Event>,
        _ outcome: inout Outcome
    ) async {
        let ready = parts.clock.now
        switch effect {
        case .trace(let number, let deadline): group.addTask { .input(await trace(number, until: deadline)) }
        case .locate(let numbers, let deadline): group.addTask { .input(await locate(numbers, until: deadline)) }
        case .consult(let question, let deadline):
            group.addTask { .input(await consult(question, until: deadline)) }
        case .audit(let entry): group.addTask { .input(await audit(entry)) }
        case .ask(let question):
            group.addTask {
                pass.begins(readySince: ready)
                return .input(await ask(question, pass))
            }
        case .report(let progress): await report(progress)
        case .render(let draft, let stage):
            group.addTask {
                pass.begins(readySince: ready)
                return .input(.rendered(rendered(draft, stage)))
            }
        case .deliver(let update):
            if deliver == nil { outcome.released = update.released }
            group.addTask {
                await deliver(update, pass)
                return .input(.delivered)
            }
        case .awaitAgain: group.addTask { await askedAgain(pass, limit) }
        case .tell(let located): outcome.located = located
        case .foresee(let outlook): outcome.outlook = outlook
        case .finish: break
        }
    }

    /// Delivers; what was rendered counts among the bytes in progress until it has gone.
    private func deliver(_ update: RecordUpdate, _ pass: AdmissionPass) async {
        guard let deliver else { return }
        let size = update.released.body.count
        let isCounted = pass.take(size)
        await deliver(update)
        if isCounted { pass.giveBack(size) }
    }

    /// Waits for whoever asked to ask again, without a place among those in progress meanwhile.
    private func askedAgain(_ pass: AdmissionPass, _ limit: Duration) async -> Event {
        pass.pause()
        for await _ in again {
            do throws(AdmissionGate.Refusal) {
                try await pass.enter(until: Self.latestEntry(parts.clock.now, limit))
                return .input(.again)
            } catch {
                return .refused(error)
            }
        }
        return .input(.noMoreAgain)
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

    private func consult(_ question: SharingQuestion, until deadline: ContinuousClock.Instant) async -> CourseInput {
        let now = parts.clock.utc
        let result = await parts.clock.within(deadline) { () -> Result<SharingFacts, SharingFailure> in
            do throws(SharingFailure) {
                return .success(try await parts.sharing.facts(for: question, at: now))
            } catch {
                return .failure(error)
            }
        }
        if case .failure(let failure)? = result {
            parts.logger.error(
                "sharing register unavailable: nothing is released",
                metadata: ["gw.trace.id": "\(question.traceID)", "gw.reason": "\(failure.detail)"])
        }
        return .consulted(result ?? .failure(SharingFailure("the sharing register did not answer in time")))
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

    private func ask(_ asked: AskedQuestion, _ pass: AdmissionPass) async -> CourseInput {
        let source = parts.sources[asked.question.place].source
        let began = parts.clock.now
        let isProbe: Bool
        switch watch.admit(source.description.id, asksAgain: asked.isAskedAgain, at: began) {
        case .ask(let isOne): isProbe = isOne
        case .suspended(let reason):
            return .answered(asked.asking, asked.question.unanswered(reason, at: parts.clock.utc.text))
        }
        let gather = Gather(clock: parts.clock)
        var query = asked.query
        query.inProgress = pass
        let gathered = await gather.gather(from: source, query: query, until: asked.deadline)
        let verdict: CircuitBreaker.Verdict =
            Task.isCancelled ? .nothing : asked.verdict(on: gathered?.answer, askedAt: began)
        let since = watch.note(verdict, of: source.description.id, isProbe: isProbe, at: moment)
        guard let gathered else { return .timeIsUp(asked.asking, since: since) }
        let reading = AnswerReading(
            person: asked.person, classifier: parts.classifier, seal: parts.seal, sensitive: parts.sensitive)
        let answer = gathered.answer.failing(since: since)
        return .answered(asked.asking, steps.read(reading, answer, asked.question, gathered.at))
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
