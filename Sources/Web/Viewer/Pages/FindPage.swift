// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The form that asks for an NHS number.
enum FindPage {
    private static let identifier = "nhs-number"

    /// - Parameters:
    ///   - token: binds the form to the visitor.
    ///   - fault: what was wrong with the number given before.
    static func render(frame: PageFrame, token: String, fault: String? = nil) -> [UInt8] {
        Page.document(title: fault == nil ? "Find a person" : "Error: find a person", frame: frame) { html in
            html.tag("div", ["class": "narrow"]) { html in
                html.tag("h1", "Find a person")
                let form: HTML.Attributes = [
                    "method": "post", "action": "/viewer/find", "autocomplete": "off", "class": "find",
                ]
                html.tag("form", form) { html in
                    html.tag("label", ["for": identifier], "NHS number")
                    html.tag("p", ["class": "hint", "id": "hint"], "Ten digits, such as 999 123 4567")
                    if let fault {
                        html.tag(
                            "p", ["class": "fault", "id": "fault", "role": "alert"], "Check the number: \(fault).")
                    }
                    html.void(
                        "input",
                        [
                            "id": identifier, "name": identifier, "type": "text", "inputmode": "numeric",
                            "maxlength": "20", "required": "required", "autofocus": "autofocus", "spellcheck": "false",
                            "autocomplete": "off", "aria-describedby": fault == nil ? "hint" : "hint fault",
                        ])
                    html.void("input", ["type": "hidden", "name": "token", "value": token])
                    html.tag("button", ["type": "submit"], "Show the record")
                }
            }
        }
    }
}
