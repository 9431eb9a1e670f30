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

    /// The steps *withhold* and *merge*: the record with its ledger.
    func record() -> DetailedCareRecord {
        var shown: [RecordEntry] = []
        var supporting: [SupportingResource] = []
        for line in lines {
            let permitted = Set(datasets.filter { line.decisions[$0]?.isPermitted == true })
            let withhold = Withhold(datasets: permitted, from: request.from, to: request.to)
            shown += line.contribution.entries.filter(withhold.keeps)
            supporting += line.contribution.supporting
        }
        let entries = Merge.union(shown)
        let byID = Dictionary(lines.map { ($0.source.id, $0) }, uniquingKeysWith: { first, _ in first })
        let ledger = SourceLedger(sources: lines.map(\.source), scope: datasets) { source in
            byID[source.id]?.line(scope: datasets, shown: entries)
                ?? SourceLedger.SourceLine(source: source, asAt: moment.utc.text, scope: datasets) { _ in
                    .notAvailable(reason: .init(.unreachable, "The source was not asked."))
                }
        }
        return DetailedCareRecord(
            person: person.demographics, nhsNumber: person.nhsNumber, supersededNumbers: person.supersededNumbers,
            registeredPractice: person.registeredPractice, entries: entries, supporting: supporting, ledger: ledger,
            filters: Withhold(datasets: [], from: request.from, to: request.to).words, assembledAt: moment.utc)
    }
}
