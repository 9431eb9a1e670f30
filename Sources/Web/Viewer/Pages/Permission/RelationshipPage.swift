// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Sharing

/// The page on which somebody says why they care for a person, where an agreement asks for a relationship that no system confirms.
enum RelationshipPage {
    static func render(_ form: PermissionForm, fault: String?, text: String) -> [UInt8] {
        Page.document(
            title: fault == nil ? "Do you care for this person?" : "Error: do you care for this person?",
            frame: form.frame
        ) { html in
            html.tag("div", ["class": "narrow permission"]) { html in
                html.tag("h1", "Do you care for this person?")
                PermissionPage.number(form, &html)
                html.tag(
                    "p", ["class": "message"],
                    """
                    No referral, appointment, admission or registration with your organisation is known to the gateway. If you care \
                    for this person, say why. Your privacy officer is told at once and will look at it. It holds for eight hours, for \
                    you and this person alone.
                    """)
                if let fault { html.tag("p", ["class": "fault", "id": "fault", "role": "alert"], fault) }
                question(form, fault, text, &html)
                others(form, &html)
                PermissionPage.emergencyLink(form, &html)
            }
        }
    }

    private static func question(_ form: PermissionForm, _ fault: String?, _ text: String, _ html: inout HTML) {
        html.tag("form", ["method": "post", "action": form.relationshipPath, "autocomplete": "off"]) { html in
            html.void("input", ["type": "hidden", "name": "token", "value": form.token])
            html.tag("label", ["for": "text", "class": "text-label"], "Why you care for this person")
            html.tag(
                "p", ["class": "hint", "id": "text-hint"],
                "In a few words, such as who asked you to see them. Do not write more about the person than is needed.")
            html.tag(
                "textarea",
                [
                    "id": "text", "name": "text", "rows": "3", "maxlength": "1000", "required": "required",
                    "aria-describedby": fault == nil ? "text-hint" : "text-hint fault",
                ], text)
            html.tag("button", ["type": "submit"], "I care for this person")
        }
    }

    private static func others(_ form: PermissionForm, _ html: inout HTML) {
        if form.outlook.needsPermission {
            html.tag("p") { html in
                html.tag(
                    "a", ["href": form.visit.path + "?\(Viewer.askParameter)=permission"],
                    "Go on to the person’s permission without saying so")
            }
        }
        if form.outlook.opensNow {
            html.tag("p") { html in
                html.tag(
                    "a", ["href": form.visit.path + "?\(Viewer.askParameter)=no"],
                    "Show only what may be shown without it")
            }
        }
        html.tag("p") { html in html.tag("a", ["href": Page.homePath], "Find another person") }
    }
}
