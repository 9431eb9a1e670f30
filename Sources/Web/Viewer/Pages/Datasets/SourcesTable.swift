// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The ledger as a table: every source, every dataset, its outcome in words.
struct SourcesTable {
    private let ledger: SourceLedger

    init(_ ledger: SourceLedger) { self.ledger = ledger }

    var html: HTML {
        .written { html in
            html.tag("section", ["class": "dataset sources", "id": "sources"]) { html in
                html.tag("h2", "Sources")
                let isAwaited = !ledger.awaited.isEmpty
                html.tag("p", isAwaited ? ["class": "until-answered"] : [:], Completeness(ledger).words)
                for line in ledger.lines { write(line, to: &html) }
            }
        }
    }

    private func write(_ line: SourceLedger.SourceLine, to html: inout HTML) {
        html.tag("div", ["class": "source"]) { html in
            html.tag("h3", "\(line.source.name) (\(line.source.controller.odsCode))")
            html.tag("table") { html in
                html.tag("caption", "As at \(Self.asAtWords(line))")
                html.tag("thead") { html in
                    html.tag("tr") { html in
                        for title in ["Dataset", "Outcome"] { html.tag("th", ["scope": "col"], title) }
                    }
                }
                html.tag("tbody") { html in
                    for dataset in ledger.scope {
                        guard let outcome = line.outcomes[dataset] else { continue }
                        html.tag("tr", ["class": outcome.isMissing ? "missing-row" : "answered-row"]) { html in
                            html.tag("th", ["scope": "row"], dataset.title)
                            html.tag(
                                "td", outcome.isAwaited ? PageUpdate.whenBroken(Self.brokenWords) : [:], outcome.words)
                        }
                    }
                }
            }
            for notice in line.notices {
                html.tag("p", ["class": "notice"], (notice.dataset.map { "\($0.title): " } ?? "") + notice.text)
            }
            for remark in line.readingRemarks { html.tag("p", ["class": "notice"], remark) }
        }
    }

    private static let brokenWords = "Not available: the connection broke off before it had answered."

    /// When the answer arrived, as people read it.
    static func asAtWords(_ line: SourceLedger.SourceLine) -> String {
        guard let moment = FHIRDateTime(line.asAt) else { return line.asAt }
        return moment.words + (moment.offsetMinutes == 0 ? " UTC" : "")
    }
}
