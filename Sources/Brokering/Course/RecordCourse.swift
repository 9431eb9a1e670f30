// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing

/// The course of one request, from the question to the last update: a state machine without a clock, a network or randomness of
/// its own. It is told what happened and says what is to be done next; whoever drives it does so and tells it what came of it.
/// What it is told late, or twice, changes nothing.
struct RecordCourse: Sendable {
    /// What is asked for.
    enum Aim: Sendable {
        /// The whole record, once.
        case whole
        /// What there is as the sources answer, then the whole, then again for as long as sources are missing.
        case following
        /// Where the record is held, without asking for content.
        case location
        /// What stands between the requester and the record, without asking for content.
        case outlook
    }

    /// What holds for every request.
    struct Setting: Sendable {
        let sources: [ConfiguredSource]
        /// How long the sources may be asked at most.
        let deadline: Duration

        func timeLimit(of request: RecordRequest) -> Duration { min(request.deadline ?? deadline, deadline) }
    }

    /// How far the course is.
    enum Phase: Sendable {
        case notBegun, tracing, locating, consulting, refusing, auditingLocation, auditingOutlook, auditingIntent
        /// Sources are being asked, updates are handed on, or whoever asked looks at what there is.
        case open
        case ended
    }

    /// How far the update is that is on its way out. There is one at a time; sources that are done meanwhile share the next.
    enum Outgoing: Sendable {
        case none
        case rendering(RecordStage, [SourceProgress])
        case auditing(RecordUpdate)
        case delivering(RecordStage)
    }

    let request: RecordRequest
    let aim: Aim
    let setting: Setting
    /// The datasets in scope.
    let datasets: [Dataset]

    var phase = Phase.notBegun
    var start: ContinuousClock.Instant
    var deadline: ContinuousClock.Instant
    var person: TracedPerson?
    /// What decisions are made from; the same for every source of a round.
    var facts: SharingFacts?
    /// What the locator told, while the sharing register is consulted.
    var custodians: Result<Set<String>, LocateFailure>?
    /// Whether the locator has told which organisations hold a record.
    var hasLocated = false
    var questions: [CourseQuestion] = []
    /// How each question's source stands; `nil` until it is done for the first time.
    var lines: [LedgerLine?] = []
    /// Sources that stand in the ledger but cannot be asked.
    var unasked: [LedgerLine] = []
    var round = 0
    /// The questions that are to be asked in this round, once the intent is durable.
    var toAsk: [Int] = []
    /// The questions that are being asked.
    var awaited: Set<Int> = []
    /// What no update has told yet.
    var untold: [SourceProgress] = []
    var outgoing = Outgoing.none
    /// Whether the whole of this round has been delivered.
    var isWhole = false

    /// A course that has not begun.
    /// - Parameter arrival: when the request came; what it waited since then is not given to it again.
    init(_ request: RecordRequest, aim: Aim, setting: Setting, arrival: ContinuousClock.Instant) {
        self.request = request
        self.aim = aim
        self.setting = setting
        datasets = request.wantedDatasets
        start = arrival
        deadline = arrival.advanced(by: setting.timeLimit(of: request))
        takeUp()
    }

    /// Begins.
    mutating func begin(at moment: CourseMoment) -> [CourseEffect] {
        let known = Set(setting.sources.map(\.source.description.id))
        if let unknown = request.sources.first(where: { !known.contains($0) }) {
            return end(.closed(.unknownSource(unknown.text)))
        }
        // Whatever an earlier request learned, the person is traced anew: they may be restricted by now.
        phase = .tracing
        return [.trace(request.nhsNumber, until: deadline)]
    }

    /// Takes what happened and says what is to be done.
    mutating func take(_ input: CourseInput, at moment: CourseMoment) -> [CourseEffect] {
        switch (phase, input) {
        case (.notBegun, _), (.ended, _): []
        case (_, .clientLeft): end(.closed(.abandoned))
        case (.tracing, .traced(let result)): traced(result, at: moment)
        case (.refusing, .audited(let result)): refused(result, at: moment)
        case (.locating, .located(let result)): located(result, at: moment)
        case (.consulting, .consulted(let result)): consulted(result, at: moment)
        case (.auditingOutlook, .audited(let result)): foretold(result)
        case (.auditingLocation, .audited(let result)): toldWhere(result)
        case (.auditingIntent, .audited(let result)): intended(result, at: moment)
        case (.open, .answered(let asking, let line)): done(asking, line, at: moment)
        case (.open, .timeIsUp(let asking, let since)): gaveUp(asking, since: since, at: moment)
        case (.open, .rendered(let rendered)): disclosing(rendered, at: moment)
        case (.open, .audited(let result)): disclosed(result)
        case (.open, .delivered): delivered(at: moment)
        case (.open, .again): again(at: moment)
        case (.open, .noMoreAgain): noMoreAgain()
        default: []
        }
    }

    mutating func startClock(_ moment: CourseMoment) {
        start = moment.now
        deadline = moment.now.advanced(by: setting.timeLimit(of: request))
    }

    mutating func end(_ end: RecordFollowingEnd) -> [CourseEffect] {
        phase = .ended
        return [.finish(end)]
    }

    /// The clauses under which something may be shown, each once.
    private var clauses: [ClauseReference] {
        var seen: Set<ClauseReference> = []
        return questions.flatMap { question in
            datasets.compactMap { dataset in
                question.decisions[dataset].flatMap { $0.isPermitted ? $0.explanation.clause : nil }
            }
        }.filter { seen.insert($0).inserted }
    }

    func entry(
        _ event: AuditEntry.Event, sources: [AuditEntry.SourceLine], digest: String? = nil, at moment: CourseMoment
    ) -> AuditEntry {
        AuditEntry(
            event: event, traceID: request.traceID, at: moment.utc.text, requester: request.requester,
            nhsNumber: person?.nhsNumber ?? request.nhsNumber,
            datasets: person == nil ? request.datasets : datasets, sources: sources,
            permission: facts?.permissionSummary,
            relationship: facts.map { RecordedRelationship($0.relationship) } ?? .notRecorded, clauses: clauses,
            digest: digest)
    }
}
