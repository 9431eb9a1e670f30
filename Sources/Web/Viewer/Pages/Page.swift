// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
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
                if let end = frame.emergencyEnd { emergency(until: end, &html) }
                html.tag("main", ["id": "content", "tabindex": "-1"], content)
            }
        }
        return html.bytes
    }

    private static func header(_ frame: PageFrame, _ html: inout HTML) {
        html.tag("header", ["class": "service"]) { html in
            html.tag("a", ["class": "service-name", "href": homePath], "Medical Interoperability Gateway")
            if frame.isDemonstration {
                html.tag("span", ["class": "demonstration"], "Demonstration: made up")
            }
            who(frame, &html)
            viewSwitch(frame, &html)
            links(frame, &html)
        }
    }

    /// Who is signed in, in which role, for which organisation.
    private static func who(_ frame: PageFrame, _ html: inout HTML) {
        let requester = frame.requester
        switch frame.standing {
        case .signedOut: html.tag("span", ["class": "requester"], "Not signed in")
        case .open where requester.establishment == .none:
            html.tag(
                "span", ["class": "demonstration"],
                "Unauthenticated demonstration: nobody has been asked who they are.")
        case .open, .signedIn:
            html.tag(
                "span", ["class": "requester"], "\(requester.name), \(requester.role.words), \(requester.organisation)")
        }
    }

    private static func links(_ frame: PageFrame, _ html: inout HTML) {
        switch frame.standing {
        case .signedOut: break
        case .open: html.tag("a", ["class": "find-link", "href": homePath], "Find a person")
        case .signedIn(let token):
            let role = frame.requester.role
            if role != .privacyOfficer { html.tag("a", ["class": "find-link", "href": homePath], "Find a person") }
            if role == .privacyOfficer || role == .practiceManager {
                html.tag("a", ["class": "find-link", "href": Portal.path], "Emergency accesses")
            }
            html.tag("form", ["method": "post", "action": SignInDesk.path + "/out", "class": "sign-out"]) { html in
                html.void("input", ["type": "hidden", "name": "token", "value": token])
                html.tag("button", ["type": "submit"], "Sign out")
            }
        }
    }

    /// Says, on every page that is shown by an emergency access, what it is and until when it lasts.
    private static func emergency(until end: FHIRDateTime, _ html: inout HTML) {
        html.tag("div", ["class": "emergency-banner", "role": "note", "aria-label": "Emergency access"]) { html in
            html.tag("strong", "EMERGENCY ACCESS. ")
            html.text(
                "This access is audited, and your privacy officer has been told. It ends on \(end.words) UTC at the latest."
            )
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
