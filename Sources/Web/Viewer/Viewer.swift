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
    let requester: Requester
    let bodies: BodyReader
    let visits: VisitSeal
    let cookieIsSecure: Bool
    let clock: any GatewayClock
    let pages = OpenPages()
    let streamLimits: FollowedRecord.Limits

    private static let cookieName = "mig-visitor"

    static var stylesheet: Answer {
        Answer(contentType: "text/css; charset=utf-8", bytes: PackageResources.viewer_css)
    }

    private var frame: PageFrame { PageFrame(requester: requester) }

    /// The form.
    func home(_ request: GatewayRequest) -> Answer { form(visitor(request), fault: nil, status: .ok) }

    /// Takes the form, and sends the browser to the record's own address.
    func find(_ request: GatewayRequest) async throws -> Answer {
        let fields = try await form(request)
        guard let visitor = visitor(request), visits.isFormToken(fields["token"] ?? "", of: visitor) else {
            return form(self.visitor(request), fault: "the form had ended, please send it again", status: .forbidden)
        }
        do throws(NHSNumber.Fault) {
            let number = try NHSNumber((fields["nhs-number"] ?? "").trimmed)
            return .seeOther("/viewer/patients/" + (try seal(number, visitor)))
        } catch {
            return form(visitor, fault: error.description, status: .badRequest)
        }
    }

    /// The record that a handle stands for: the page that fills as the sources answer, or, where the query asks for it, the whole
    /// page in one piece.
    func record(_ request: GatewayRequest, handle: String) async throws -> Answer {
        guard let visit = visit(request, handle: handle) else { throw RequestFault.endedLink }
        guard request.target.parameters.contains(where: { $0.name == RecordShell.wholeParameter }) else {
            return shell(request, visit)
        }
        let question = RecordRequest(requester: requester, nhsNumber: visit.number, traceID: request.traceID)
        let renderer = RecordRenderer { RecordPage.render($0, frame: visit.frame) }
        let service = service
        let answer = await request.channel.whileClientIsHere {
            await service.record(question, rendering: renderer)
        }
        guard let answer else { throw RequestFault.abandoned }
        var page = Answer.page(try answer.releasedBody())
        page.headers[.setCookie] = viewCookie(visit)
        return page
    }

    /// A fault as a page.
    func page(for fault: RequestFault, _ request: GatewayRequest) -> Answer {
        var answer = Answer.page(
            Page.document(
                title: Self.heading(for: fault), frame: frame, Self.content(for: fault, traceID: request.traceID)),
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
        case .serviceUnavailable: "The record cannot be shown now"
        default: "This cannot be done"
        }
    }

    /// A visitor who has opened a handle of their own.
    struct Visit: Sendable {
        let visitor: String
        let number: NHSNumber
        let path: String
        let frame: PageFrame
    }

    /// `nil` where the handle is no handle, is another visitor's, or has ended.
    func visit(_ request: GatewayRequest, handle: String) -> Visit? {
        guard let visitor = visitor(request), let number = visits.open(handle, visitor: visitor) else { return nil }
        let path = "/viewer/patients/" + handle
        let frame = PageFrame(requester: requester, view: view(request), recordPath: path, retryPath: path)
        return Visit(visitor: visitor, number: number, path: path, frame: frame)
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

    private func visitor(_ request: GatewayRequest) -> String? {
        request.cookie(Self.cookieName).flatMap { VisitSeal.isVisitor($0) ? $0 : nil }
    }

    /// The view that the address chooses, else the one that this browser had last.
    private func view(_ request: GatewayRequest) -> RecordView {
        let chosen = request.target.parameters.first { $0.name == RecordView.parameterName }?.value
        return (chosen ?? request.cookie(RecordView.cookieName)).flatMap(RecordView.init) ?? .clinician
    }

    /// Keeps the view for the records that follow.
    func viewCookie(_ visit: Visit) -> String { cookie(RecordView.cookieName, visit.frame.view.rawValue) }

    private func cookie(_ name: String, _ value: String) -> String {
        "\(name)=\(value); Path=/viewer; HttpOnly; SameSite=Strict\(cookieIsSecure ? "; Secure" : "")"
    }

    private func form(_ known: String?, fault: String?, status: HTTPResponse.Status) -> Answer {
        let visitor = known ?? visits.newVisitor()
        let page = FindPage.render(frame: frame, token: visits.formToken(for: visitor), fault: fault)
        var answer = Answer.page(page, status: status)
        if known == nil {
            answer.headers[.setCookie] = cookie(Self.cookieName, visitor)
        }
        return answer
    }
}
