// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import HTTPTypes
import Identity
import Logging
import Sharing

/// Where people sign in and out: pages, cookies, and the way to the provider and back.
struct SignInDesk: Sendable {
    let party: RelyingParty
    let store: SessionStore
    let visits: VisitSeal
    let isDemonstration: Bool
    /// The address of the gateway as browsers reach it; found out from the connection where it is not configured.
    let address: @Sendable (GatewayRequest) -> String
    let logger: Logger

    static let path = "/signin"
    static let callbackPath = "/signin/callback"
    private static let sessionCookie = "__Host-mig-session"
    private static let attemptCookie = "__Host-mig-signin"

    /// Who sends a request; `nil` where they are not signed in.
    func caller(_ request: GatewayRequest) -> Caller? {
        guard let identifier = request.cookie(Self.sessionCookie),
            let session = store.session(identifier, isUse: request.parameter(Portal.byItself) == nil)
        else { return nil }
        return Caller(mark: session.mark, requester: session.requester, isSignedIn: true)
    }

    // MARK: Signing in

    /// The page on which somebody is asked to sign in.
    func page(_ request: GatewayRequest) -> Answer {
        let path = request.parameter("return").flatMap { OwnPath($0) } ?? .home
        let ended = request.parameter("ended") == nil ? nil : store.limits
        return .page(SignInPage.render(frame: frame, returningTo: path, ended: ended))
    }

    /// Sends the browser to the provider.
    func begin(_ request: GatewayRequest) async -> Answer {
        let address = address(request)
        let path = request.parameter("return").flatMap { OwnPath($0) } ?? .home
        // A cookie belongs to one name of this host: whoever came by another begins again under the one the provider knows.
        guard request.head.authority.map({ address.hasSuffix("://" + $0) }) ?? false else {
            return .seeOther(address + Self.path + "/begin?return=" + path.text)
        }
        do {
            let attempt = try await party.begin(redirectAddress: address + Self.callbackPath)
            var answer = Answer.seeOther(attempt.address)
            answer.addCookie(Self.cookie(Self.attemptCookie, store.keep(attempt, path: path.text)))
            return answer
        } catch {
            return refused(error, request)
        }
    }

    /// Takes the provider's answer, which is good for one sign-in that this browser began, once.
    func finish(_ request: GatewayRequest) async -> Answer {
        guard let identifier = request.cookie(Self.attemptCookie), let kept = store.take(identifier) else {
            return refused(.notBegunHere, request)
        }
        do {
            let person = try await party.finish(kept.attempt, answer: request.target.parameters)
            // Whatever session the browser had before ends here: its identifier is of no use any more.
            if let old = request.cookie(Self.sessionCookie) { store.close(old) }
            let requester = party.requester(for: person)
            var answer = Answer.seeOther(landing(kept.path, requester))
            answer.addCookie(Self.cookie(Self.sessionCookie, store.open(requester, token: person.token)))
            answer.addCookie(Self.ended(Self.attemptCookie))
            return answer
        } catch {
            return refused(error, request)
        }
    }

    /// A privacy officer, who finds no records, begins with the list.
    private func landing(_ path: String, _ requester: Requester) -> String {
        path == OwnPath.home.text && requester.role == .privacyOfficer ? Portal.path : path
    }

    private func refused(_ failure: SignInFailure, _ request: GatewayRequest) -> Answer {
        logger.notice(
            "nobody was signed in", metadata: ["gw.reason": "\(failure.code)", "gw.trace.id": "\(request.traceID)"])
        let isOurs = failure == .providerUnavailable || failure.code == "metadata-unfit"
        var answer = Answer.page(
            SignInPage.refused(frame: frame, failure: failure, traceID: request.traceID),
            status: isOurs ? .serviceUnavailable : .forbidden)
        answer.addCookie(Self.ended(Self.attemptCookie))
        return answer
    }

    // MARK: Signing out

    /// Ends the session of whoever sends the form.
    func signOut(_ request: GatewayRequest, fields: [String: String]) async throws -> (answer: Answer, mark: String) {
        guard let identifier = request.cookie(Self.sessionCookie), let session = store.session(identifier) else {
            throw RequestFault.notSignedIn
        }
        guard visits.isFormToken(fields["token"] ?? "", of: session.mark) else { throw RequestFault.forgedForm }
        store.close(identifier)
        let there = await party.endAddress(token: session.token, returningTo: address(request) + Self.path)
        var answer = Answer.page(SignInPage.signedOut(frame: frame, endAddress: there))
        answer.addCookie(Self.ended(Self.sessionCookie))
        return (answer, session.mark)
    }

    /// What is answered where somebody must sign in first.
    func askToSignIn(_ request: GatewayRequest) -> Answer {
        let path = "/" + request.target.segments.joined(separator: "/")
        guard request.head.method == .get || request.head.method == .head else {
            return .page(
                SignInPage.render(frame: frame, returningTo: .home, ended: store.limits), status: .unauthorized)
        }
        let own = OwnPath(path) ?? .home
        return .seeOther(
            Self.path + "?return=" + own.text + (request.cookie(Self.sessionCookie) == nil ? "" : "&ended=1"))
    }

    /// What stands around the pages of somebody who is not signed in.
    var frame: PageFrame {
        PageFrame(
            requester: .unauthenticatedDemonstration, standing: .signedOut, isDemonstration: isDemonstration)
    }

    // MARK: Cookies

    /// Lax: the way back from the provider begins on its pages, and so do links from other systems. What changes anything is a POST with a
    /// token.
    private static func cookie(_ name: String, _ value: String) -> String {
        "\(name)=\(value); Path=/; Secure; HttpOnly; SameSite=Lax"
    }

    private static func ended(_ name: String) -> String { cookie(name, "") + "; Max-Age=0" }
}

extension Answer {
    /// Adds a cookie beside those that there are.
    mutating func addCookie(_ text: String) { headers.append(HTTPField(name: .setCookie, value: text)) }
}

extension GatewayRequest {
    /// A parameter of the query.
    func parameter(_ name: String) -> String? { target.parameters.first { $0.name == name }?.value }
}

extension RequestFault {
    static let notSignedIn = RequestFault(
        status: .unauthorized, issue: .login, diagnostics: "Your session has ended. Sign in again.")
}
