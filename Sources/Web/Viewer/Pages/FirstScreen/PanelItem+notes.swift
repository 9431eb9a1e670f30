// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

extension PanelItem {
    /// A paragraph of a panel.
    /// - Parameter kind: how grave it is, as the style sheet names it.
    static func note(_ kind: String, _ text: String) -> PanelItem {
        PanelItem(.written { $0.tag("p", ["class": kind], text) }, characters: text.count, extraLines: 0.3)
    }

    /// What a panel says where it has no items: why, and never that there is nothing where a source may still have it.
    static func absence(of dataset: Dataset, in contents: RecordContents) -> [PanelItem] {
        // While sources are being asked nothing is said to be absent: how many have answered so far is said instead.
        guard contents.record.ledger.awaited(for: dataset).isEmpty else { return [] }
        if contents.count(of: dataset) > 0 {
            return [
                PanelItem(
                    .written { html in
                        html.tag("p", ["class": "absence"]) { html in
                            html.text("None among the entries under ")
                            html.tag("a", ["href": "#\(dataset.rawValue)"], dataset.title)
                            html.text(".")
                        }
                    }, characters: 40)
            ]
        }
        let head = DatasetHead(dataset, in: contents.record)
        switch head.absence {
        case .unavailable: return [.note("absence", "Not known. This does not mean that there is none.")]
        case .nothingRecorded: return [.note("absence", "No '\(dataset.title)' data is recorded for this patient.")]
        default:
            var said: Set<String> = []
            return head.sentences.filter { said.insert($0).inserted }.map { .note("absence", $0) }
        }
    }

    /// Which sources are still being asked, which did not answer, and which withhold what they have, for these datasets.
    static func missing(_ datasets: Dataset..., in ledger: SourceLedger) -> [PanelItem] {
        var notes: [PanelItem] = []
        if let soFar = datasets.lazy.compactMap({ ledger.soFarCount(for: $0) }).first {
            notes.append(.note("awaited", soFar))
        }
        let silent = datasets.flatMap { ledger.silent(for: $0) }
        let closed = ledger.lines.filter { line in
            // Of what does not answer at all it is not said that it would withhold anything.
            datasets.allSatisfy { line.outcomes[$0]?.isMissing != true || line.outcomes[$0]?.isNotShared == true }
        }.map(\.source.id)
        let names = { (isClosed: Bool) in
            ledger.lines.map(\.source).filter { silent.contains($0) && closed.contains($0.id) == isClosed }.map(\.name)
        }
        if let who = few(names(false)) {
            notes.append(.note("missing", "Incomplete: no complete answer from \(who)."))
        }
        if let who = few(names(true)) { notes.append(.note("missing", "Incomplete: withheld by \(who).")) }
        return notes
    }

    /// Sources in words; `nil` for none. All of them are named at the top of the page.
    private static func few(_ names: [String]) -> String? {
        names.isEmpty ? nil : names.count > 2 ? "\(names.count) sources" : names.joined(separator: ", ")
    }

    /// What contradicts what among these facts, and which of them it is about.
    static func conflicts(among facts: [MergedEntry], in contents: RecordContents) -> [PanelItem] {
        contents.conflicts(among: facts).map { conflict in
            var titles: [String] = []
            for title in conflict.entries.compactMap({ contents.fact($0)?.lead.title }) where !titles.contains(title) {
                titles.append(title)
            }
            return .note("statement alarming", "\(conflict.alarmWords) (\(titles.joined(separator: "; ")))")
        }
    }
}

extension MergeConflict {
    /// The words of the conflict, which begin by saying that it is one.
    var alarmWords: String { words.lowercased().hasPrefix("conflict") ? words : "CONFLICT: " + words }
}
