// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Sharing
import Terminology

/// The step *withhold* for one source: what of its answer the requester may see, with nothing left that tells of the rest.
///
/// What is withheld is announced for the dataset, in the exact words: a dataset is one list of the record, and its reader has to know that
/// it is not whole. For the whole record alone the announcement would call every list withheld, allergies among them, which never are for their
/// meaning; for a section or an entry it would say where. It neither depends on the dates asked for nor counts anything, so that nobody can
/// find out by asking again and again when or how much there is.
struct WithholdingStep: Sendable {
    let line: LedgerLine
    /// The datasets in scope.
    let datasets: [Dataset]
    let today: FHIRDateTime

    struct Result: Sendable {
        var entries: [RecordEntry] = []
        var supporting: [SupportingResource] = []
        /// The announcements.
        var notices: [SourceNotice] = []
        /// What the agreement leaves out by its own rule.
        var limits: [AgreementLimit] = []
        /// The source's references of what is not shown.
        var withheldReferences: Set<String> = []
    }

    static let announcement = "Items excluded due to confidentiality and/or patient preferences."

    private var residues: [Dataset: Residue] {
        Dictionary(
            uniqueKeysWithValues: datasets.compactMap { dataset in
                line.decisions[dataset]?.residue.map { (dataset, $0) }
            })
    }

    func result() -> Result {
        let residues = residues
        let contribution = line.contribution
        var result = Result()
        guard !residues.isEmpty else { return result }
        result.limits = limits(residues)
        let isOpen = residues.values.allSatisfy { $0.includesJournal && $0.windowMonths == nil }
        guard contribution.mayHoldWithheld || !isOpen || !line.denied.isEmpty else {
            result.entries = contribution.entries.filter { residues[$0.dataset] != nil }
            result.supporting = contribution.supporting
            return result
        }
        var items = WithheldItems(contribution, residues: residues, denied: line.denied, today: today)
        items.find()
        strip(contribution, items, residues, into: &result)
        return result
    }

    private func strip(
        _ contribution: Assemble.Contribution, _ items: WithheldItems, _ residues: [Dataset: Residue],
        into result: inout Result
    ) {
        let stripping = Stripping(items)
        var announced = items.announcedDatasets
        var entries: [(entry: RecordEntry, resource: Resource<R4>, isChanged: Bool)] = []
        for (place, entry) in contribution.entries.enumerated() where items.reasons[place] == nil {
            guard let residue = residues[entry.dataset] else { continue }
            guard let stripped = stripping.stripped(entry.resource) else {
                // What cannot be written without what it must not tell is not shown at all.
                announced.insert(entry.dataset)
                continue
            }
            let kept = stripped.resource
            guard let own = residue.includesJournal ? kept : JournalText.removed(from: kept, entry.section) else {
                continue
            }
            if stripped.lostCode || (stripped.lostConfidentialLink && items.isUnannounced(among: Array(residues.keys)))
            {
                announced.insert(entry.dataset)
            }
            entries.append((entry, own, own.value.bytes != entry.resource.value.bytes))
        }
        let keepsJournal = residues.values.allSatisfy(\.includesJournal)
        for (place, each) in contribution.supporting.enumerated()
        where items.reasons[contribution.entries.count + place] == nil {
            guard let stripped = stripping.stripped(each.resource) else { continue }
            let kept = stripped.resource
            guard !Stripping.isEmptied(each.resource, kept) else { continue }
            guard let resource = keepsJournal ? kept : JournalText.removed(from: kept, nil) else { continue }
            result.supporting.append(
                SupportingResource(
                    id: each.id, resource: resource, sourceReference: each.sourceReference, source: each.source))
        }
        result.entries = read(entries, result.supporting, contribution, items)
        result.withheldReferences = items.withheldReferences
        result.notices = datasets.filter { residues[$0] != nil && announced.contains($0) }.map {
            SourceNotice(kind: .confidentialItems, dataset: $0, text: Self.announcement)
        }
    }

    /// Reads anew what people read: words of what is withheld may stand in an entry that refers to it.
    private func read(
        _ entries: [(entry: RecordEntry, resource: Resource<R4>, isChanged: Bool)], _ supporting: [SupportingResource],
        _ contribution: Assemble.Contribution, _ items: WithheldItems
    ) -> [RecordEntry] {
        let index = ReferenceIndex(entries.map(\.resource) + supporting.map(\.resource))
        let original = ReferenceIndex(
            contribution.entries.map(\.resource) + contribution.supporting.map(\.resource))
        return entries.map { entry, resource, isChanged in
            let isNotForPatient = items.label(of: entry).isNotForPatient
            guard isChanged || items.hasWithheld || isNotForPatient else { return entry }
            let statement = Statement.reading(resource) { index.resource(for: $0, in: resource) }
            let before = Statement.reading(entry.resource) { original.resource(for: $0, in: entry.resource) }
            let mapped = entry.warnings.filter { !before.warnings.contains($0) }
            let warnings = (isNotForPatient ? [Self.notForPatient] : []) + mapped + statement.warnings
            return RecordEntry(
                id: entry.id, dataset: entry.dataset, section: entry.section, resource: resource,
                sourceReference: entry.sourceReference, source: entry.source, date: statement.date,
                title: statement.title, details: statement.details, warnings: warnings, authors: statement.authors)
        }
    }

    static let notForPatient = "Do not disclose to the patient or carers"

    // MARK: What the agreement leaves out

    private func limits(_ residues: [Dataset: Residue]) -> [AgreementLimit] {
        let windows = Dictionary(grouping: datasets.filter { residues[$0]?.windowMonths != nil }) {
            residues[$0]?.windowMonths ?? 0
        }
        let cut = windows.sorted { $0.key < $1.key }.map { AgreementLimit.lastMonths($0.key, of: $0.value) }
        return cut + (residues.values.contains { !$0.includesJournal } ? [.noJournal] : [])
    }
}
