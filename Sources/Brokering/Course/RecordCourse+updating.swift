// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing

/// From what the sources gave to what is delivered.
extension RecordCourse {
    /// Sends the next update on its way, if there is anything to tell and none is under way.
    mutating func nextUpdate(at moment: CourseMoment) -> [CourseEffect] {
        guard case .none = outgoing, let person, !isWhole else { return [] }
        let stage: RecordStage
        if awaited.isEmpty {
            stage = .whole
        } else if aim == .following, let latest = untold.last {
            stage = .source(latest)
        } else {
            return []
        }
        outgoing = .rendering(stage, untold)
        untold = []
        let standing = questions.indices.map { place in
            if let line = lines[place], !awaited.contains(place) { return line }
            return questions[place].awaited(after: lines[place], at: moment.utc.text)
        }
        let draft = RecordDraft(
            person: person, request: request, datasets: datasets, lines: standing + unasked, moment: moment,
            relationship: facts?.relationship)
        return [.render(draft, stage)]
    }

    mutating func disclosing(_ rendered: RenderedRecord, at moment: CourseMoment) -> [CourseEffect] {
        guard case .rendering(let stage, let progress) = outgoing else { return [] }
        let released = ReleasedRecord(body: rendered.body, ledger: rendered.ledger)
        outgoing = .auditing(RecordUpdate(stage: stage, released: released, progress: progress))
        let sources = rendered.ledger.lines.map { line in
            let outcomes = line.outcomes.sorted { $0.key < $1.key }.map { dataset, outcome in
                "\(dataset.rawValue)=\(outcome.code)" + (outcome.count.map { ":\($0)" } ?? "")
            }
            return AuditEntry.SourceLine(source: line.source.id, outcomes: outcomes)
        }
        return [.audit(entry(.disclosure, sources: sources, digest: rendered.digest, at: moment))]
    }

    mutating func disclosed(_ result: Result<Void, AuditFailure>) -> [CourseEffect] {
        guard case .auditing(let update) = outgoing else { return [] }
        guard case .success = result else { return end(.closed(.auditUnavailable)) }
        outgoing = .delivering(update.stage)
        return [.deliver(update)]
    }

    mutating func delivered(at moment: CourseMoment) -> [CourseEffect] {
        guard case .delivering(let stage) = outgoing else { return [] }
        outgoing = .none
        guard stage == .whole else { return nextUpdate(at: moment) }
        isWhole = true
        return aim == .following && couldBringMore ? [.awaitAgain] : end(.done)
    }
}
