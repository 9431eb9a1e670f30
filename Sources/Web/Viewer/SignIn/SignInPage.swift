// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Identity

/// The pages of signing in and out.
enum SignInPage {
    /// Asks somebody to sign in.
    /// - Parameter ended: what sessions last, where one has ended.
    static func render(frame: PageFrame, returningTo path: OwnPath, ended: SessionLimits? = nil) -> [UInt8] {
        Page.document(title: "Sign in", frame: frame) { html in
            html.tag("div", ["class": "narrow"]) { html in
                html.tag("h1", "Sign in")
                if let ended {
                    html.tag("p", ["class": "message", "role": "alert"]) { html in
                        html.tag("strong", "Your session has ended. ")
                        html.text(ended.words)
                    }
                }
                html.tag("p", ["class": "message"], "You need to sign in to see a person's record.")
                button("Sign in", path, &html)
            }
        }
    }

    /// Says that somebody was not signed in, and why.
    static func refused(frame: PageFrame, failure: SignInFailure, traceID: String) -> [UInt8] {
        Page.document(title: "Not signed in", frame: frame) { html in
            html.tag("div", ["class": "narrow"]) { html in
                html.tag("h1", "You are not signed in")
                html.tag("p", ["class": "message"], failure.words)
                html.tag("p", ["class": "hint"], "Trace id: \(traceID)")
                button("Sign in again", .home, &html)
            }
        }
    }

    /// Says that somebody is signed out, and goes on to the provider, to end the session there too.
    static func signedOut(frame: PageFrame, endAddress: String?) -> [UInt8] {
        let onwards = endAddress.map { HTML.void("meta", ["http-equiv": "refresh", "content": "0; url=\($0)"]) }
        return Page.document(title: "Signed out", frame: frame, head: [onwards].compactMap { $0 }) { html in
            html.tag("div", ["class": "narrow"]) { html in
                html.tag("h1", "You are signed out")
                html.tag("p", ["class": "message"], "Records that were open here cannot be opened again.")
                if let endAddress {
                    html.tag("p", ["class": "message"]) { html in
                        html.tag("a", ["href": endAddress], "Sign out of the sign-in service too")
                    }
                }
                button("Sign in", .home, &html)
            }
        }
    }

    private static func button(_ words: String, _ path: OwnPath, _ html: inout HTML) {
        html.tag("p") { html in
            html.tag("a", ["class": "button", "href": SignInDesk.path + "/begin?return=" + path.text], words)
        }
    }
}
