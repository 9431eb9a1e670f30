// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Sharing

/// What every page has around its content.
public struct PageFrame: Sendable {
    public let requester: Requester
    /// Where the page can be asked for again; `nil` where it cannot by a link.
    public let retryPath: String?
    /// What must be said about how the request was taken.
    public let remarks: [String]

    public init(requester: Requester, retryPath: String? = nil, remarks: [String] = []) {
        self.requester = requester
        self.retryPath = retryPath
        self.remarks = remarks
    }
}

/// A whole page: head, the strip that says who asks when nobody knows, the content.
public enum Page {
    static let stylesheetPath = "/viewer/style.css"
    static let homePath = "/viewer"

    /// - Parameter title: never anything about a person: it stands in the browser's history.
    public static func document(title: String, frame: PageFrame, _ content: [HTML]) -> [UInt8] {
        let head = HTML.tag(
            "head", [:],
            .void("meta", ["charset": "utf-8"]),
            .void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
            .tag("title", .text(title + " – Medical Interoperability Gateway")),
            .void("link", ["rel": "stylesheet", "href": stylesheetPath]))
        let body = HTML.tag(
            "body", [:],
            .tag("a", ["class": "skip-link", "href": "#content"], .text("Skip to the content")),
            header(frame),
            .tag("main", ["id": "content", "tabindex": "-1"], content))
        return Array(HTML.document(.tag("html", ["lang": "en-GB"], head, body)).markup.utf8)
    }

    private static func header(_ frame: PageFrame) -> HTML {
        let demonstration =
            frame.requester.establishment == .unauthenticatedDemonstration
            ? HTML.tag(
                "span", ["class": "demonstration"],
                .text("Unauthenticated demonstration: nobody has been asked who they are."))
            : HTML.tag(
                "span", ["class": "requester"],
                .text("\(frame.requester.person), \(frame.requester.role), \(frame.requester.organisation)"))
        return .tag(
            "header", ["class": "service"],
            .tag("a", ["class": "service-name", "href": homePath], .text("Medical Interoperability Gateway")),
            demonstration,
            .tag("a", ["class": "find-link", "href": homePath], .text("Find a person")))
    }
}
