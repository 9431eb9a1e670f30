// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// The panels of the first screen in the order in which a clinician needs them: allergies; resuscitation, safeguarding, other
/// risks; medicines; problems; key results; contacts.
struct ClinicianPanels {
    let contents: RecordContents
    let summary: RecordSummary

    var columns: [PanelColumn] {
        [
            PanelColumn(panels: [AllergyPanel(contents: contents, summary: summary).panel, decisions]),
            PanelColumn(panels: [medicines, problems]),
            PanelColumn(panels: [results, contacts]),
        ]
    }

    private var ledger: SourceLedger { contents.record.ledger }

    private var decisions: FirstPanel {
        let labels: Set<String> = ["Value", "Decision", "Note", "Type", "Category"]
        let kept = summary.resuscitation + summary.safeguarding
        let others = summary.otherRisks + summary.attorneyAndConsent
        return panel(
            "first-decisions", "Resuscitation, safeguarding and other risks", .risks, of: kept + others,
            kept.map { BriefFact($0, in: contents, showing: labels).item(isKept: true) }
                + others.map { BriefFact($0, in: contents, showing: labels).item() })
    }

    private var medicines: FirstPanel {
        let items = summary.medicines.map { fact in
            var brief = BriefFact(fact, in: contents, showing: ["Dose", "Last issued", "Note", "Reason"])
            if HighRiskMedicine.isNamed(in: fact.lead.title) { brief.mark = "High risk" }
            return brief.item()
        }
        var medicines = panel(
            "first-medicines", DatasetSection.currentMedication.title, .medication, of: summary.medicines, items)
        medicines.weight = 2
        return medicines
    }

    private var problems: FirstPanel {
        panel(
            "first-problems", DatasetSection.activeProblems.title, .problems, of: summary.activeProblems,
            summary.activeProblems.map {
                BriefFact($0, in: contents, showing: ["Significance", "Note"]).item()
            })
    }

    private var contacts: FirstPanel {
        panel(
            "first-contacts", "Last admissions and contacts", .events, of: summary.contacts,
            summary.contacts.map {
                BriefFact($0, in: contents, showing: ["Location", "Ended", "Reason", "Organisation"]).item()
            })
    }

    private var results: FirstPanel {
        let pressure = KeyResult.bloodPressure(in: contents)
        let results = summary.keyResults + [pressure].compactMap { $0 }
        var panel = FirstPanel(
            id: "first-results", title: "Key results", kind: "results",
            notes: PanelItem.missing(.investigations, in: ledger)
                + PanelItem.conflicts(among: results.map(\.latest), in: contents),
            items: results.map { BriefCourse(result: $0, contents: contents).item }, dataset: .investigations,
            weight: 2.5)
        if results.isEmpty {
            let isAwaited = !ledger.awaited(for: .investigations).isEmpty
            panel.notes +=
                contents.count(of: .investigations) == 0 || isAwaited
                ? PanelItem.absence(of: .investigations, in: contents)
                : [.note("absence", "None among the results below is \(KeyResult.testNames.joined(separator: ", ")).")]
        }
        return panel
    }

    private func panel(
        _ id: String, _ title: String, _ dataset: Dataset, of facts: [MergedEntry], _ items: [PanelItem]
    ) -> FirstPanel {
        FirstPanel(
            id: id, title: title, kind: id,
            notes: PanelItem.missing(dataset, in: ledger) + PanelItem.conflicts(among: facts, in: contents)
                + (items.isEmpty ? PanelItem.absence(of: dataset, in: contents) : []),
            items: items, dataset: dataset)
    }
}
