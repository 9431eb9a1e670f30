// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Sharing

/// A whole page: head, the strip that says who asks when nobody knows, the content.
enum Page {
    static let stylesheetPath = "/viewer/style.css"
    static let homePath = "/viewer"

    /// - Parameter title: never anything about a person: it stands in the browser's history.
    static func document(title: String, frame: PageFrame, _ content: (inout HTML) -> Void) -> [UInt8] {
        var html = HTML()
        html.documentType()
        html.tag("html", ["lang": "en-GB"]) { html in
            html.tag("head") { html in
                html.void("meta", ["charset": "utf-8"])
                html.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
                html.tag("title", title + " – Medical Interoperability Gateway")
                html.void("link", ["rel": "stylesheet", "href": stylesheetPath])
            }
            html.tag("body") { html in
                html.tag("a", ["class": "skip-link", "href": "#content"], "Skip to the content")
                header(frame, &html)
                html.tag("main", ["id": "content", "tabindex": "-1"], content)
            }
        }
        return html.bytes
    }

    private static func header(_ frame: PageFrame, _ html: inout HTML) {
        html.tag("header", ["class": "service"]) { html in
            html.tag("a", ["class": "service-name", "href": homePath], "Medical Interoperability Gateway")
            if frame.requester.establishment == .unauthenticatedDemonstration {
                html.tag(
                    "span", ["class": "demonstration"],
                    "Unauthenticated demonstration: nobody has been asked who they are.")
            } else {
                let requester = frame.requester
                html.tag(
                    "span", ["class": "requester"], "\(requester.person), \(requester.role), \(requester.organisation)")
            }
            html.tag("a", ["class": "find-link", "href": homePath], "Find a person")
        }
    }
}
