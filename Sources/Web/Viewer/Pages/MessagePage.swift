// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A page that says one thing: no record, a link that has ended, a fault.
enum MessagePage {
    static func render(frame: PageFrame, heading: String, sentences: [String], traceID: String? = nil) -> [UInt8] {
        Page.document(
            title: heading, frame: frame, content(heading: heading, sentences: sentences, traceID: traceID))
    }

    /// What the page says, without what stands around it.
    static func content(heading: String, sentences: [String], traceID: String? = nil) -> [HTML] {
        [
            .written { html in
                html.tag("div", ["class": "narrow"]) { html in
                    html.tag("h1", heading)
                    for sentence in sentences { html.tag("p", ["class": "message"], sentence) }
                    if let traceID { html.tag("p", ["class": "hint"], "Trace id: \(traceID)") }
                    html.tag("p") { html in html.tag("a", ["class": "button", "href": Page.homePath], "Find a person") }
                }
            }
        ]
    }
}
