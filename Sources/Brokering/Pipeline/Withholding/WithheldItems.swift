// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Sharing
import Terminology

/// Finds which of a source's resources are not shown, and why: those that a rule names, and what would tell of them.
struct WithheldItems: Sendable {
    /// Why something is not shown. The first two are announced; the agreement's own limits are said as such.
    enum Reason: Sendable { case marked, sensitive, notPermitted, outsideWindow, journal, onlyReferredTo }

    /// The entries and then the supporting resources.
    private let resources: [Resource<R4>]
    private let sourceReferences: [String]
    private let entries: [RecordEntry]
    private let residues: [Dataset: Residue]
    private let denied: Set<Dataset>
    private let today: FHIRDateTime
    let sensitive: SensitiveCodes
    private let graph: ReferenceGraph
    private var labels: [SecurityLabel] = []
    private let placeByReference: [String: Int]

    /// Why the resource at a place is not shown; none where it is.
    private(set) var reasons: [Int: Reason] = [:]

    init(
        _ contribution: Assemble.Contribution, residues: [Dataset: Residue], denied: Set<Dataset>,
        today: FHIRDateTime
    ) {
        entries = contribution.entries
        resources = entries.map(\.resource) + contribution.supporting.map(\.resource)
        sourceReferences = entries.map(\.sourceReference) + contribution.supporting.map(\.sourceReference)
        self.residues = residues
        self.denied = denied
        self.today = today
        sensitive = contribution.sensitive
        graph = ReferenceGraph(resources, sourceReferences)
        placeByReference = Dictionary(zip(sourceReferences, 0...), uniquingKeysWith: { first, _ in first })
    }

    mutating func find() {
        readLabels()
        for place in resources.indices { reasons[place] = reason(at: place) }
        takeMembersAlong()
        takeHoldersAlong()
        takeOnlyReferredToAlong()
    }

    var hasWithheld: Bool { !reasons.isEmpty }

    /// The label of an entry, with those of the contact or composition it belongs to.
    func label(of entry: RecordEntry) -> SecurityLabel {
        placeByReference[entry.sourceReference].map { labels[$0] } ?? .none
    }

    /// Whether the resource at a place may be told of only by an announcement.
    private func isConfidential(_ place: Int) -> Bool { reasons[place] == .marked || reasons[place] == .sensitive }

    /// The datasets of whose entries something is withheld as confidential.
    var announcedDatasets: Set<Dataset> {
        Set(entries.indices.filter(isConfidential).map { entries[$0].dataset })
    }

    /// Whether nothing that is in scope announces what is withheld.
    func isUnannounced(among datasets: [Dataset]) -> Bool { announcedDatasets.isDisjoint(with: datasets) }

    var withheldReferences: Set<String> { Set(reasons.keys.map { sourceReferences[$0] }) }

    /// The resources that are not shown, with whether that is as they are confidential. To whom an entry belongs is no secret: where only
    /// the particulars of the person may not be seen, entries still say whose they are.
    var withheld: [(resource: Resource<R4>, sourceReference: String, isConfidential: Bool)] {
        reasons.keys.sorted().filter { resources[$0].type != "Patient" || isConfidential($0) }
            .map { (resources[$0], sourceReferences[$0], isConfidential($0)) }
    }

    /// What entries may refer to although it was not sent: it is not known what it is, only that it may be of a dataset that is denied.
    var unsent: UnsentTargets {
        UnsentTargets(denied: denied, sent: Set(resources.compactMap(\.localReference) + sourceReferences))
    }

    /// All resources of the source.
    var all: [Resource<R4>] { resources }

    // MARK: Labels

    /// A label holds for what belongs to the labelled contact or composition, and for a medicine whose product carries it.
    private mutating func readLabels() {
        let own = resources.map { sensitive.mayConcern($0.value) ? SecurityLabel(of: $0.value) : .none }
        labels = own
        guard own.contains(where: { $0 != .none }) else { return }
        let passing: Set<String> = ["Encounter", "Composition", "Medication", "EpisodeOfCare"]
        // A contact may be part of another, and that of a third.
        for _ in 0..<3 {
            let before = labels
            for place in resources.indices {
                for target in graph.wholes(of: place) where passing.contains(resources[target].type) {
                    labels[place] = labels[place].joined(with: before[target])
                }
            }
            if before == labels { break }
        }
    }

    // MARK: Rules

