// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Crypto
import FHIR
import Foundation
import Sharing

extension RecordBroker {
    /// The whole way of a request, in order; see ARCHITECTURE.md.
    func assembled(
        _ request: RecordRequest, _ renderer: RecordRenderer,
        _ progress: @escaping @Sendable (SourceProgress) async -> Void
    ) async throws(Stop) -> RecordAnswer {
        let start = parts.clock.now
        let end = start.advanced(by: min(request.deadline ?? parts.deadline, parts.deadline))
        let person = try await traced(request, until: end)
        let scope = await locateStep.scope(for: person, named: request.sources, until: end)
        let datasets = wanted(request)
        let questions = questions(scope, request, datasets)
        try await audit(
            .intent, request, person: person, datasets: datasets,
            sources: questions.map {
                .init(source: $0.source.description.id, outcomes: $0.permitted.sorted().map(\.rawValue))
            })
        let lines = await gathered(questions, scope, person, request, until: end, start: start, progress: progress)
        // Sources stop early when the client has gone, so what they gave is no record; and nobody is there to be shown it.
        if Task.isCancelled { throw .abandoned }
        let record = merged(lines, person, request, datasets)
        let body = renderer.render(record)
        let digest = SHA256.hash(data: body).map { Self.hexadecimal($0) }.joined()
        try await audit(
            .disclosure, request, person: person, datasets: datasets, sources: record.ledger.lines.map(Self.auditLine),
            digest: digest)
        return .record(ReleasedRecord(body: body, ledger: record.ledger))
    }

    /// One source with what may be asked of it.
    struct Question: Sendable {
        let source: any RecordSource
        let grounds: [LocatedSource.Ground]
        let decisions: [Dataset: SharingDecision]

        var permitted: Set<Dataset> { Set(decisions.filter { $0.value.isPermitted }.keys) }
    }

    private func questions(_ scope: Locate.Scope, _ request: RecordRequest, _ datasets: [Dataset]) -> [Question] {
        let decide = Decide(agreements: parts.agreements)
        return scope.asked.map { source, grounds in
            Question(
                source: source, grounds: grounds,
                decisions: decide.decisions(for: request.requester, source: source.description, datasets: datasets))
        }
    }

    private func gathered(
        _ questions: [Question], _ scope: Locate.Scope, _ person: TracedPerson, _ request: RecordRequest,
        until end: ContinuousClock.Instant, start: ContinuousClock.Instant,
        progress: @escaping @Sendable (SourceProgress) async -> Void
    ) async -> [LedgerLine] {
        let total = questions.count
        var lines: [Int: LedgerLine] = [:]
        await withTaskGroup(of: (Int, LedgerLine).self) { group in
            for (place, question) in questions.enumerated() {
                group.addTask { (place, await line(of: question, person, request, until: end)) }
            }
            for await (place, line) in group {
                lines[place] = line
                await progress(
                    SourceProgress(
                        source: line.source, hasAnswered: line.hasAnswered, elapsed: parts.clock.now - start,
                        done: lines.count, total: total))
            }
        }
        let unasked = scope.unasked.map { source, reason in
            LedgerLine(
                source: source, decisions: [:], result: .notAvailable(reason), contribution: .init(),
                at: parts.clock.utc.text)
        }
        return questions.indices.compactMap { lines[$0] } + unasked
    }

    /// Asks one source and takes its answer through check, normalise and assembly, beside the others.
    private func line(
        of question: Question, _ person: TracedPerson, _ request: RecordRequest, until end: ContinuousClock.Instant
    ) async -> LedgerLine {
        let source = question.source.description
        let permitted = question.permitted.intersection(source.datasets.union([.other]))
        guard !permitted.subtracting([.other]).isEmpty else {
            return LedgerLine(
                source: source, decisions: question.decisions, result: .answered(CheckedAnswer(), faults: []),
                contribution: .init(), at: parts.clock.utc.text)
        }
        let query = SourceQuery(
            numbers: person.allNumbers, datasets: permitted, requesterOrganisation: request.requester.organisation,
            traceID: request.traceID)
        let gathered = await Gather(clock: parts.clock).gather(from: question.source, query: query, until: end)
        var result = Normalise(check: Check(person: person)).result(of: gathered.answer)
        if case .personNotKnown = result, question.grounds != [.alwaysAsked] {
            let sentence = "The source should hold a record of this person, but does not find one or may not show it."
            result = .notAvailable(.init(.personNotKnown, sentence))
        }
        var contribution = Assemble.Contribution()
        if case .answered(let checked, _) = result {
            let assemble = Assemble(
                classifier: parts.classifier, seal: parts.seal, person: person.nhsNumber, today: parts.clock.utc)
            contribution = assemble.contribution(of: checked, from: source)
        }
        return LedgerLine(
            source: source, decisions: question.decisions, result: result, contribution: contribution, at: gathered.at)
    }

    private func merged(
        _ lines: [LedgerLine], _ person: TracedPerson, _ request: RecordRequest, _ datasets: [Dataset]
    ) -> DetailedCareRecord {
        var shown: [RecordEntry] = []
        var withheldReferences: [SupportingResource] = []
        for line in lines {
            let permitted = Set(datasets.filter { line.decisions[$0]?.isPermitted == true })
            let withhold = Withhold(datasets: permitted, from: request.from, to: request.to)
            shown += line.contribution.entries.filter(withhold.keeps)
            withheldReferences += line.contribution.supporting
        }
        let entries = Merge.union(shown)
        let byID = Dictionary(lines.map { ($0.source.id, $0) }, uniquingKeysWith: { first, _ in first })
        let ledger = SourceLedger(sources: lines.map(\.source), scope: datasets) { source in
            byID[source.id]?.line(scope: datasets, shown: entries)
                ?? SourceLedger.SourceLine(source: source, asAt: parts.clock.utc.text, scope: datasets) { _ in
                    .notAvailable(reason: .init(.unreachable, "The source was not asked."))
                }
        }
        return DetailedCareRecord(
            person: person.demographics, nhsNumber: person.nhsNumber, supersededNumbers: person.supersededNumbers,
            registeredPractice: person.registeredPractice, entries: entries, supporting: withheldReferences,
            ledger: ledger,
            filters: Withhold(datasets: [], from: request.from, to: request.to).words, assembledAt: parts.clock.utc)
    }

    private static func auditLine(_ line: SourceLedger.SourceLine) -> AuditEntry.SourceLine {
        let outcomes = line.outcomes.sorted { $0.key < $1.key }.map { dataset, outcome in
            "\(dataset.rawValue)=\(outcome.code)" + (outcome.count.map { ":\($0)" } ?? "")
        }
        return AuditEntry.SourceLine(source: line.source.id, outcomes: outcomes)
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = Array("0123456789abcdef")
        return String([digits[Int(byte >> 4)], digits[Int(byte & 0xF)]])
    }
}
