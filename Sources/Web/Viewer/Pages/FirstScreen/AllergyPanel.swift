// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// The allergies of the first screen: all of them, in full, and before them what a reader must not rely on.
struct AllergyPanel {
    let contents: RecordContents
    let summary: RecordSummary

    static let regionID = "allergies"

    var panel: FirstPanel {
        let record = contents.record
        let statement = record.allergyStatement
        let words = PanelItem.note(Self.marks(of: statement, in: record.ledger), statement.words)
        let isStatementFirst = statement.isAlarming || summary.allergies.isEmpty
        let items = summary.allergies.map { fact in
            var brief = BriefFact(fact, in: contents, showing: ["Reaction", "Severity", "Criticality", "Note"])
            brief.isWhole = true
            return brief.item(isKept: true)
        }
        return FirstPanel(
            id: Self.regionID, title: DatasetSection.allergies.title, kind: "allergies",
            notes: (isStatementFirst ? [words] : []) + conflicts, items: items,
            closing: isStatementFirst ? [] : [words], dataset: .risks)
    }

    /// The classes of the statement's element. What is said only while sources are being asked is marked, so that a stream that breaks
    /// off can put it right.
    static func marks(of statement: AllergyStatement, in ledger: SourceLedger) -> String {
        let isAwaited = !ledger.awaited(for: .risks).isEmpty
        return "statement" + (statement.isAlarming ? " alarming" : "") + (isAwaited ? " until-answered" : "")
    }

    private var conflicts: [PanelItem] {
        let found = contents.conflicts(among: summary.allergies)
        let notes = found.map { PanelItem.note("statement alarming", $0.alarmWords) }
        // The alarm stands whether or not a rule of merging has raised it.
        let isRaised = summary.allergies.contains { fact in
            DetailedCareRecord.statesNoKnownAllergy(fact.lead) && !contents.relations(of: fact).conflicts.isEmpty
        }
        guard contents.record.allergiesContradictEachOther, !isRaised else { return notes }
        return [.note("statement alarming", DetailedCareRecord.allergyConflictWords)] + notes
    }
}
