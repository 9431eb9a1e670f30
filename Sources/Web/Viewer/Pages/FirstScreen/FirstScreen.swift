// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// What a reader sees without scrolling: who, how complete, then panels in the order in which this reader needs them.
struct FirstScreen {
    /// The parts in the order in which they are read.
    let regions: [PageRegion]

    init(_ contents: RecordContents, _ frame: PageFrame) {
        let person = PersonStrip(contents: contents, frame: frame).region
        let strip = CompletenessStrip(record: contents.record, frame: frame)
        let summary = RecordSummary(contents)
        let panels: [PanelColumn]
        var lines = Self.linesOfAColumn - strip.lines
        // The banner of an emergency access stands above everything.
        if frame.emergencyEnd != nil { lines -= 2 }
        if contents.record.relationshipIsClaimed { lines -= 2 }
        switch frame.view {
        case .clinician: panels = ClinicianPanels(contents: contents, summary: summary).columns
        case .socialCare:
            panels = SocialCarePanels(contents: contents, summary: summary).columns
            lines -= 2
        }
        let columns = panels.enumerated().flatMap { place, column in
            column.regions(lines: lines).map { PageRegion(id: $0.id, html: $0.html, column: place) }
        }
        regions = [person, strip.region] + columns
    }

    /// The lines below the person and the completeness at 1366 × 768.
    private static let linesOfAColumn = 38.0
}
