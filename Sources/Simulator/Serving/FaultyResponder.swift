// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import HTTPTypes
import Hummingbird
import NIOCore

/// A request's context, with the connection it came on, so that a fault may close it.
struct ConnectionContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

/// Asks the service for the right answer and sends it, or what the fault makes of it.
struct FaultyResponder: HTTPResponder {
    let name: SimulatedServiceName
    let service: any SimulatedService
    let faults: FaultSwitches
    let pause: Pause

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        let authority = request.head.authority ?? "127.0.0.1:\(context.channel.localAddress?.port ?? 0)"
        let simulated = SimulatedRequest(
            method: request.method, target: request.uri.string, headers: request.headers,
            body: Array(body.readableBytesView), origin: "http://\(authority)")
        let answer = service.respond(to: simulated)
        guard let fault = faults.fault(at: name, for: answer.subject) else { return Response(answer) }
        return try await spoil(answer, fault, simulated, context.channel)
    }

    private func spoil(
        _ answer: SimulatedResponse, _ fault: SimulatedFault, _ request: SimulatedRequest, _ channel: any Channel
    ) async throws -> Response {
        let body = answer.body
        switch fault {
        case .down:
            try await channel.close()
            throw CancellationError()
        case .refusing: return Response(service.refusal(of: request))
        case .slow(let delay):
            try await pause(delay)
            return Response(answer)
        case .dripping(let interval): return Response(answer, body: .dripping(body, every: interval, pause))
        case .closingMidBody: return Response(answer, body: .closing(body, channel))
        case .html: return Response(.webPage)
        case .serverError(let status): return Response(.failure(status: status))
        case .tooManyRequests(let seconds):
            var response = Response(.failure(status: 429))
            response.headers[.retryAfter] = String(seconds)
            return response
        case .truncatedJSON:
            return Response(answer, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.prefix(body.count / 2))))
        case .duplicateKey: return Response(answer, body: .repeatingFirstMember(body))
        case .hugeBody(let bytes): return Response(answer, body: .endlessBundle(bytes))
        case .gzipBomb(let bytes):
            let bomb = GzipBomb(atLeast: bytes)
            var response = Response(answer, body: .bomb(bomb))
            response.headers[.contentEncoding] = "gzip"
            return response
        case .endlessNext, .anotherPerson, .twoPatients, .malformedResource, .strayResource, .missingPatient,
            .wrongIdentity:
            let alteration = BundleAlteration(fault: fault, nextPage: request.pageAfterThis)
            return Response(answer, body: ResponseBody(byteBuffer: ByteBuffer(bytes: alteration.apply(to: body))))
        }
    }
}

extension Response {
    /// The answer as it is, or with another body.
    fileprivate init(_ answer: SimulatedResponse, body: ResponseBody? = nil) {
        self.init(
            status: HTTPResponse.Status(code: answer.status), headers: answer.headers,
            body: body ?? ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}

extension SimulatedRequest {
    /// The same address with the next number: a chain that never ends.
    fileprivate var pageAfterThis: String {
        let page = parameter("_page").flatMap { Int($0) } ?? 1
        let others = query.filter { $0.name != "_page" }.map {
            "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))"
        }
        let path = target.split(separator: "?", maxSplits: 1).first.map(String.init) ?? "/"
        return "\(origin)\(path)?\((others + ["_page=\(page + 1)"]).joined(separator: "&"))"
    }
}
