// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Sharing

/// The question to the person before their record opens, and the pages that say why it does not.
enum PermissionPage {
    static func render(_ form: PermissionForm, fault: String?) -> [UInt8] {
        Page.document(
            title: fault == nil ? "Permission to view" : "Error: permission to view", frame: form.frame
        ) { html in
            html.tag("div", ["class": "narrow permission"]) { html in
                html.tag("h1", "May this person’s record be looked at?")
                number(form, &html)
                html.tag("p", ["class": "message"], "Ask the person now, and record what they answer.")
                if let fault { html.tag("p", ["class": "fault", "id": "fault", "role": "alert"], fault) }
                question(form, &html)
                if form.outlook.opensNow {
                    html.tag("p") { html in
                        html.tag(
                            "a", ["href": form.visit.path + "?\(Viewer.askParameter)=no"],
                            "Show only what may be shown without asking")
                    }
                }
                emergencyLink(form, &html)
            }
        }
    }

    /// Says that the person refused.
    static func refused(_ form: PermissionForm) -> [UInt8] {
        Page.document(title: "Permission refused", frame: form.frame) { html in
            html.tag("div", ["class": "narrow permission"]) { html in
                html.tag("h1", "The person refused: nothing is shown")
                number(form, &html)
                html.tag(
                    "p", ["class": "message"],
                    """
                    \(RecordAnswer.safetyWords)
                    """)
                html.tag("p") { html in
                    html.tag(
                        "a", ["class": "button quiet", "href": form.visit.path + "?\(Viewer.askParameter)=again"],
                        "The person has changed their mind")
                }
                html.tag("p") { html in html.tag("a", ["href": Page.homePath], "Find another person") }
                emergencyLink(form, &html)
            }
        }
    }

    /// Says why a record is not shown, and what would open it.
    static func notPermitted(_ form: PermissionForm) -> [UInt8] {
        Page.document(title: "Not shared with you", frame: form.frame) { html in
            html.tag("div", ["class": "narrow permission"]) { html in
                html.tag("h1", "This record is not shared with you")
                number(form, &html)
                html.tag("dl", ["class": "reasons"]) { html in
                    html.tag("dt", "Why")
                    html.tag("dd", (form.outlook.denial?.words ?? "nothing of it may be shown").asSentence)
                    html.tag("dt", "What would open it")
                    html.tag("dd", form.outlook.denial?.remedy ?? "Nothing would, through this service.")
                }
                html.tag(
                    "p", ["class": "message"],
                    """
                    Whoever holds the record can be asked directly. \(RecordAnswer.safetyWords)
                    """)
                html.tag("p") { html in
                    html.tag("a", ["class": "button", "href": Page.homePath], "Find another person")
                }
                emergencyLink(form, &html)
            }
        }
    }

    static func number(_ form: PermissionForm, _ html: inout HTML) {
        html.tag("p", ["class": "subject"]) { html in
            html.text("NHS number ")
            html.tag("strong", ["class": "nhs-number"], form.visit.sealed.number.grouped)
        }
    }

    private static func question(_ form: PermissionForm, _ html: inout HTML) {
        html.tag("form", ["method": "post", "action": form.permissionPath, "autocomplete": "off"]) { html in
            html.void("input", ["type": "hidden", "name": "token", "value": form.token])
            html.tag("fieldset") { html in
                html.tag("legend", "What did the person answer?")
                Choice("answer", "given", "Given: they agree").write(to: &html)
                Choice("answer", "refused", "Refused: nothing will be shown").write(to: &html)
                Choice("answer", "could-not-be-asked", "Could not be asked").write(to: &html)
                html.tag("div", ["class": "reason"]) { html in
                    html.tag("label", ["for": "reason"], "Why the person could not be asked, where that is so")
                    html.tag("select", ["id": "reason", "name": "reason"]) { html in
                        html.tag("option", ["value": ""], "Choose a reason")
                        for reason in PermissionToView.CouldNotBeAsked.allCases {
                            html.tag("option", ["value": reason.rawValue], reason.words)
                        }
                    }
                }
            }
            html.tag("fieldset") { html in
                html.tag("legend", "For how long?")
                Choice("extent", "consultation", "For this consultation", isChosen: true).write(to: &html)
                Choice("extent", "episode", "For this episode of care, where the sharing agreement allows it")
                    .write(to: &html)
            }
            html.tag("button", ["type": "submit"], "Record the answer")
        }
    }

    /// Leads to a page of its own, far from the answers and unlike them.
    static func emergencyLink(_ form: PermissionForm, _ html: inout HTML) {
        guard form.outlook.emergencyWouldOpen else { return }
        html.tag("section", ["class": "emergency-way", "aria-labelledby": "emergency-way"]) { html in
            html.tag("h2", ["id": "emergency-way"], "In an emergency")
            html.tag(
                "p",
                """
                Only where waiting would do serious harm. An emergency access needs a reason, is audited, and is told to your \
                privacy officer at once.
                """)
            html.tag("p") { html in html.tag("a", ["href": form.emergencyPath], "Go to emergency access") }
        }
    }
}

/// One of the answers that can be chosen.
struct Choice {
    let name: String
    let value: String
    let words: String
    let isChosen: Bool

    init(_ name: String, _ value: String, _ words: String, isChosen: Bool = false) {
        self.name = name
        self.value = value
        self.words = words
        self.isChosen = isChosen
    }

    func write(to html: inout HTML) {
        let id = "\(name)-\(value)"
        html.tag("div", ["class": "choice"]) { html in
            if isChosen {
                html.void(
                    "input", ["type": "radio", "id": id, "name": name, "value": value, "checked": "checked"])
            } else {
                html.void("input", ["type": "radio", "id": id, "name": name, "value": value])
            }
            html.tag("label", ["for": id], words)
        }
    }
}

extension PermissionForm {
    /// The frame without the switch between views: there is no record yet.
    var frame: PageFrame {
        PageFrame(
            requester: visit.frame.requester, standing: visit.frame.standing,
            isDemonstration: visit.frame.isDemonstration, emergencyEnd: visit.frame.emergencyEnd)
    }
}

extension String {
    /// The text with a capital at its beginning and a full stop at its end.
    var asSentence: String { prefix(1).uppercased() + dropFirst() + (hasSuffix(".") ? "" : ".") }
}
