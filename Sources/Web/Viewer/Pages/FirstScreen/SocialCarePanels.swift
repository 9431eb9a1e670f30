// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// The panels of the first screen in the order in which social care needs them: safeguarding and risk to visitors; capacity,
/// attorney, who may be told; carers and contacts; function and care; in hospital now and discharge; plans; allergies.
struct SocialCarePanels {
    let contents: RecordContents
    let summary: RecordSummary

    var columns: [PanelColumn] {
        [
            PanelColumn(panels: [safeguarding, capacity]),
            PanelColumn(panels: [carers, function, stays]),
            PanelColumn(panels: [plans, AllergyPanel(contents: contents, summary: summary).panel]),
        ]
    }

    private var safeguarding: FirstPanel {
        let labels: Set<String> = ["Category", "Note", "Value", "Type", "Period"]
        let kept = summary.safeguarding + summary.resuscitation
        let risks = summary.otherRisks.filter { !$0.isEquipment }
        return panel(
            "first-safeguarding", "Safeguarding and risk to visitors", .risks, of: kept + risks,
            kept.map { BriefFact($0, in: contents, showing: labels).item(isKept: true) }
                + risks.map { BriefFact($0, in: contents, showing: labels).item() })
    }

    private var capacity: FirstPanel {
        panel(
            "first-capacity", "Capacity, attorney and who may be told", .risks, of: summary.attorneyAndConsent,
            summary.attorneyAndConsent.map {
                BriefFact(
                    $0, in: contents, showing: ["Scope", "Provision", "In force", "About", "Value", "Note", "Verified"]
                ).item()
            })
    }

    private var carers: FirstPanel {
        let labels: Set<String> = [
            "Relationship", "Phone", "Phone, home", "Phone, mobile", "Phone, work", "Contact person", "Note",
        ]
        let related = contents.facts(of: .relatedPerson)
        let items = related.map { BriefFact($0, in: contents, showing: labels).item() }
        return panel("first-carers", "Carers and contacts", .demographics, of: related, items + contactPersons)
    }

    /// The persons whom sources name inside their own record of the person, each once, with the sources that name them.
    private var contactPersons: [PanelItem] {
        var named: [(text: String, sources: [String])] = []
        for entry in contents.facts(of: .person).flatMap(\.originals) {
            for detail in entry.details where detail.label == "Contact person" {
                if let place = named.firstIndex(where: { $0.text == detail.text }) {
                    named[place].sources.append(entry.source.name)
                } else {
                    named.append((detail.text, [entry.source.name]))
                }
            }
        }
        return named.map { text, sources in
            let origin = sources.joined(separator: " and ")
            let html = HTML.written { html in
                html.tag("li") { html in
                    html.tag("span", ["class": "title"], text)
                    html.text(" ")
                    html.tag("span", ["class": "origin"], origin)
                }
            }
            return PanelItem(html, characters: text.count * 115 / 100 + origin.count + 2, extraLines: 0.3)
        }
    }

    private var function: FirstPanel {
        let facts = contents.facts(of: .function) + equipment
        return panel(
            "first-function", "Function, care package and equipment", .examinations, of: facts,
            facts.map { BriefFact($0, in: contents, showing: ["Value", "Interpretation", "Note", "Period"]).item() })
    }

    /// What the person has been given to live with, wherever its source put it.
    private var equipment: [MergedEntry] { summary.otherRisks.filter(\.isEquipment) }

    private var stays: FirstPanel {
        let admissions = contents.facts(of: .admissions)
        let current = admissions.filter { $0.isNow }
        let others = admissions.filter { !$0.isNow }
        let labels: Set<String> = ["Location", "Ended", "Reason", "Organisation", "Period", "Status", "Discharged to"]
        let documents = contents.facts(of: .eventDocuments)
        let items =
            current.map { fact in
                var brief = BriefFact(fact, in: contents, showing: labels)
                brief.mark = "In hospital now"
                return brief.item(isKept: true)
            }
            + (others + documents).sorted(by: RecordSummary.isNewer).map {
                BriefFact($0, in: contents, showing: labels).item()
            }
        return panel("first-stays", "In hospital now, and discharge", .events, of: admissions, items)
    }

    private var plans: FirstPanel {
        let facts = contents.facts(of: .plans)
        return panel(
            "first-plans", "Plans", .other, of: facts,
            facts.map {
                BriefFact(
                    $0, in: contents, showing: ["Category", "Description", "Period", "Activity", "Status", "Note"]
                )
                .item()
            })
    }

    private func panel(
        _ id: String, _ title: String, _ dataset: Dataset, of facts: [MergedEntry], _ items: [PanelItem]
    ) -> FirstPanel {
        let place = facts.first?.lead.dataset ?? dataset
        return FirstPanel(
            id: id, title: title, kind: id,
            notes: PanelItem.missing(place, in: contents.record.ledger)
                + PanelItem.conflicts(among: facts, in: contents)
                + (items.isEmpty ? PanelItem.absence(of: place, in: contents) : []),
            items: items, dataset: place)
    }
}

extension MergedEntry {
    fileprivate var isEquipment: Bool {
        ["Device", "DeviceUseStatement", "DeviceRequest", "SupplyDelivery"].contains(lead.resource.type)
    }

    /// Whether a stay has begun and not ended.
    fileprivate var isNow: Bool {
        guard lead.resource.type == "Encounter" else { return false }
        let status = lead.resource["status"]?.string
        return ["in-progress", "onleave", "arrived", "triaged"].contains(status)
            && lead.resource["period"]?["end"] == nil
    }
}
