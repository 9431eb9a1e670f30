// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// What a reader sees without scrolling: who, how complete, then panels in the order in which this reader needs them.
struct FirstScreen {
    private let person: PageRegion
    private let completeness: PageRegion
    private let columns: [[PageRegion]]

    init(_ contents: RecordContents, _ frame: PageFrame) {
        person = PersonStrip(contents: contents, frame: frame).region
        let strip = CompletenessStrip(record: contents.record, frame: frame)
        completeness = strip.region
        let summary = RecordSummary(contents)
        let panels: [PanelColumn]
        var lines = Self.linesOfAColumn - strip.lines
        switch frame.view {
        case .clinician: panels = ClinicianPanels(contents: contents, summary: summary).columns
        case .socialCare:
            panels = SocialCarePanels(contents: contents, summary: summary).columns
            lines -= 2
        }
        columns = panels.map { $0.regions(lines: lines) }
    }

    /// The lines below the person and the completeness at 1366 × 768.
    private static let linesOfAColumn = 38.0

    /// The parts in the order in which they are read.
    var regions: [PageRegion] { [person, completeness] + columns.flatMap { $0 } }

    func write(to html: inout HTML) {
        html.append(person.html)
        html.append(completeness.html)
        html.tag("div", ["class": "first-screen"]) { html in
            for column in columns {
                html.tag("div", ["class": "column"]) { html in for region in column { html.append(region.html) } }
            }
        }
    }
}
