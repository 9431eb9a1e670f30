// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// The line that says how much of the record is here.
struct Completeness {
    let isComplete: Bool
    /// Whether sources are still being asked: the record is what has come so far, and neither complete nor known to be incomplete.
    let isAwaited: Bool
    /// Whether asking again could bring what is missing: what is not shared with the reader it could not.
    let canBeTriedAgain: Bool
    /// `3 of 4 sources answered; NOT Anytown Surgery (medication: …)`; while sources are being asked,
    /// `So far 3 of 4 sources have answered; still asking Anytown Surgery`.
    let words: String

    init(_ ledger: SourceLedger) {
        guard !ledger.lines.isEmpty else {
            isComplete = false
            isAwaited = false
            canBeTriedAgain = true
            words = "No source is known that could be asked. This does not mean that there is no record."
            return
        }
        isComplete = ledger.isComplete
        let awaited = ledger.awaited.map(\.name)
        isAwaited = !awaited.isEmpty
        let total = ledger.lines.count
        let sources = "\(ledger.answeredCount) of \(total) \(total == 1 ? "source" : "sources")"
        let counted =
            isAwaited
            ? "So far \(sources) answered; still asking \(awaited.joined(separator: ", "))" : sources + " answered"
        let absent = Self.absences(ledger)
        let answered = absent.isEmpty ? counted : counted + "; NOT " + absent.joined(separator: "; NOT ")
        let closed = Self.notShared(ledger)
        canBeTriedAgain = !absent.isEmpty || closed.isEmpty
        let unread = ledger.lines.compactMap { line in line.unreadRemark.map { "\(line.source.name): \($0)" } }
        // What is said of a source ends with a full stop, of which a semicolon takes the place.
        words = ([answered] + closed + unread).joined(separator: "; ").replacing(".; ", with: "; ")
    }

    /// What is missing: sources that lack the same for the same reason are named together, so that four silent ones are read at a glance.
    private static func absences(_ ledger: SourceLedger) -> [String] {
        var together = SourcesTogether<Absence>()
        for line in ledger.lines { if let absence = absence(line) { together.add(line.source.name, absence) } }
        return together.groups.map { absence, names in
            let datasets = absence.datasets ?? (names.count > 1 ? "everything they hold" : "everything it holds")
            return "\(names.joined(separator: ", ")) (\(datasets)): \(absence.why)"
        }
    }

    /// What a source does not give, and why.
    private struct Absence: Equatable {
        /// `nil` for everything that the source holds.
        let datasets: String?
        let why: String
    }

    private static func absence(_ line: SourceLedger.SourceLine) -> Absence? {
        let missing = line.outcomes.filter { $0.value.isMissing && !$0.value.isAwaited && !$0.value.isNotShared }
        guard !missing.isEmpty else { return nil }
        let datasets =
            line.gaveNothing && missing.count == line.outcomes.filter { $0.value.isMissing }.count
            ? nil : missing.keys.sorted().map { $0.title.lowercased() }.joined(separator: ", ")
        var sentences: [String] = []
        for dataset in missing.keys.sorted() {
            guard let sentence = missing[dataset]?.reason?.sentence, !sentences.contains(sentence) else { continue }
            sentences.append(sentence)
        }
        return Absence(datasets: datasets, why: sentences.joined(separator: " "))
    }

    /// What is not shared with the reader: sources that keep the same for the same reason are named together.
    private static func notShared(_ ledger: SourceLedger) -> [String] {
        struct Closed: Equatable {
            let datasets: [Dataset]
            let why: String
        }
        var together = SourcesTogether<Closed>()
        for line in ledger.lines {
            let closed = line.outcomes.filter { $0.value.isNotShared }
            let reasons = Dictionary(grouping: closed.keys.sorted()) { closed[$0]?.reason?.sentence ?? "" }
            for (why, datasets) in reasons.sorted(by: { $0.key < $1.key }) {
                together.add(line.source.name, Closed(datasets: datasets, why: why))
            }
        }
        return together.groups.map { closed, names in
            let isByAll = names.count == ledger.lines.count && names.count > 1
            let who = isByAll ? "all \(names.count) sources" : names.joined(separator: ", ")
            let datasets = closed.datasets.map { $0.title.lowercased() }.joined(separator: ", ")
            return "WITHHELD by \(who) (\(datasets)): \(closed.why)"
        }
    }
}

extension SourceOutcome {
    /// Whether it is refused because it is not shared with whoever asks.
    var isNotShared: Bool {
        if case .refused(let reason) = self { reason.code == .notPermitted } else { false }
    }
}
