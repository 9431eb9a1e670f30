// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import HTTPTypes
import Hummingbird
import NIOCore
import Sharing

/// The clinician's pages.
struct Viewer: Sendable {
    let service: any RecordService
    let access: ViewerAccess
    let bodies: BodyReader
    let visits: VisitSeal
    let cookieIsSecure: Bool
    let clock: any GatewayClock
    let pages = OpenPages()
    let keptPages: KeptPages
    let streamLimits: FollowedRecord.Limits

    private static let cookieName = "mig-visitor"

    static var stylesheet: Answer {
        Answer(contentType: "text/css; charset=utf-8", bytes: PackageResources.viewer_css)
    }

    /// What stands around the pages of whoever sends a request.
    func frame(_ request: GatewayRequest) -> PageFrame {
        switch access {
        case .open(let requester): PageFrame(requester: requester)
        case .signIn(let desk): desk.caller(request).map { frame(of: $0) } ?? desk.frame
        }
    }

    func frame(of caller: Caller) -> PageFrame {
        PageFrame(
            requester: caller.requester, standing: standing(of: caller),
            isDemonstration: access.desk?.isDemonstration ?? false)
    }

    private func standing(of caller: Caller) -> PageFrame.Standing {
        caller.isSignedIn ? .signedIn(token: visits.formToken(for: caller.mark)) : .open
    }

    /// Who sends a request; `nil` where the browser has no mark yet, or nobody is signed in.
    func caller(_ request: GatewayRequest) -> Caller? {
        switch access {
        case .open(let requester):
            request.cookie(Self.cookieName).flatMap { mark in
                VisitSeal.isVisitor(mark) ? Caller(mark: mark, requester: requester, isSignedIn: false) : nil
            }
        case .signIn(let desk): desk.caller(request)
        }
    }

    /// The form.
    func home(_ request: GatewayRequest) throws -> Answer { try form(request, fault: nil, status: .ok) }

    /// Takes the form, and sends the browser to the record's own address.
    func find(_ request: GatewayRequest) async throws -> Answer {
        let fields = try await form(request)
        guard let caller = caller(request), visits.isFormToken(fields["token"] ?? "", of: caller.mark) else {
            return try form(request, fault: "the form had ended, please send it again", status: .forbidden)
        }
        do throws(NHSNumber.Fault) {
            let number = try NHSNumber((fields["nhs-number"] ?? "").trimmed)
            return .seeOther("/viewer/patients/" + (try seal(number, caller.mark)))
        } catch {
            return try form(request, fault: error.description, status: .badRequest)
        }
    }

    /// The record that a handle stands for: the page that fills as the sources answer, or, where the query asks for it, the whole
    /// page in one piece.
    func record(_ request: GatewayRequest, handle: String) async throws -> Answer {
        guard let visit = visit(request, handle: handle) else { throw RequestFault.endedLink }
        guard request.parameter(RecordShell.wholeParameter) != nil else {
            return try await whatStandsBefore(visit, request) ?? shell(request, visit)
        }
        return try await whole(request, visit)
    }

    /// A fault as a page.
    func page(for fault: RequestFault, _ request: GatewayRequest) -> Answer {
        var answer = Answer.page(
            Page.document(
                title: Self.heading(for: fault), frame: frame(request),
                Self.content(for: fault, traceID: request.traceID)),
            status: fault.status)
        answer.addHeaders(of: fault)
        return answer
    }

    /// A fault as the content of a page. The page about a person of whom no record can be shown is the same for all of them; it
    /// carries no trace id in its text.
    static func content(for fault: RequestFault, traceID: String) -> [HTML] {
        let isAboutPerson = fault.diagnostics == RecordAnswer.noRecordWords
        return MessagePage.content(
            heading: heading(for: fault), sentences: [fault.diagnostics], traceID: isAboutPerson ? nil : traceID)
    }

