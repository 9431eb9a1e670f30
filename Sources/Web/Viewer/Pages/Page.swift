// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Sharing

/// A whole page: head, the strip that says who asks when nobody knows, the content.
public enum Page {
    static let stylesheetPath = "/viewer/style.css"
    static let homePath = "/viewer"

    /// - Parameters:
    ///   - title: never anything about a person: it stands in the browser's history.
    ///   - more: what else stands in the head.
    public static func document(title: String, frame: PageFrame, head more: [HTML] = [], _ content: [HTML]) -> [UInt8] {
        document(title: title, frame: frame, head: more) { html in for piece in content { html.append(piece) } }
    }

    /// The same, with the content written in place.
    static func document(
        title: String, frame: PageFrame, head more: [HTML] = [], _ content: (inout HTML) -> Void
    ) -> [UInt8] {
        var html = HTML()
        html.documentType()
        html.tag("html", ["lang": "en-GB"]) { html in
            html.tag("head") { html in
                html.void("meta", ["charset": "utf-8"])
                html.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
                html.tag("title", title + " – Medical Interoperability Gateway")
                html.void("link", ["rel": "stylesheet", "href": stylesheetPath])
                for piece in more { html.append(piece) }
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
            if frame.requester.establishment == .none {
                html.tag(
                    "span", ["class": "demonstration"],
                    "Unauthenticated demonstration: nobody has been asked who they are.")
            } else {
                let requester = frame.requester
                html.tag(
                    "span", ["class": "requester"],
                    "\(requester.name), \(requester.role.words), \(requester.organisation)")
            }
            viewSwitch(frame, &html)
            html.tag("a", ["class": "find-link", "href": homePath], "Find a person")
        }
    }

    /// Links to the same record in the order for other readers.
    private static func viewSwitch(_ frame: PageFrame, _ html: inout HTML) {
        guard let path = frame.recordPath else { return }
        html.tag("nav", ["class": "views", "aria-label": "View"]) { html in
            html.text("View: ")
            for view in RecordView.allCases {
                if view == frame.view {
                    html.tag("strong", ["aria-current": "true"], view.title)
                } else {
                    html.tag("a", ["href": "\(path)?\(RecordView.parameterName)=\(view.rawValue)"], view.title)
                }
                html.text(" ")
            }
        }
    }
}
