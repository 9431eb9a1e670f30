// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing

/// From the trace to the asking of the sources.
extension RecordCourse {
    mutating func traced(_ result: Result<TraceResult, TraceFailure>, at moment: CourseMoment) -> [CourseEffect] {
        switch result {
        case .failure(let failure): return end(.closed(.demographicsUnavailable(failure.reason)))
        case .success(.noRecordCanBeShown):
            forget()
            // The same steps as for anybody, so that how long it takes tells nothing (invariant 9).
            return locate(at: moment)
        case .success(.found(let person)):
            if let before = self.person, before.allNumbers != person.allNumbers { forget() }
            self.person = person
            return hasLocated ? located(custodians ?? .success([]), at: moment) : locate(at: moment)
        }
    }

    /// Forgets what an earlier round had: nobody may be shown any more, or the person goes by other numbers now.
    private mutating func forget() {
        (person, facts, hasLocated) = (nil, nil, false)
        (questions, lines, unasked) = ([], [], [])
    }

    mutating func refused(_ result: Result<Void, AuditFailure>, at moment: CourseMoment) -> [CourseEffect] {
        guard case .success = result else { return end(.closed(.auditUnavailable)) }
        return end(person == nil ? .noRecordCanBeShown : .notPermitted(outlook))
    }

    /// The locator is given half of the time that is left, so that the sources that are known without it are still asked when it
    /// does not answer.
    private mutating func locate(at moment: CourseMoment) -> [CourseEffect] {
        phase = .locating
        return [
            .locate(
                person?.allNumbers ?? [request.nhsNumber], until: moment.now.advanced(by: (deadline - moment.now) / 2))
        ]
    }

    mutating func located(_ result: Result<Set<String>, LocateFailure>, at moment: CourseMoment) -> [CourseEffect] {
        if case .success = result { hasLocated = true }
        custodians = result
        phase = .consulting
        let question = SharingQuestion(
            requester: request.requester, numbers: person?.allNumbers ?? [request.nhsNumber],
            registeredPractice: person?.registeredPractice, consultation: request.consultation,
            // What is stated of somebody whom nobody knows is not recorded, and raises no alert.
            statement: person == nil || round > 0 ? nil : request.statement,
            relationship: person == nil ? nil : request.relationship,
            relationshipReason: person == nil ? nil : request.relationshipReason,
            traceID: request.traceID, controllers: controllersInScope(result))
        return [.consult(question, until: deadline)]
    }

    /// The controllers that hold something about the person, whichever of them were asked for; `nil` where nobody could tell.
    private func controllersInScope(_ located: Result<Set<String>, LocateFailure>) -> Set<String>? {
        guard let person, case .success = located else { return nil }
        let scope = Locate(sources: setting.sources).scope(for: person, named: [], located: located)
        return Set(scope.asked.map { setting.sources[$0.place].source.description.controller.odsCode })
    }

    mutating func consulted(_ result: Result<SharingFacts, SharingFailure>, at moment: CourseMoment) -> [CourseEffect] {
        guard case .success(let facts) = result else { return end(.closed(.sharingUnavailable)) }
        guard let person, let custodians else { return refuse(at: moment) }
        self.facts = facts
        place(person, located: custodians, facts, at: moment)
        switch aim {
        case .outlook: return foretell(at: moment)
        case .location: return isClosed ? refuse(at: moment) : tellWhere(at: moment)
        case .whole, .following: return isClosed ? refuse(at: moment) : intend(at: moment)
        }
    }

    private mutating func refuse(at moment: CourseMoment) -> [CourseEffect] {
        phase = .refusing
        return [.audit(entry(.refusal, sources: [], at: moment))]
    }

    /// Whether nothing at all may be shown, not even who the person is.
    private var isClosed: Bool {
        guard let facts else { return true }
        return !Decide(facts: facts).opens(for: request.requester, sources: questions.map(\.source), datasets: datasets)
    }

    private var outlook: AccessOutlook {
        guard let facts else {
            return AccessOutlook(opensNow: false, needsPermission: false, emergencyWouldOpen: false, denial: nil)
        }
        return Decide(facts: facts).outlook(
            for: request.requester, sources: questions.map(\.source), datasets: datasets)
    }

    private mutating func foretell(at moment: CourseMoment) -> [CourseEffect] {
        phase = .auditingOutlook
        return [.audit(entry(.permission, sources: [], at: moment))]
    }

    mutating func foretold(_ result: Result<Void, AuditFailure>) -> [CourseEffect] {
        guard case .success = result else { return end(.closed(.auditUnavailable)) }
        return [.foresee(outlook)] + end(.done)
    }