    private static func heading(for fault: RequestFault) -> String {
        switch fault.status {
        case .notFound where fault.diagnostics == RecordAnswer.noRecordWords: "No record can be shown"
        case .notFound: "Nothing here"
        case .gone: "This link has ended"
        case .unauthorized: "You are not signed in"
        case .serviceUnavailable: "The record cannot be shown now"
        default: "This cannot be done"
        }
    }

    /// Somebody who has opened a handle of their own.
    struct Visit: Sendable {
        let caller: Caller
        let sealed: SealedVisit
        let path: String
        let frame: PageFrame

        /// The question for the record, in the visit's consultation; as an emergency access where one is in force in it.
        func question(
            _ traceID: String, stating statement: PermissionStatement? = nil, claimedAs reason: String? = nil
        ) -> RecordRequest {
            let isEmergency = sealed.emergencyEnd != nil || statement?.isEmergency == true
            return RecordRequest(
                requester: isEmergency ? caller.requester.asking(for: .breakGlass) : caller.requester,
                nhsNumber: sealed.number, traceID: traceID, consultation: sealed.consultation, statement: statement,
                relationship: reason == nil ? nil : .selfClaimed, relationshipReason: reason)
        }
    }

    /// `nil` where the handle is no handle, is another visitor's, or has ended.
    func visit(_ request: GatewayRequest, handle: String) -> Visit? {
        guard let caller = caller(request), let sealed = visits.open(handle, visitor: caller.mark) else { return nil }
        let path = "/viewer/patients/" + handle
        let frame = PageFrame(
            requester: caller.requester, view: view(request, caller), recordPath: path, retry: .link(path),
            standing: standing(of: caller), isDemonstration: access.desk?.isDemonstration ?? false,
            emergencyEnd: sealed.emergencyEnd)
        return Visit(caller: caller, sealed: sealed, path: path, frame: frame)
    }

    /// The fields of a form that was sent.
    func form(_ request: GatewayRequest) async throws -> [String: String] {
        let bytes = try await bodies.read(request, types: [MediaType.form])
        let text = String(validating: bytes, as: UTF8.self)
        guard let fields = text.flatMap({ RequestTarget.parameters($0) }) else {
            throw RequestFault.invalid("The form could not be read.")
        }
        return Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    private func seal(_ number: NHSNumber, _ visitor: String) throws(NHSNumber.Fault) -> String {
        do { return try visits.handle(for: number, visitor: visitor) } catch {
            preconditionFailure("sealing a handle failed: the key or the nonce has a wrong length")
        }
    }

    /// The view that the address chooses, else the one that this browser had last, else the one of the role.
    private func view(_ request: GatewayRequest, _ caller: Caller) -> RecordView {
        let chosen = request.parameter(RecordView.parameterName) ?? request.cookie(RecordView.cookieName)
        return chosen.flatMap(RecordView.init) ?? (caller.requester.role == .socialWorker ? .socialCare : .clinician)
    }

    /// Keeps the view for the records that follow.
    func viewCookie(_ visit: Visit) -> String { cookie(RecordView.cookieName, visit.frame.view.rawValue) }

    private func cookie(_ name: String, _ value: String) -> String {
        "\(name)=\(value); Path=/viewer; HttpOnly; SameSite=Strict\(cookieIsSecure || access.desk != nil ? "; Secure" : "")"
    }

    private func form(_ request: GatewayRequest, fault: String?, status: HTTPResponse.Status) throws -> Answer {
        let known = caller(request)
        let mark: String
        switch access {
        case .open: mark = known?.mark ?? visits.newVisitor()
        case .signIn:
            guard let known else { throw RequestFault.notSignedIn }
            mark = known.mark
        }
        let page = FindPage.render(frame: frame(request), token: visits.formToken(for: mark), fault: fault)
        var answer = Answer.page(page, status: status)
        if known == nil { answer.headers[.setCookie] = cookie(Self.cookieName, mark) }
        return answer
    }
}
