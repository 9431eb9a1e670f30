// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The page that is shown at once and filled by `record.js` as the sources answer. It holds nothing about anybody. A browser that
/// runs no scripts goes on to the whole page by itself; where the script cannot be loaded, a link leads there.
enum RecordShell {
    static let scriptPath = "/viewer/record.js"
    /// The parameter of the query that asks for the whole page in one piece.
    static let wholeParameter = "whole"

    /// - Parameters:
    ///   - silence: after so long without an event the stream is taken as broken.
    ///   - path: the record's address.
    ///   - query: the parameters of the query that the whole page and the events need too, written as a query.
    static func render(frame: PageFrame, path: String, query: String, silence: Duration) -> [UInt8] {
        let whole = whole(path: path, query: query)
        let events = path + "/events" + (query.isEmpty ? "" : "?" + query)
        let head = [
            HTML.tag("noscript", .void("meta", ["http-equiv": "refresh", "content": "0; url=\(whole)"])),
            .tag("script", ["src": scriptPath, "defer": "defer"]),
        ]
        return Page.document(
            title: "Detailed Care Record", frame: frame, head: head,
            [
                .tag("p", ["class": "unseen", "id": "progress", "role": "status"]),
                .tag("div", ["id": "stream-notice", "role": "alert"]),
                .tag(
                    "div",
                    [
                        "id": "record", "aria-busy": "true", "data-events": events, "data-again": path + "/again",
                        "data-silence": String(silence / .milliseconds(1)),
                    ],
                    .tag(
                        "div", ["class": "narrow"], .tag("h1", .text("Detailed Care Record")),
                        .tag(
                            "p", ["class": "message"],
                            .text(
                                """
                                The sources are being asked. Nothing is shown until the first has answered; this does not mean \
                                that there is nothing.
                                """)),
                        .tag(
                            "p",
                            .tag("a", ["class": "button", "href": whole], .text("Show the whole record in one piece"))))
                ),
            ] + notices(path: path + (query.isEmpty ? "" : "?" + query)))
    }

    /// The address of the whole page.
    static func whole(path: String, query: String) -> String {
        path + "?" + wholeParameter + "=1" + (query.isEmpty ? "" : "&" + query)
    }

    /// What the script says, kept out of it so that all words of the page are in one language and one place.
    private static func notices(path: String) -> [HTML] {
        [
            notice(
                "broken",
                .tag("strong", .text("INCOMPLETE RECORD: ")),
                .text(
                    """
                    the connection to the gateway broke off before all sources had answered. What is shown may lack allergies, \
                    medicines and risks.
                    """), .text(" "), .tag("a", ["href": path], .text("Load the page again"))),
            notice(
                "stopped",
                .tag("strong", .text("INCOMPLETE RECORD: ")),
                .text("the gateway could not go on. What is shown may lack allergies, medicines and risks.")),
            notice(
                "ended",
                .text("The gateway no longer waits for the sources that did not answer."),
                .text(" "), .tag("a", ["href": path], .text("Load the page again")), .text(" to ask all sources anew.")),
            .tag(
                "template", ["id": "words-no-longer-asking"],
                .text("Incomplete: the connection broke off before all sources had answered.")),
            .tag("template", ["id": "words-asking-again"], .text("Asking again the sources that did not answer.")),
        ]
    }

    private static func notice(_ name: String, _ content: HTML...) -> HTML {
        .tag("template", ["id": "notice-\(name)"], .tag("p", [:], content))
    }
}
