// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Mapping

/// The step *normalise*: from what the source speaks to the canonical form, FHIR R4, without loss. A resource that cannot be
/// read is counted and leaves the others whole.
struct Normalise: Sendable {
    let check: Check

    func result(of answer: SourceAnswer) -> SourceResult {
        switch answer {
        case .structuredRecord(let bundles, let faults): structuredRecord(bundles, faults)
        case .searchPages(let pages, let faults): searchPages(pages, faults)
        case .personNotKnown: .personNotKnown
        case .refused(let reason): .refused(reason)
        case .notAvailable(let reason): .notAvailable(reason)
        }
    }

    private func structuredRecord(_ bundles: [Bundle<STU3>], _ faults: [PartialFault]) -> SourceResult {
        var checked = CheckedAnswer()
        for bundle in bundles {
            switch check.identity(of: bundle.entries) {
            case .quarantined(let reason): return .quarantined(reason)
            case .refused(let reason): return .refused(reason)
            case .samePerson(let differences):
                let mapped = STU3ToR4.map(bundle)
                checked.notices += mapped.notices.flatMap(SourceNotice.notices)
                checked.unreadable += mapped.unreadable.map(\.type)
                noteUnreadable(at: Set(mapped.unreadable.map(\.position)), of: [bundle.value], in: &checked)
                let items = mapped.resources.map { mapped in
                    var item = CheckedAnswer.Item(resource: mapped.resource, sourceReference: mapped.sourceReference)
                    item.areas = mapped.areas
                    item.headings = mapped.headings
                    item.warnings = mapped.warnings.map(\.words)
                    item.sourceValueCount = mapped.sourceValueCount
                    return item
                }
                take(items, differences: differences, into: &checked)
            }
        }
        return .answered(checked, faults: faults)
    }

    private func searchPages(_ pages: [Bundle<R4>], _ faults: [PartialFault]) -> SourceResult {
        let entries = pages.flatMap(\.entries)
        switch check.identity(of: entries) {
        case .quarantined(let reason): return .quarantined(reason)
        case .refused(let reason): return .refused(reason)
        case .samePerson(let differences):
            var checked = CheckedAnswer()
            let local = LocalReferences(entries)
            var items: [CheckedAnswer.Item] = []
            noteUnreadable(
                at: Set(entries.indices.filter { entries[$0].resource == nil }), of: pages.map(\.value), in: &checked)
            for (place, entry) in entries.enumerated() {
                guard let resource = entry.resource else {
                    checked.unreadable.append(nil)
                    continue
                }
                if resource.type == "OperationOutcome" { continue }
                let localised = local.localise(resource, at: place)
                items.append(
                    CheckedAnswer.Item(
                        resource: localised, sourceReference: localised.localReference ?? "\(resource.type)/\(place)"))
            }
            take(items, differences: differences, into: &checked)
            return .answered(checked, faults: faults)
        }
    }

    /// Looks into the entries at these places of bundles, one after the other.
    private func noteUnreadable(at places: Set<Int>, of bundles: [JSONValue], in checked: inout CheckedAnswer) {
        guard !places.isEmpty else { return }
        let entries = bundles.flatMap { bundle in bundle["entry"].map { Array($0.elements) } ?? [] }
        for (place, entry) in entries.enumerated() where places.contains(place) { checked.noteUnreadable(entry) }
    }

    /// Takes what is about this person; counts and announces what is not.
    private func take(_ items: [CheckedAnswer.Item], differences: [String], into checked: inout CheckedAnswer) {
        var somebodyElse = 0
        for (item, subject) in zip(items, check.subjects(of: items.map(\.resource))) {
            switch subject {
            case .thisPerson: checked.add(item)
            case .unnamed:
                var item = item
                item.warnings.append("The source does not say whom this entry is about.")
                checked.add(item)
            case .somebodyElse: somebodyElse += 1
            }
        }
        checked.note(differences: differences, somebodyElse: somebodyElse)
    }
}

extension CheckedAnswer {
    mutating func note(differences: [String], somebodyElse: Int) {
        if !differences.isEmpty {
            let fields = differences.joined(separator: ", ")
            notices.append(
                SourceNotice(
                    kind: .identity, dataset: nil,
                    text:
                        "Check the patient's identity: \(fields) at this source \(differences.count == 1 ? "differs" : "differ") from the demographic service."
                ))
        }
        if somebodyElse > 0 {
            let words =
                somebodyElse == 1
                ? "1 item is not shown, as it does" : "\(somebodyElse) items are not shown, as they do"
            notices.append(
                SourceNotice(
                    kind: .identity, dataset: nil, text: "\(words) not refer to this patient in the source's answer."))
        }
    }

    /// Takes a statement whose shape is sound or can be repaired without loss; counts one that cannot be read.
    mutating func add(_ statement: Item) {
        var item = statement
        switch ShapeCheck.examine(item.resource) {
        case .sound: break
        case .unreadable:
            unreadable.append(statement.resource.type)
            noteUnreadable(statement.resource.value)
            return
        case .repaired(let tree, let moved):
            guard let document = try? JSONDocument(parsing: tree.bytes), let repaired = Resource<R4>(document.root)
            else {
                unreadable.append(statement.resource.type)
                noteUnreadable(statement.resource.value)
                return
            }
            item.resource = repaired
            item.sourceValueCount += moved.count
        }
        if take(item) { sourceValueCount += item.sourceValueCount }
    }
}
