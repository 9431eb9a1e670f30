// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Sharing

/// The pages of emergency accesses, for a privacy officer, and for a practice manager as far as they concern the practice's own data.
enum AlertPages {
    /// What a practice manager sees: word of the accesses that could reach the practice's data.
    static func notices(_ notices: [ControllerNotice], frame: PageFrame) -> [UInt8] {
        Page.document(title: NoticeTable.heading, frame: frame) { html in
            html.tag("div", ["class": "alerts"]) { html in
                NoticeTable.write(notices, of: frame.requester.organisation, level: "h1", &html)
            }
        }
    }

    static func list(
        _ alerts: [PrivacyAlert], and notices: [ControllerNotice], frame: PageFrame, isRefreshed: Bool
    ) -> [UInt8] {
        Page.document(title: "Emergency accesses", frame: frame) { html in
            html.tag("div", ["class": "alerts"]) { html in
                html.tag("h1", "Emergency accesses")
                let waiting = alerts.filter(\.isOutstanding).count
                html.tag("p", ["class": "message"]) { html in
                    html.text("By people of \(frame.requester.organisation). ")
                    html.tag("strong", waiting == 1 ? "1 waits for you." : "\(waiting) wait for you.")
                }
                html.tag("p", ["class": "hint"]) { html in
                    if isRefreshed {
                        html.text("The list is asked for anew every \(Portal.refreshSeconds) seconds. ")
                        html.tag("a", ["href": Portal.path + "?still=1"], "Keep it still")
                    } else {
                        html.tag("a", ["href": Portal.path], "Ask for the list anew")
                    }
                }
                if alerts.isEmpty {
                    html.tag("p", ["class": "absence"], "There has been none.")
                } else {
                    table(alerts, &html)
                }
                NoticeTable.write(notices, of: frame.requester.organisation, level: "h2", &html)
            }
        }
    }

    private static func table(_ alerts: [PrivacyAlert], _ html: inout HTML) {
        AccessTable.write(alerts, columns: ["When (UTC)", "Why", "Who", "State"], &html) { alert, html in
            html.tag("td") { html in html.tag("a", ["href": "\(Portal.path)/\(alert.id)"], alert.at.words) }
            html.tag("td", alert.cause.words)
            html.tag("td", "\(alert.name), \(alert.role.words)")
            html.tag("td") { html in
                if alert.isOutstanding {
                    html.tag("strong", ["class": "mark"], "Waits for you")
                } else {
                    html.text(alert.stateWords)
                }
            }
        }
    }

    static func alert(
        _ opened: OpenedPrivacyAlert, frame: PageFrame, token: String, fault: String?
    ) -> [UInt8] {
        let alert = opened.alert
        return Page.document(title: fault == nil ? "Emergency access" : "Error: emergency access", frame: frame) {
            html in
            html.tag("div", ["class": "narrow"]) { html in
                html.tag("h1", "Emergency access of \(alert.at.words)")
                facts(opened, &html)
                if alert.actions.contains(where: { $0.kind != .opened }) { history(alert, &html) }
                if let fault { html.tag("p", ["class": "fault", "id": "fault", "role": "alert"], fault) }
                form(alert, token, fault, &html)
                html.tag("p") { html in html.tag("a", ["href": Portal.path], "All emergency accesses") }
            }
        }
    }

    private static func facts(_ opened: OpenedPrivacyAlert, _ html: inout HTML) {
        let alert = opened.alert
        let facts: [(String, String)] = [
            ("Why", alert.cause.words), ("What was written", opened.text?.disclosed ?? "Nothing"),
            ("Who", "\(alert.name), \(alert.role.words), \(alert.organisation)"), ("Through", alert.system),
            ("Whose record", "NHS number \(opened.nhsNumber.grouped)"), ("When", alert.at.words + " UTC"),
            ("State", alert.stateWords), ("Trace id, for the audit", alert.traceID),
        ]
        html.tag("dl", ["class": "reasons"]) { html in
            for (label, text) in facts {
                html.tag("dt", label)
                html.tag("dd", text)
            }
        }
    }

    private static func history(_ alert: PrivacyAlert, _ html: inout HTML) {
        html.tag("h2", "What was done")
        html.tag("ul") { html in
            for action in alert.actions where action.kind != .opened {
                html.tag("li", "\(action.kind.rawValue.asSentence) \(action.at.words) UTC: \(action.remark.disclosed)")
            }
        }
    }

    private static func form(_ alert: PrivacyAlert, _ token: String, _ fault: String?, _ html: inout HTML) {
        html.tag("form", ["method": "post", "action": "\(Portal.path)/\(alert.id)", "autocomplete": "off"]) { html in
            html.void("input", ["type": "hidden", "name": "token", "value": token])
            html.tag("label", ["for": "remark", "class": "text-label"], "What you found")
            html.tag(
                "textarea",
                [
                    "id": "remark", "name": "remark", "rows": "4", "maxlength": "1000", "required": "required",
                ], "")
            html.tag("p") { html in
                html.tag("button", ["type": "submit", "name": "action", "value": "acknowledge"], "Acknowledge")
                html.text(" ")
                html.tag(
                    "button", ["type": "submit", "name": "action", "value": "escalate", "class": "grave"], "Escalate")
            }
        }
    }
}

extension PrivacyAlert {
    /// How far it is, in words.
    fileprivate var stateWords: String {
        guard let decision else { return "Waits for a privacy officer" }
        return decision.kind.rawValue.asSentence.dropLast() + " on " + decision.at.words
    }
}

extension PrivacyAlert.Cause {
    /// The words for people.
    var words: String {
        switch self {
        case .emergency(let reason): reason.words
        case .enumeration: "Asked for very many people within a minute"
        case .selfClaimedRelationship: "Said to care for the person; no system confirms it"
        }
    }
}
