// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import HTTPTypes
import Hummingbird
import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

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
    /// Told when a caller went before it had its answer.
    let onDeparture: @Sendable (SimulatedServiceName) -> Void

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
        let wait = try await waiting(for: channel)
        switch fault {
        case .down: throw try await channel.hangUp()
        case .resetting: throw try await channel.breakOff()
        case .silent:
            try await wait(.seconds(3600))
            throw CancellationError()
        case .slow(let delay):
            try await wait(delay)
            return Response(answer)
        case .refusing: return Response(service.refusal(of: request))
        case .notAuthorised: return Response(.failure(status: 401))
        case .wrongAddress: return Response(.wrongAddress)
        case .html: return Response(.webPage)
        case .serverError(let status): return Response(.failure(status: status))
        case .tooManyRequests(let seconds):
            var response = Response(.failure(status: 429))
            response.headers[.retryAfter] = String(seconds)
            return response
        case .gzipBomb(let bytes):
            var response = Response(answer, body: .bomb(GzipBomb(atLeast: bytes)))
            response.headers[.contentEncoding] = "gzip"
            return response
        default:
            let body = answer.body
            return Response(
                answer,
                body: .sentWrongly(body, fault, channel, wait)
                    ?? .written(BundleAlteration(fault: fault, nextPage: request.pageAfterThis).apply(to: body)))
        }
    }

    /// Waits for as long as the caller is there.
    private func waiting(for channel: any Channel) async throws -> Pause {
        let presence = try await channel.pipeline.handler(type: CallerPresence.self).get()
        let (name, pause, onDeparture) = (name, pause, onDeparture)
        return { duration in
            do {
                try await presence.wait(duration, pause)
            } catch let departure as CallerPresence.Departure {
                onDeparture(name)
                throw departure
            }
        }
    }
}

extension Channel {
    /// Closes the connection as a server does that has ended.
    fileprivate func hangUp() async throws -> CancellationError {
        try await close()
        return CancellationError()
    }

    /// Closes the connection by a reset.
    fileprivate func breakOff() async throws -> CancellationError {
        try await (self as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        return try await hangUp()
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
