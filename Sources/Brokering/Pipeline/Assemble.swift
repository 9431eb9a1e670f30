// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Terminology

/// Makes entries of one source's checked statements: each in its dataset.
struct Assemble: Sendable {
    let classifier: DatasetClassifier
    let seal: IdentifierSeal
    let person: NHSNumber
    /// Today, which tells a future appointment from a past one.
    let today: FHIRDateTime

    /// What one source contributes to a record.
    struct Contribution: Sendable {
        var entries: [RecordEntry] = []
        var supporting: [SupportingResource] = []
        /// The datasets whose statements the source does not keep apart from others.
        var notSeparated: Set<Dataset> = []
        /// Whether anything may have to be withheld whoever asks: a label or a sensitive code stands somewhere.
        var mayHoldWithheld = false
        var sensitive = SensitiveCodes.madeUp
    }

    func contribution(of checked: CheckedAnswer, from source: SourceDescription) -> Contribution {
        let classifiable = checked.items.map {
            ClassifiableResource(resource: $0.resource, areas: $0.areas, headings: $0.headings)
        }
        let placements = classifier.place(classifiable, today: today)
        let index = ReferenceIndex(checked.items.map(\.resource))
        var contribution = Contribution()
        let identifiers = seal.identifiers(of: source.id, person: person)
        for (item, placement) in zip(checked.items, placements) {
            let id = identifiers.id(of: item.sourceReference)
            guard case .entry(let dataset, let section) = placement else {
                contribution.supporting.append(
                    SupportingResource(
                        id: id, resource: item.resource, sourceReference: item.sourceReference, source: source))
                continue
            }
            let resource = item.resource
            contribution.entries.append(
                RecordEntry(
                    id: id, dataset: dataset, section: section, resource: resource,
                    sourceReference: item.sourceReference, source: source, warnings: item.warnings
                ) { index.resource(for: $0, in: resource) })
        }
        contribution.notSeparated = classifier.notSeparated(placements, among: source.datasets)
        return contribution
    }
}