    /// Takes which sources are in scope, and what of each may be shown.
    private mutating func place(
        _ person: TracedPerson, located result: Result<Set<String>, LocateFailure>, _ facts: SharingFacts,
        at moment: CourseMoment
    ) {
        let scope = Locate(sources: setting.sources).scope(for: person, named: request.sources, located: result)
        let earlier = Dictionary(
            zip(questions.map(\.source.id), lines), uniquingKeysWith: { first, _ in first })
        let decide = Decide(facts: facts)
        questions = scope.asked.map { place, grounds in
            let source = setting.sources[place].source
            let all = decide.decisions(
                for: request.requester, source: source.description, datasets: Dataset.allCases)
            return CourseQuestion(
                place: place, source: source.description, timeLimit: source.timeLimit, grounds: grounds,
                decisions: all.filter { datasets.contains($0.key) },
                denied: Set(all.filter { !$0.value.isPermitted }.keys))
        }
        lines = questions.map { earlier[$0.source.id]??.decided(anew: $0.decisions, denied: $0.denied) }
        unasked = scope.unasked.map { source, reason in
            LedgerLine(
                source: source, decisions: [:], result: .notAvailable(reason), contribution: .init(),
                at: moment.utc.text)
        }
    }

    private var locatedSources: [LocatedSource] {
        questions.map { question in
            let offered = datasets.filter {
                question.source.datasets.contains($0) && question.decisions[$0]?.isPermitted == true
            }
            return LocatedSource(source: question.source, grounds: question.grounds, datasets: offered)
        }
    }

    private mutating func tellWhere(at moment: CourseMoment) -> [CourseEffect] {
        phase = .auditingLocation
        let sources = locatedSources.map {
            AuditEntry.SourceLine(source: $0.source.id, outcomes: $0.grounds.map(\.rawValue))
        }
        return [.audit(entry(.location, sources: sources, at: moment))]
    }

    mutating func toldWhere(_ result: Result<Void, AuditFailure>) -> [CourseEffect] {
        guard case .success = result else { return end(.closed(.auditUnavailable)) }
        return [.tell(locatedSources)] + end(.done)
    }

    /// Begins a round: says in the audit who is to be asked, before anybody is.
    private mutating func intend(at moment: CourseMoment) -> [CourseEffect] {
        phase = .auditingIntent
        round += 1
        toAsk = questions.indices.filter { lines[$0]?.mayAnswerAgain ?? true }
        let sources = toAsk.map { place in
            AuditEntry.SourceLine(
                source: questions[place].source.id, outcomes: questions[place].permitted.sorted().map(\.rawValue))
        }
        return [.audit(entry(.intent, sources: sources, at: moment))]
    }

    mutating func intended(_ result: Result<Void, AuditFailure>, at moment: CourseMoment) -> [CourseEffect] {
        guard case .success = result, let person else { return end(.closed(.auditUnavailable)) }
        phase = .open
        isWhole = false
        awaited = Set(toAsk)
        var asks: [CourseEffect] = []
        var reports: [CourseEffect] = []
        for place in toAsk {
            let question = questions[place]
            let asking = Asking(question: place, round: round)
            guard !question.askable.isEmpty else {
                reports += settle(asking, question.unasked(at: moment.utc.text), at: moment)
                continue
            }
            let query = SourceQuery(
                numbers: person.allNumbers, datasets: question.askable,
                asker: SourceQuery.Asker(request.requester), traceID: request.traceID)
            asks.append(
                .ask(
                    AskedQuestion(
                        asking: asking, question: question, query: query, person: person,
                        isAskedAgain: round > 1 || request.asksAgain,
                        deadline: min(deadline, moment.now.advanced(by: question.timeLimit)))))
        }
        return asks + reports + nextUpdate(at: moment)
    }

    mutating func done(_ asking: Asking, _ line: LedgerLine, at moment: CourseMoment) -> [CourseEffect] {
        settle(asking, line, at: moment) + nextUpdate(at: moment)
    }

    mutating func gaveUp(_ asking: Asking, since: FHIRDateTime?, at moment: CourseMoment) -> [CourseEffect] {
        guard questions.indices.contains(asking.question) else { return [] }
        let late = SourceOutcome.Reason(.timedOut, "The source did not answer within its time limit.", since: since)
        return done(asking, questions[asking.question].unanswered(late, at: moment.utc.text), at: moment)
    }

    /// Takes how a source stands. An answer that nobody awaits any more is not taken; a failure takes nothing away from what
    /// the source gave when it was asked before.
    private mutating func settle(_ asking: Asking, _ line: LedgerLine, at moment: CourseMoment) -> [CourseEffect] {
        let place = asking.question
        guard asking.round == round, awaited.remove(place) != nil else { return [] }
        if line.hasAnswered || lines[place]?.hasAnswered != true { lines[place] = line }
        let progress = SourceProgress(
            source: line.source, hasAnswered: line.hasAnswered, elapsed: moment.now - start,
            done: questions.count - awaited.count, total: questions.count)
        untold.append(progress)
        return [.report(progress)]
    }

    mutating func again(at moment: CourseMoment) -> [CourseEffect] {
        guard isWhole else { return [] }
        startClock(moment)
        // Who the person is and what may be shown is asked anew: they may be restricted by now, and an agreement or the person may have
        // changed what may be shown.
        phase = .tracing
        return [.trace(request.nhsNumber, until: deadline)]
    }

    mutating func noMoreAgain() -> [CourseEffect] {
        isWhole ? end(.done) : []
    }

    /// Whether asking again could bring anything that is missing.
    var couldBringMore: Bool {
        !hasLocated || lines.contains { $0?.mayAnswerAgain ?? true }
    }
}
