// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import Sharing

/// The word that a controller gets of accesses to its data that somebody has to look at: who asked, why and when, and nothing of the person.
enum NoticeTable {
    static let heading = "Accesses that could reach your data"

    /// - Parameter level: the heading's: the page's own, or of a part.
    static func write(_ notices: [ControllerNotice], of organisation: String, level: StaticString, _ html: inout HTML) {
        html.tag(level, heading)
        html.tag("p", ["class": "message"]) { html in
            html.text("Of the records that \(organisation) is the controller of. ")
            html.text(
                "The privacy officer of the organisation that looked acts on each; the audit tells, by the trace id, what was shown."
            )
        }
        guard !notices.isEmpty else {
            html.tag("p", ["class": "absence"], "There has been none.")
            return
        }
        AccessTable.write(notices, columns: ["When (UTC)", "Why", "Who", "Trace id"], &html) { notice, html in
            html.tag("td", notice.at.words)
            html.tag("td", notice.cause.words)
            html.tag("td", "\(notice.role.words), \(notice.organisation)")
            html.tag("td", notice.traceID)
        }
    }
}
