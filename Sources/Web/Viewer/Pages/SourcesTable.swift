// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The ledger as a table: every source, every dataset, its outcome in words.
struct SourcesTable {
    private let ledger: SourceLedger

    init(_ ledger: SourceLedger) { self.ledger = ledger }

    var html: HTML {
        var content = [
            HTML.tag("h2", .text("Sources")), .tag("p", [:], .text(Completeness(ledger).words)),
        ]
        content += ledger.lines.map(block)
        return .tag("section", ["class": "dataset sources", "id": "sources"], content)
    }

    private func block(_ line: SourceLedger.SourceLine) -> HTML {
        let rows = ledger.scope.compactMap { dataset -> HTML? in
            guard let outcome = line.outcomes[dataset] else { return nil }
            return .tag(
                "tr", ["class": outcome.isMissing ? "missing-row" : "answered-row"],
                .tag("th", ["scope": "row"], .text(dataset.title)), .tag("td", .text(outcome.words)))
        }
        let notices = line.notices.map { notice in
            HTML.tag(
                "p", ["class": "notice"],
                .text((notice.dataset.map { "\($0.title): " } ?? "") + notice.text))
        }
        let remarks = line.readingRemarks.map { HTML.tag("p", ["class": "notice"], .text($0)) }
        return .tag(
            "div", ["class": "source"],
            [
                .tag("h3", .text("\(line.source.name) (\(line.source.controller.odsCode))")),
                .tag(
                    "table", [:], .tag("caption", .text("As at \(Self.asAtWords(line))")),
                    .tag(
                        "thead",
                        .tag(
                            "tr", [:], .tag("th", ["scope": "col"], .text("Dataset")),
                            .tag("th", ["scope": "col"], .text("Outcome")))),
                    .tag("tbody", [:], rows)),
            ] + notices + remarks)
    }

    /// When the answer arrived, as people read it.
    static func asAtWords(_ line: SourceLedger.SourceLine) -> String {
        guard let moment = FHIRDateTime(line.asAt) else { return line.asAt }
        return moment.words + (moment.offsetMinutes == 0 ? " UTC" : "")
    }
}
