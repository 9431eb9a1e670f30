// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// What a clinician sees without scrolling: who, how complete, allergies, resuscitation and safeguarding, medicines, problems, key
/// results, contacts.
struct FirstScreen {
    private let record: DetailedCareRecord
    private let frame: PageFrame
    private let summary: RecordSummary

    init(_ record: DetailedCareRecord, _ frame: PageFrame) {
        self.record = record
        self.frame = frame
        summary = RecordSummary(record)
    }

    var html: HTML {
        HTML([
            banner, completeness,
            .tag(
                "div", ["class": "first-screen"],
                .tag("div", ["class": "column"], allergies, decisions),
                .tag("div", ["class": "column"], medicines),
                .tag("div", ["class": "column"], problems, results, contacts)),
        ])
    }

    private var banner: HTML {
        let banner = PersonBanner(record)
        var facts: [HTML] = [
            .tag("h1", .text(banner.name)),
            .tag("span", ["class": "fact"], .text(banner.birth)),
            .tag("span", ["class": "fact"], .text(banner.sex)),
            .tag(
                "span", ["class": "fact"], .text("NHS number "),
                .tag("strong", ["class": "nhs-number"], .text(record.nhsNumber.grouped))),
        ]
        if let practice = record.registeredPractice {
            facts.append(.tag("span", ["class": "fact"], .text("Registered at \(name(of: practice))")))
        }
        if let deceased = banner.deceased {
            facts.append(.tag("strong", ["class": "deceased"], .text(deceased)))
        }
        let warnings = banner.warnings.map { HTML.tag("p", ["class": "identity-warning"], .text($0)) }
        return .tag(
            "section", ["class": "banner", "aria-label": "Person"], [.tag("div", ["class": "facts"], facts)] + warnings)
    }

    private var completeness: HTML {
        let completeness = Completeness(record.ledger)
        var pieces: [HTML] = []
        if !completeness.isComplete {
            pieces.append(.tag("strong", .text("INCOMPLETE RECORD: ")))
        }
        pieces.append(.text(completeness.words))
        if !completeness.isComplete, let path = frame.retryPath {
            pieces += [.text(" "), .tag("a", ["href": path, "class": "retry"], .text("Try again"))]
        }
        let state = !completeness.isComplete ? "incomplete" : noticeWords.isEmpty ? "complete" : "warned"
        let remarks = (noticeWords + record.filters + frame.remarks).map {
            HTML.tag("p", ["class": "remark"], .text($0))
        }
        return .tag(
            "div",
            [
                "class": "completeness \(state)", "id": "completeness",
                "role": completeness.isComplete ? "status" : "alert",
            ],
            [.tag("p", [:], pieces)] + remarks)
    }

    /// The practice's name as a source of the record has it, else as the demographic service has it.
    private func name(of practice: Organisation) -> String {
        let known = record.ledger.lines.first { $0.source.controller.odsCode == practice.odsCode }
        return known?.source.controller.name ?? practice.name
    }

    /// What sources warn of, each sentence once, with the sources that say it; the exact notes stand under *Sources*.
    private var noticeWords: [String] {
        var sources: [(text: String, names: [String])] = []
        for line in record.ledger.lines {
            let warnings = line.notices.filter { $0.kind != .identity && $0.kind != .note }
            for sentence in SourceNotice.sentences(of: warnings) {
                if let place = sources.firstIndex(where: { $0.text == sentence }) {
                    sources[place].names.append(line.source.name)
                } else {
                    sources.append((sentence, [line.source.name]))
                }
            }
        }
        return sources.map { "\($0.names.joined(separator: ", ")): \($0.text)" }
    }

    private var allergies: HTML {
        let statement = record.allergyStatement
        let alarm = statement.isAlarming ? " alarming" : ""
        let heading = HTML.tag("h2", .text(DatasetSection.allergies.title))
        let words = HTML.tag("p", ["class": "statement\(alarm)"], .text(statement.words))
        var content = [heading]
        if statement.isAlarming || summary.allergies.isEmpty { content.append(words) }
        if record.allergiesContradictEachOther {
            content.append(.tag("p", ["class": "statement alarming"], .text(DetailedCareRecord.allergyConflictWords)))
        }
        if !summary.allergies.isEmpty {
            content.append(EntryList.brief(summary.allergies, showing: ["Reaction", "Criticality", "Note"]))
        }
        if !statement.isAlarming, !summary.allergies.isEmpty { content.append(words) }
        return .tag(
            "section", ["class": "panel allergies\(alarm)", "id": "allergies", "aria-label": "Allergies"], content)
    }

