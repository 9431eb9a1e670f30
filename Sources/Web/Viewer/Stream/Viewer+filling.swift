// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import HTTPTypes
import Sharing

extension Viewer {
    static var script: Answer {
        Answer(contentType: "text/javascript; charset=utf-8", bytes: PackageResources.record_js)
    }

    /// The page that the script fills.
    func shell(_ request: GatewayRequest, _ visit: Visit) -> Answer {
        var answer = Answer.page(
            RecordShell.render(
                frame: visit.frame, path: visit.path, query: Self.query(of: request), silence: streamLimits.beat * 3))
        answer.runsScript = true
        answer.headers[.setCookie] = viewCookie(visit)
        return answer
    }

    /// The stream of events that fills the page of a handle.
    func events(_ request: GatewayRequest, handle: String) throws -> Answer {
        guard let visit = visit(request, handle: handle) else { throw RequestFault.endedLink }
        let id = visits.newStream()
        let frame = visit.frame
        let mark = visit.caller.mark
        let (pages, again) = (pages, pages.open(id, visitor: mark))
        let record = FollowedRecord(
            service: service,
            request: visit.question(request.traceID),
            renderer: RecordUpdateRenderer { record, _ in PageUpdate.render(record, frame: frame) },
            clock: clock, limits: streamLimits, again: again, stopWaiting: { pages.stopWaiting(id) },
            onClose: { pages.close(id) })
        let traceID = request.traceID
        return record.answer(
            request,
            in: PageEvents(stream: id, token: visits.formToken(for: mark), pages: pages) { fault in
                HTML(Self.content(for: fault, traceID: traceID))
            })
    }

    /// What the stream of somebody says who is not signed in any more.
    func endedEvents() -> Answer {
        let content = HTML(Self.content(for: .notSignedIn, traceID: ""))
        let event = ServerSentEvent(name: "fault", data: PageUpdate.object(["html": content.markup]))
        return Answer(contentType: MediaType.eventStream, bytes: event.bytes)
    }

    /// Takes "try again": only the sources that did not answer are asked, by the stream that waits for it.
    func askAgain(_ request: GatewayRequest, handle: String) async throws -> Answer {
        let fields = try await form(request)
        guard let visit = visit(request, handle: handle) else { throw RequestFault.endedLink }
        guard visits.isFormToken(fields["token"] ?? "", of: visit.caller.mark) else { throw RequestFault.forgedForm }
        switch pages.askAgain(fields["stream"] ?? "", visitor: visit.caller.mark) {
        case .asked, .alreadyAsking: return Answer(status: .noContent)
        case .notOpen: throw RequestFault.noLongerWaiting
        }
    }

    /// The query of a request without the parameter that asks for the whole page.
    static func query(of request: GatewayRequest) -> String {
        RequestTarget.query(request.target.parameters.filter { $0.name != RecordShell.wholeParameter })
    }
}

extension RequestFault {
    static let endedLink = RequestFault(
        status: .gone, issue: .expired,
        diagnostics: "A link to a record holds for a while, in one browser. Find the person again.")
    static let forgedForm = RequestFault(
        status: .forbidden, issue: .forbidden, diagnostics: "The form had ended. Load the page again.")
    static let noLongerWaiting = RequestFault(
        status: .gone, issue: .expired,
        diagnostics: "The gateway no longer waits for these sources. Load the page again to ask all of them.")
}