    private func reason(at place: Int) -> Reason? {
        let resource = resources[place]
        let entry = place < entries.count ? entries[place] : nil
        guard let residue = entry.flatMap({ residues[$0.dataset] }) ?? Self.narrowest(residues) else {
            return .notPermitted
        }
        let label = labels[place]
        if label.confidentiality == .veryRestricted { return .marked }
        if label.confidentiality == .restricted, !residue.includesRestricted { return .marked }
        if label.isNotForPatient, residue.withholdsNotForPatient { return .marked }
        if isSensitive(resource) { return .sensitive }
        if let entry, residues[entry.dataset] == nil {
            // What was not asked for is left out without a word; what is denied must not be told of.
            return denied.contains(entry.dataset) ? .notPermitted : nil
        }
        if !residue.includesJournal,
            JournalText.isWholly(resource, section: entry?.section, isHeld: graph.isHeld(place))
        {
            return .journal
        }
        if let entry, let months = residue.windowMonths, !isInWindow(entry, months) { return .outsideWindow }
        return nil
    }

    /// What holds for resources that belong to no dataset: nothing that any of the datasets shown would not show.
    private static func narrowest(_ residues: [Dataset: Residue]) -> Residue? {
        guard !residues.isEmpty else { return nil }
        return Residue(
            includesJournal: residues.values.allSatisfy(\.includesJournal),
            includesRestricted: residues.values.allSatisfy(\.includesRestricted),
            withholdsNotForPatient: residues.values.contains(where: \.withholdsNotForPatient))
    }

    /// Whether a sensitive code says what the entry is. Of medicines and allergies it never does: they stay.
    private func isSensitive(_ resource: Resource<R4>) -> Bool {
        guard !Stripping.neverRemoved.contains(resource.type), sensitive.mayConcern(resource.value) else {
            return false
        }
        return resource.value.members.contains { member in
            !Stripping.linking.contains(member.name) && sensitive.stand(in: member.value)
        }
    }

    private func isInWindow(_ entry: RecordEntry, _ months: Int) -> Bool {
        guard let begin = today.day(monthsBefore: months) else { return false }
        return Withhold(datasets: [entry.dataset], from: begin, to: nil).keeps(entry)
    }

    // MARK: What would tell of them

    /// Results of a confidential report, tests of a confidential group, comments on a confidential entry.
    private mutating func takeMembersAlong() {
        var open = resources.indices.filter(isConfidential)
        while let place = open.popLast() {
            let members = graph.members(of: place).filter { member in
                graph.holders(of: member).allSatisfy { reasons[$0] != nil }
            }
            for taken in members + graph.comments(on: place)
            where reasons[taken] == nil && !Stripping.neverRemoved.contains(resources[taken].type) {
                reasons[taken] = reasons[place]
                open.append(taken)
            }
        }
    }

    /// Lists, provenances and the like of which nothing is left: an empty one would tell that there was something.
    private mutating func takeHoldersAlong() {
        let arranging: Set<String> = ["List", "Provenance", "Linkage"]
        var isChanging = true
        while isChanging {
            isChanging = false
            for place in resources.indices where reasons[place] == nil && arranging.contains(resources[place].type) {
                let held = graph.arranged(by: place)
                guard !held.isEmpty, held.allSatisfy({ reasons[$0] != nil }) else { continue }
                reasons[place] = .onlyReferredTo
                isChanging = true
            }
        }
    }

    /// People, places, products, specimens that are there only for the sake of what is withheld.
    private mutating func takeOnlyReferredToAlong() {
        guard !reasons.isEmpty else { return }
        func isSupporting(_ place: Int) -> Bool {
            place >= entries.count && !["List", "Provenance"].contains(resources[place].type)
                || resources[place].type == "Specimen"
        }
        let candidates = graph.reachable(from: Array(reasons.keys), through: { isSupporting($0) })
        guard !candidates.isEmpty else { return }
        let roots = resources.indices.filter { reasons[$0] == nil && !candidates.contains($0) }
        let kept = graph.reachable(from: roots, through: { candidates.contains($0) })
        for place in candidates.subtracting(kept) where reasons[place] == nil { reasons[place] = .onlyReferredTo }
    }
}

extension FHIRDateTime {
    /// The day so many months before; the last of the month where that has no such day.
    func day(monthsBefore months: Int) -> FHIRDateTime? {
        let count = year * 12 + (month - 1) - months
        guard count >= 12 else { return FHIRDateTime("0001-01-01") }
        let (year, month) = (count / 12, count % 12 + 1)
        let day = min(day, Self.days(in: month, of: year))
        func padded(_ value: Int, _ length: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, length - text.count)) + text
        }
        return FHIRDateTime("\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))")
    }
}
