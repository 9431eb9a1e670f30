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

    private static let cookieName = "mig-visitor"

    static var stylesheet: Answer {
        Answer(contentType: "text/css; charset=utf-8", bytes: PackageResources.viewer_css)
    }

    private var frame: PageFrame { PageFrame(requester: requester) }

    /// The form.
    func home(_ request: GatewayRequest) -> Answer { form(visitor(request), fault: nil, status: .ok) }

    /// Takes the form, and sends the browser to the record's own address.
    func find(_ request: GatewayRequest) async throws -> Answer {
        let bytes = try await bodies.read(request, types: [MediaType.form])
        let text = String(validating: bytes, as: UTF8.self)
        guard let fields = text.flatMap({ RequestTarget.parameters($0) }) else {
            throw RequestFault.invalid("The form could not be read.")
        }
        func value(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }
        guard let visitor = visitor(request), visits.isFormToken(value("token"), of: visitor) else {
            return form(self.visitor(request), fault: "the form had ended, please send it again", status: .forbidden)
        }
        do throws(NHSNumber.Fault) {
            let number = try NHSNumber(value("nhs-number").trimmed)
            return .seeOther("/viewer/patients/" + (try seal(number, visitor)))
        } catch {
            return form(visitor, fault: error.description, status: .badRequest)
        }
    }

    /// The record that a handle stands for.
    func record(_ request: GatewayRequest, handle: String) async throws -> Answer {
        guard let visitor = visitor(request), let number = visits.open(handle, visitor: visitor) else {
            return .page(
                MessagePage.render(
                    frame: frame, heading: "This link has ended",
                    sentences: ["A link to a record holds for a while, in one browser. Find the person again."]),
                status: .gone)
        }
        let question = RecordRequest(requester: requester, nhsNumber: number, traceID: request.traceID)
        let path = "/viewer/patients/" + handle
        let frame = PageFrame(requester: requester, view: view(request), recordPath: path, retryPath: path)
        let renderer = RecordRenderer { RecordPage.render($0, frame: frame) }
        let service = service
        let answer = await request.channel.whileClientIsHere {
            await service.record(question, rendering: renderer)
        }
        guard let answer else { throw RequestFault.abandoned }
        var page = Answer.page(try answer.releasedBody())
        page.headers[.setCookie] = cookie(RecordView.cookieName, frame.view.rawValue)
        return page
    }

    /// A fault as a page.
    func page(for fault: RequestFault, _ request: GatewayRequest) -> Answer {
        let heading =
            switch fault.status {
            case .notFound where fault.diagnostics == RecordAnswer.noRecordWords: "No record can be shown"
            case .notFound: "Nothing here"
            case .serviceUnavailable: "The record cannot be shown now"
            default: "This cannot be done"
            }
        // The page about a person of whom no record can be shown is the same for all of them; it carries no trace id in its text.
        let isAboutPerson = fault.diagnostics == RecordAnswer.noRecordWords
        var answer = Answer.page(
            MessagePage.render(
                frame: frame, heading: heading, sentences: [fault.diagnostics],
                traceID: isAboutPerson ? nil : request.traceID),
            status: fault.status)
        answer.addHeaders(of: fault)
        return answer
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