    private var decisions: HTML {
        let entries = summary.resuscitation + summary.safeguarding + summary.otherRisks
        return panel(
            "Resuscitation, safeguarding and other risks", entries, .risks, kind: "decisions",
            showing: ["Value", "Decision", "Note", "Type", "Category"])
    }

    private var medicines: HTML {
        panel(
            DatasetSection.currentMedication.title, summary.medicines, .medication, kind: "medicines",
            showing: ["Dose", "Last issued", "Note", "Reason"]
        ) { entry in
            HighRiskMedicine.isNamed(in: entry.title) ? "High risk" : nil
        }
    }

    private var problems: HTML {
        panel(
            DatasetSection.activeProblems.title, summary.activeProblems, .problems, kind: "problems",
            showing: ["Significance", "Note"])
    }

    private var contacts: HTML {
        panel(
            "Last admissions and contacts", summary.contacts, .events, kind: "contacts",
            showing: ["Location", "Ended", "Reason", "Organisation"])
    }

    private var results: HTML {
        let rows = summary.keyResults.map { result -> HTML in
            let earlier = result.earlier.map { entry in
                "\(EntryList.valueWords(entry)) (\(entry.date?.dayWords ?? "no date"))"
            }
            var pieces = EntryList.briefPieces(
                result.latest, showing: ["Value", "Interpretation", "Reference range", "Note"])
            if !earlier.isEmpty {
                pieces.append(.tag("span", ["class": "course"], .text("before: " + earlier.joined(separator: ", "))))
            }
            return .tag("li", [:], pieces)
        }
        let none =
            record.entries(of: Dataset.investigations).isEmpty
            ? absence(.investigations)
            : [
                .tag(
                    "p", ["class": "absence"],
                    .text("None among the results below is \(KeyResult.testNames.joined(separator: ", "))."))
            ]
        return .tag(
            "section", ["class": "panel results"],
            [.tag("h2", .text("Key results"))] + missing(.investigations)
                + (rows.isEmpty ? none : [.tag("ul", ["class": "brief"], rows)]))
    }

    private func panel(
        _ title: String, _ entries: [RecordEntry], _ dataset: Dataset, kind: String, showing labels: Set<String>,
        tag: (RecordEntry) -> String? = { _ in nil }
    ) -> HTML {
        let body: [HTML]
        if !entries.isEmpty {
            body = [EntryList.brief(entries, showing: labels, tag: tag)]
        } else if record.entries(of: dataset).isEmpty {
            body = absence(dataset)
        } else {
            body = [
                .tag(
                    "p", ["class": "absence"],
                    .text("None among the entries under "),
                    .tag("a", ["href": "#\(dataset.rawValue)"], .text(dataset.title)), .text("."))
            ]
        }
        return .tag(
            "section", ["class": "panel \(kind)"], [.tag("h2", .text(title))] + missing(dataset) + body)
    }

    /// Which sources are missing for a dataset, where entries of others are shown.
    private func missing(_ dataset: Dataset) -> [HTML] {
        let names = record.ledger.missing(for: dataset).map(\.name)
        guard !names.isEmpty else { return [] }
        return [
            .tag("p", ["class": "missing"], .text("Incomplete: no answer from \(names.joined(separator: ", "))."))
        ]
    }

    private func absence(_ dataset: Dataset) -> [HTML] {
        let head = DatasetHead(dataset, in: record)
        switch head.absence {
        case .unavailable:
            return [.tag("p", ["class": "absence"], .text("Not known. This does not mean that there is none."))]
        case .nothingRecorded:
            return [.tag("p", ["class": "absence"], .text("No '\(dataset.title)' data is recorded for this patient."))]
        default:
            return head.sentences.map { .tag("p", ["class": "absence"], .text($0)) }
        }
    }
}
