// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing

/// What there is of a record at one moment: how every source in scope stands, those still being asked included.
struct RecordDraft: Sendable {
    let person: TracedPerson
    let request: RecordRequest
    let datasets: [Dataset]
    let lines: [LedgerLine]
    let moment: CourseMoment
    /// How a legitimate relationship is known.
    var relationship: SharingFacts.Relationship?

    /// The steps *withhold* and *merge*: the record with its ledger. Originals are grouped only after withholding, so that no group can tell
    /// of one that is left out.
    func record() -> DetailedCareRecord {
        let narrowed = Withhold(datasets: Set(datasets), from: request.from, to: request.to)
        let withheld = lines.map { WithholdingStep(line: $0, datasets: datasets, today: moment.utc).result() }
        let shown = withheld.map { $0.entries.filter(narrowed.keeps) }
        let counts = shown.map { entries in
            entries.reduce(into: [Dataset: Int]()) { $0[$1.dataset, default: 0] += 1 }
        }
        let entries = Merge.union(shown.flatMap { $0 })
        let places = Dictionary(
            lines.indices.map { (lines[$0].source.id, $0) }, uniquingKeysWith: { first, _ in first })
        let ledger = SourceLedger(sources: lines.map(\.source), scope: datasets) { source in
            places[source.id].map { lines[$0].line(scope: datasets, counts: counts[$0], withheld: withheld[$0]) }
                ?? SourceLedger.SourceLine(source: source, asAt: moment.utc.text, scope: datasets) { _ in
                    .notAvailable(reason: .init(.unreachable, "The source was not asked."))
                }
        }
        return DetailedCareRecord(
            person: person.demographics, nhsNumber: person.nhsNumber, supersededNumbers: person.supersededNumbers,
            registeredPractice: person.registeredPractice, entries: entries,
            supporting: withheld.flatMap(\.supporting), ledger: ledger,
            filters: narrowed.words + AgreementLimit.words(zip(lines, withheld).map { ($0.source.name, $1.limits) }),
            assembledAt: moment.utc,
            relationshipIsClaimed: relationship == .selfClaimed)
    }
}
