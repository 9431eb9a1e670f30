// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// The line that says how much of the record is here.
struct Completeness {
    let isComplete: Bool
    /// Whether sources are still being asked: the record is what has come so far, and neither complete nor known to be incomplete.
    let isAwaited: Bool
    /// `3 of 4 sources answered; NOT Anytown Surgery (medication: …)`; while sources are being asked,
    /// `So far 3 of 4 sources have answered; still asking Anytown Surgery`.
    let words: String

    init(_ ledger: SourceLedger) {
        guard !ledger.lines.isEmpty else {
            isComplete = false
            isAwaited = false
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
        let absent = ledger.lines.compactMap(Self.absence)
        let answered = absent.isEmpty ? counted : counted + "; NOT " + absent.joined(separator: "; NOT ")
        let unread = ledger.lines.compactMap { line in line.unreadRemark.map { "\(line.source.name): \($0)" } }
        // What is said of a source ends with a full stop, of which a semicolon takes the place.
        words = ([answered] + unread).joined(separator: "; ").replacing(".; ", with: "; ")
    }

    private static func absence(_ line: SourceLedger.SourceLine) -> String? {
        let missing = line.outcomes.filter { $0.value.isMissing && !$0.value.isAwaited }
        guard !missing.isEmpty else { return nil }
        let datasets =
            line.gaveNothing
            ? "everything it holds" : missing.keys.sorted().map { $0.title.lowercased() }.joined(separator: ", ")
        var sentences: [String] = []
        for dataset in missing.keys.sorted() {
            guard let sentence = missing[dataset]?.reason?.sentence, !sentences.contains(sentence) else { continue }
            sentences.append(sentence)
        }
        return "\(line.source.name) (\(datasets)): \(sentences.joined(separator: " "))"
    }
}
