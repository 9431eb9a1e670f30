// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
import FHIR

/// The Detailed Care Record as plain text for a terminal, 80 columns wide: who it is, how complete it is, the allergies, then every
/// dataset, newest first, each entry with its date and its source.
public enum RecordText {
    /// The text in UTF-8.
    /// - Parameter remarks: what must be said about how the request was taken.
    public static func render(_ record: DetailedCareRecord, remarks: [String] = []) -> [UInt8] {
        var text = WrappedText()
        addBanner(record, remarks, to: &text)
        addConflicts(record.merged, to: &text)
        addAllergies(record, to: &text)
        for dataset in Dataset.allCases where dataset != .summary { add(dataset, of: record, to: &text) }
        addSources(record.ledger, to: &text)
        return Array(text.text.utf8)
    }

    private static func addBanner(_ record: DetailedCareRecord, _ remarks: [String], to text: inout WrappedText) {
        let banner = PersonBanner(record)
        text.add(([banner.name, banner.birth, banner.sex].compactMap { $0 }).joined(separator: "; "), hanging: 2)
        text.add("NHS number " + record.nhsNumber.grouped)
        if let deceased = banner.deceased { text.add(deceased) }
        for warning in banner.warnings { text.add(warning, hanging: 2) }
        if record.relationshipIsClaimed { text.add("\(ClaimWords.heading) \(ClaimWords.sentence)", hanging: 2) }
        text.addGap()
        let completeness = Completeness(record.ledger)
        text.add((completeness.isComplete ? "" : "INCOMPLETE: ") + completeness.words, hanging: 2)
        for line in record.filters + remarks { text.add(line, hanging: 2) }
    }

    private static func addAllergies(_ record: DetailedCareRecord, to text: inout WrappedText) {
        text.addHeading(DatasetSection.allergies.title, underlined: "=")
        text.add(record.allergyStatement.words)
        for entry in record.merged.entries(of: .allergies) { add(entry, to: &text) }
    }

    private static func addConflicts(_ merged: MergedRecord, to text: inout WrappedText) {
        guard !merged.conflicts.isEmpty else { return }
        let facts = Dictionary(merged.entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        text.addHeading("Conflicts", underlined: "=")
        for conflict in merged.conflicts {
            text.add(conflict.words, hanging: 2)
            for id in conflict.entries { if let fact = facts[id] { text.add(line(fact), indent: 2, hanging: 4) } }
        }
    }

    /// The links of a dataset: those whose first fact stands in it.
    private static func addLinks(of dataset: Dataset, _ merged: MergedRecord, to text: inout WrappedText) {
        guard !merged.links.isEmpty else { return }
        let facts = Dictionary(merged.entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let links = merged.links.filter { link in link.entries.first.flatMap { facts[$0] }?.lead.dataset == dataset }
        guard !links.isEmpty else { return }
        text.addHeading("Linked", underlined: "-")
        for link in links {
            text.add(link.words, hanging: 2)
            for id in link.entries { if let fact = facts[id] { text.add(line(fact), indent: 2, hanging: 4) } }
        }
    }

    /// A fact in a line: when, what, and who says so.
    private static func line(_ fact: MergedEntry) -> String {
        ([fact.lead.date?.words ?? "no date", fact.lead.title] + [sources(fact)]).joined(separator: " · ")
    }

    private static func sources(_ fact: MergedEntry) -> String { fact.sources.map(\.name).joined(separator: ", ") }

    private static func add(_ dataset: Dataset, of record: DetailedCareRecord, to text: inout WrappedText) {
        let head = DatasetHead(dataset, in: record)
        guard head.hasEntries || head.absence != .notAskedFor else { return }
        text.addHeading(dataset.title, underlined: "=")
        for sentence in head.sentences { text.add(sentence, hanging: 2) }
        for section in DatasetSection.allCases where !(dataset == .risks && section == .allergies) {
            let entries = record.merged.entries.filter { $0.lead.dataset == dataset && $0.lead.section == section }
            guard !entries.isEmpty else { continue }
            text.addHeading(section.title, underlined: "-")
            for entry in entries { add(entry, to: &text) }
        }
        addLinks(of: dataset, record.merged, to: &text)
    }

    private static func add(_ entry: MergedEntry, to text: inout WrappedText) {
        let lead = entry.lead
        let parts =
            [lead.date?.words ?? "no date", lead.title] + lead.details.map { "\($0.label): \($0.text)" }
            + entry.warnings.map { "Warning: \($0)" } + [sources(entry)]
        text.add(parts.joined(separator: " · "), hanging: 4)
    }

    private static func addSources(_ ledger: SourceLedger, to text: inout WrappedText) {
        text.addHeading("Sources", underlined: "=")
        for line in ledger.lines {
            text.addGap()
            text.add("\(line.source.name) (\(line.source.controller.odsCode)), as at \(SourcesTable.asAtWords(line))")
            for dataset in ledger.scope {
                guard let outcome = line.outcomes[dataset] else { continue }
                text.add("\(dataset.title): \(outcome.words)", indent: 2, hanging: 2)
            }
            for notice in line.notices { text.add(notice.text, indent: 2, hanging: 2) }
            for remark in line.readingRemarks { text.add(remark, indent: 2, hanging: 2) }
        }
    }
}
