// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Sharing

/// The page on which an emergency access is begun.
enum EmergencyPage {
    static func render(_ form: PermissionForm, fault: String?, text: String) -> [UInt8] {
        Page.document(
            title: fault == nil ? "Emergency access" : "Error: emergency access", frame: form.frame
        ) { html in
            html.tag("div", ["class": "narrow emergency"]) { html in
                html.tag("h1", "Emergency access")
                PermissionPage.number(form, &html)
                html.tag("div", ["class": "emergency-terms"]) { html in
                    html.tag("p") { html in
                        html.tag("strong", "This access is audited and told to your privacy officer at once. ")
                        html.text("You will be asked about it. The controllers of the record are told too.")
                    }
                    html.tag(
                        "p",
                        """
                        It lasts eight hours, for this person alone. It does not open what the person keeps from being shared, nor \
                        what a controller shares with nobody.
                        """)
                }
                if let fault { html.tag("p", ["class": "fault", "id": "fault", "role": "alert"], fault) }
                html.tag("form", ["method": "post", "action": form.emergencyPath, "autocomplete": "off"]) { html in
                    html.void("input", ["type": "hidden", "name": "token", "value": form.token])
                    html.tag("fieldset") { html in
                        html.tag("legend", "Why is the record needed now?")
                        for reason in PermissionToView.EmergencyReason.allCases {
                            Choice("reason", reason.rawValue, reason.words).write(to: &html)
                        }
                    }
                    html.tag("label", ["for": "text", "class": "text-label"], "What is happening")
                    html.tag(
                        "p", ["class": "hint", "id": "text-hint"],
                        "In a few words. Your privacy officer reads this; do not write more about the person than is needed."
                    )
                    html.tag(
                        "textarea",
                        [
                            "id": "text", "name": "text", "rows": "4", "maxlength": "1000", "required": "required",
                            "aria-describedby": fault == nil ? "text-hint" : "text-hint fault",
                        ], text)
                    html.tag(
                        "button", ["type": "submit", "class": "grave"], "Begin the emergency access")
                }
                html.tag("p") { html in
                    html.tag("a", ["href": form.visit.path], "Go back: this is no emergency")
                }
            }
        }
    }
}
