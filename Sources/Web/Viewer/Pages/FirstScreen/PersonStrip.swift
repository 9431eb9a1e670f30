// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// Who the record is about, above everything else.
struct PersonStrip {
    let contents: RecordContents
    let frame: PageFrame

    var region: PageRegion {
        let record = contents.record
        let banner = PersonBanner(record)
        let html = HTML.written { html in
            html.tag("section", ["class": "banner", "id": "person", "aria-label": "Person"]) { html in
                html.tag("div", ["class": "facts"]) { html in
                    html.tag("h1", banner.name)
                    html.tag("span", ["class": "fact"], banner.birth)
                    html.tag("span", ["class": "fact"], banner.sex)
                    html.tag("span", ["class": "fact"]) { html in
                        html.text("NHS number ")
                        html.tag("strong", ["class": "nhs-number"], record.nhsNumber.grouped)
                    }
                    if let practice = record.registeredPractice {
                        html.tag("span", ["class": "fact"], "Registered at \(name(of: practice))")
                    }
                    if let deceased = banner.deceased { html.tag("strong", ["class": "deceased"], deceased) }
                }
                if frame.view == .socialCare { addressing(&html) }
                for warning in banner.warnings { html.tag("p", ["class": "identity-warning"], warning) }
                if record.relationshipIsClaimed { claim(&html) }
            }
        }
        return PageRegion(id: "person", html: html)
    }

    /// Says that it is by the reader's own word that they care for the person. It is no emergency, and does not look like one.
    private func claim(_ html: inout HTML) {
        html.tag("p", ["class": "claim-banner", "role": "note", "aria-label": "Claimed relationship"]) { html in
            html.tag("strong", ClaimWords.heading + " ")
            html.text(ClaimWords.sentence)
        }
    }

    /// How to speak with the person: what social care reads first.
    private func addressing(_ html: inout HTML) {
        let addressing = Addressing(contents)
        html.tag("dl", ["class": "facts addressing"]) { html in
            for line in addressing.lines {
                html.tag("div", ["class": "pair"]) { html in
                    html.tag("dt", line.label)
                    html.tag("dd", line.text)
                }
            }
        }
    }

    /// The practice's name as a source of the record has it, else as the demographic service has it.
    private func name(of practice: Organisation) -> String {
        let known = contents.record.ledger.lines.first { $0.source.controller.odsCode == practice.odsCode }
        return known?.source.controller.name ?? practice.name
    }
}
