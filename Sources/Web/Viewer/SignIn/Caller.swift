// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Sharing

/// Who sends a request to the pages: found once for each request, and handed on as a value.
struct Caller: Sendable {
    /// What handles and forms are bound to: the visitor's mark, or that of the session.
    let mark: String
    let requester: Requester
    /// Whether they signed in; otherwise the gateway runs without authentication.
    let isSignedIn: Bool
}

/// How it is known who sends a request to the pages.
enum ViewerAccess: Sendable {
    /// Nobody is asked: everybody is this requester.
    case open(Requester)
    case signIn(SignInDesk)

    var desk: SignInDesk? {
        if case .signIn(let desk) = self { desk } else { nil }
    }
}
