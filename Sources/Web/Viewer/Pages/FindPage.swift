// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The form that asks for an NHS number.
enum FindPage {
    /// - Parameters:
    ///   - token: binds the form to the visitor.
    ///   - fault: what was wrong with the number given before.
    static func render(frame: PageFrame, token: String, fault: String? = nil) -> [UInt8] {
        let identifier = "nhs-number"
        let error: [HTML] =
            fault.map { fault in
                [.tag("p", ["class": "fault", "id": "fault", "role": "alert"], .text("Check the number: \(fault)."))]
            } ?? []
        let describedBy = fault == nil ? "hint" : "hint fault"
        let form = HTML.tag(
            "form", ["method": "post", "action": "/viewer/find", "autocomplete": "off", "class": "find"],
            [
                .tag("label", ["for": identifier], .text("NHS number")),
                .tag("p", ["class": "hint", "id": "hint"], .text("Ten digits, such as 999 123 4567")),
            ] + error + [
                .void(
                    "input",
                    [
                        "id": identifier, "name": identifier, "type": "text", "inputmode": "numeric",
                        "maxlength": "20", "required": "required", "autofocus": "autofocus", "spellcheck": "false",
                        "autocomplete": "off", "aria-describedby": describedBy,
                    ]),
                .void("input", ["type": "hidden", "name": "token", "value": token]),
                .tag("button", ["type": "submit"], .text("Show the record")),
            ])
        return Page.document(
            title: fault == nil ? "Find a person" : "Error: find a person", frame: frame,
            [.tag("div", ["class": "narrow"], .tag("h1", .text("Find a person")), form)])
    }
}

/// A page that says one thing: no record, a link that has ended, a fault.
enum MessagePage {
    static func render(frame: PageFrame, heading: String, sentences: [String], traceID: String? = nil) -> [UInt8] {
        Page.document(
            title: heading, frame: frame, content(heading: heading, sentences: sentences, traceID: traceID))
    }

    /// What the page says, without what stands around it.
    static func content(heading: String, sentences: [String], traceID: String? = nil) -> [HTML] {
        var content = [HTML.tag("h1", .text(heading))]
        content += sentences.map { .tag("p", ["class": "message"], .text($0)) }
        if let traceID { content.append(.tag("p", ["class": "hint"], .text("Trace id: \(traceID)"))) }
        content.append(.tag("p", .tag("a", ["class": "button", "href": Page.homePath], .text("Find a person"))))
        return [.tag("div", ["class": "narrow"], content)]
    }
}
