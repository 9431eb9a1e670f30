// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import HTTPTypes

/// The whole page of a record in one piece, for browsers that run no scripts.
extension Viewer {
    /// The whole page at the deadline. From then on what the sources gave is held for a while, under the page's id.
    func whole(_ request: GatewayRequest, _ visit: Visit) async throws -> Answer {
        try await whole(request, visit, visit.question(request.traceID), id: visits.newStream())
    }

    /// Takes "try again" from a whole page: only the sources that did not answer are asked. Where what the others gave is held no
    /// more, all are.
    func wholeAgain(_ request: GatewayRequest, handle: String) async throws -> Answer {
        let fields = try await form(request)
        guard let visit = visit(request, handle: handle) else { throw RequestFault.endedLink }
        guard visits.isFormToken(fields["token"] ?? "", of: visit.caller.mark) else { throw RequestFault.forgedForm }
        let id = fields["page"] ?? ""
        var question = visit.question(request.traceID)
        question.asksAgain = true
        question.earlier = keptPages.record(of: id, visitor: visit.caller.mark)
        return try await whole(request, visit, question, id: question.earlier == nil ? visits.newStream() : id)
    }

    private func whole(_ request: GatewayRequest, _ visit: Visit, _ question: RecordRequest, id: String) async throws
        -> Answer
    {
        let mark = visit.caller.mark
        var frame = visit.frame
        frame.retry = .form(
            action: RecordShell.whole(path: visit.path, query: Self.query(of: request)), page: id,
            token: visits.formToken(for: mark))
        let (renderer, service) = (RecordRenderer { [frame] in RecordPage.render($0, frame: frame) }, service)
        let answer = await request.channel.whileClientIsHere {
            await service.record(question, rendering: renderer)
        }
        guard let answer else { throw RequestFault.abandoned }
        switch answer {
        case .record(let released): keptPages.keep(released.kept, for: id, visitor: mark)
        case .noRecordCanBeShown, .notPermitted: keptPages.keep(nil, for: id, visitor: mark)
        case .closed: break
        }
        if visit.caller.isSignedIn, case .notPermitted(let outlook) = answer {
            return closed(outlook, visit, request)
        }
        var page = Answer.page(try answer.releasedBody())
        page.headers[.setCookie] = viewCookie(visit)
        return page
    }
}
