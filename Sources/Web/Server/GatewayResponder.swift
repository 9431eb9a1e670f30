// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import HTTPTypes
import Hummingbird
import Identity
import Logging
import NIOCore
import Sharing

/// Finds the handler of a request, turns what goes wrong into an answer, and puts on every answer the headers that it must have.
struct GatewayResponder: HTTPResponder {
    typealias Context = ConnectionContext

    private let configuration: GatewayServer.Configuration
    private let clock: any GatewayClock
    private let randomness: Randomness
    private let log: RequestLog
    private let metrics: MetricRegister?
    private let api: FHIRAPI
    private let authentication: GatewayAuthentication
    /// Where nobody can sign in there are no pages.
    private let viewer: Viewer?
    private let portal: Portal?
    private let health: Health
    private let mounted: MountedPages
    private let names: ServedNames

    init(
        service: any RecordService, authentication: GatewayAuthentication, configuration: GatewayServer.Configuration,
        signIn: ViewerSignIn?, sharing: SharingServices,
        metrics: MetricRegister?, mounted: (any MountedPage)?, clock: any GatewayClock,
        randomness: Randomness,
        logger: Logger
    ) {
        self.configuration = configuration
        self.clock = clock
        self.randomness = randomness
        self.authentication = authentication
        self.metrics = metrics
        let service: any RecordService = metrics.map { MeasuredRecordService(service: service, metrics: $0) } ?? service
        log = RequestLog(logger: logger)
        let bodies = BodyReader(limit: configuration.bodyLimit, timeLimit: configuration.bodyTimeLimit, clock: clock)
        let streamLimits = FollowedRecord.Limits(
            lifetime: configuration.streamLifetime, beat: configuration.streamBeat)
        api = FHIRAPI(
            service: service, sharing: sharing, authentication: authentication, clock: clock, bodies: bodies,
            streamLimits: streamLimits)
        let visits = VisitSeal(
            key: randomness.bytes(32), lifetime: configuration.handleLifetime, clock: clock, randomness: randomness)
        let desk = signIn.map { signIn in
            SignInDesk(
                party: signIn.party,
                store: SessionStore(signIn.limits, clock: clock, randomness: randomness), visits: visits,
                isDemonstration: signIn.isDemonstration,
                address: { Self.address(configuration, $0.channel) }, logger: logger)
        }
        let viewer = Self.access(desk, authentication).map { access in
            Viewer(
                service: service, access: access, bodies: bodies, visits: visits,
                cookieIsSecure: configuration.cookieIsSecure, clock: clock,
                keptPages: KeptPages(.init(lifetime: configuration.streamLifetime), clock: clock),
                streamLimits: streamLimits)
        }
        self.viewer = viewer
        portal = signIn?.alerts.flatMap { alerts in viewer.map { Portal(alerts: alerts, viewer: $0, clock: clock) } }
        health = Health(service: service)
        self.mounted = MountedPages(page: mounted, bodies: bodies)
        names = ServedNames(configuration, isOpen: authentication.isOpen)
    }

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let began = clock.now
        let traceID = request.headers[.requestID]?.asUUID ?? randomness.uuid()
        let target = RequestTarget(request.head.path ?? "")
        let route = target.flatMap { mounted.isMounted(at: $0.segments) ? .mounted : GatewayRoute($0.segments) }
        var answer: Answer
        if let target {
            let gatewayRequest = GatewayRequest(
                head: request.head, body: request.body, target: target, traceID: traceID, channel: context.channel,
                peerCertificate: configuration.security == nil ? nil : await context.channel.peerCertificate,
                baseURL: baseURL(context.channel))
            answer = await self.named(gatewayRequest, route)
        } else {
            answer = .fault(.invalid("The address has a wrong escape in it."), traceID: traceID)
        }
        if request.method == .head { answer.body = Self.withoutContent(answer.body) }
        let response = Response(
            status: answer.status,
            headers: StandardHeaders.fields(for: answer, traceID: traceID, keepsToTLS: keepsToTLS(request.head)),
            body: answer.body)
        metrics?.count(
            "mig_requests_total", [("route", route?.pattern ?? "none"), ("status", "\(answer.status.code)")])
        log.record(
            method: request.method, route: route, status: answer.status, duration: clock.now - began, traceID: traceID)
        return response
    }

    /// What is held for whole pages, where there are pages.
    var keptPages: KeptPages? { viewer?.keptPages }

    /// The answer to a request under a name of the gateway's. Health is asked under whatever name a machine has.
    private func named(_ request: GatewayRequest, _ route: GatewayRoute?) async -> Answer {
        guard route != .live, route != .ready else { return await answer(request, route) }
        do throws(RequestFault) { try names.admit(request.head, to: request.channel.localAddress) } catch {
            return .fault(error, traceID: request.traceID)
        }
        return await answer(request, route)
    }

    /// Not on this machine's own names, which other programs have too.
    private func keepsToTLS(_ request: HTTPRequest) -> Bool {
        configuration.security != nil && !(request.authority.map(ServedNames.isLoopback) ?? true)
    }

    /// Who the pages are for: whoever signs in; where nobody can, the one requester of a gateway without authentication, or nobody.
    private static func access(_ desk: SignInDesk?, _ authentication: GatewayAuthentication) -> ViewerAccess? {
        if let desk { return .signIn(desk) }
        if case .none(let requester) = authentication { return .open(requester) }
        return nil
    }

    private func answer(_ request: GatewayRequest, _ route: GatewayRoute?) async -> Answer {
        let isFile = route == .viewerStylesheet || route == .viewerScript
        let isUnderViewer = ["viewer", "portal", "signin"].contains(request.target.segments.first ?? "")
        let isViewer = isUnderViewer && !isFile || route == .mounted
        do {
            guard let route else { throw RequestFault.unknownPath }
            let allowed = route.methods + [.options]
            if request.head.method == .options {
                var answer = Answer(status: .noContent)
                answer.headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
                return answer
            }
            guard route.methods.contains(request.head.method) else { throw RequestFault.method(allowed: allowed) }
            try admit(request, route)
            if let viewer, let desk = viewer.access.desk, route.needsSession, viewer.caller(request) == nil {
                if case .viewerEvents = route { return viewer.endedEvents() }
                return desk.askToSignIn(request)
            }
            if route.isOfSignIn { return try await handleSignIn(request, route) }
            return try await handle(request, route)
        } catch let fault as RequestFault {
            return answer(to: request, route?.isOfPerson == true ? fault.ofPersonsRecord : fault, isViewer: isViewer)
        } catch {
            log.unexpected(error, traceID: request.traceID)
            let fault = RequestFault(
                status: .internalServerError, issue: .exception,
                diagnostics: "The gateway failed. Nothing was released.")
            return answer(to: request, route?.isOfPerson == true ? fault.ofPersonsRecord : fault, isViewer: isViewer)
        }
    }

    private func answer(to request: GatewayRequest, _ fault: RequestFault, isViewer: Bool) -> Answer {
        guard isViewer, let viewer else { return .fault(fault, traceID: request.traceID) }
        return viewer.page(for: fault, request)
    }

    /// Who asks, before a byte of the body is read.
    private func requester(_ request: GatewayRequest, _ route: GatewayRoute) async throws -> Requester {
        do { return try await authentication.requester(of: request) } catch {
            log.notAuthenticated(error.reason.rawValue, request, route, consumer: consumer(of: request))
            throw RequestFault(error)
        }
    }

    /// Lets in whom the certificate of the connection names, where that is asked for.
    private func admit(_ request: GatewayRequest, _ route: GatewayRoute) throws(RequestFault) {
        do throws(RequestFault) { try configuration.security?.admit(route, request.peerCertificate) } catch {
            let code = request.peerCertificate == nil ? "certificate-missing" : "certificate-of-nobody"
            log.notAuthenticated(code, request, route, consumer: nil)
            throw error
        }
    }

    private func consumer(of request: GatewayRequest) -> String? {
        configuration.security?.consumer(request.peerCertificate)?.id
    }

    private func pages() throws(RequestFault) -> Viewer {
        guard let viewer else { throw .noSignIn }
        return viewer
    }

    private func handle(_ request: GatewayRequest, _ route: GatewayRoute) async throws -> Answer {
        switch route {
        case .root: .seeOther(Page.homePath)
        case .metadata: try api.metadata(request)
        case .smartConfiguration: try api.smartConfiguration()
        case .patient(let number):
            try await api.patient(request, number: number, by: try await requester(request, route))
        case .record(let number): try await api.record(request, number: number, by: try await requester(request, route))
        case .recordByParameters: try await api.recordByParameters(request, by: try await requester(request, route))
        case .locate(let number): try await api.locate(request, number: number, by: try await requester(request, route))
        case .locateByParameters: try await api.locateByParameters(request, by: try await requester(request, route))
        case .explainAccess: try await api.explainAccess(request, by: try await requester(request, route))
        case .consent where request.head.method == .get:
            try await api.consents(request, by: try await requester(request, route))
        case .consent: try await api.recordConsent(request, by: try await requester(request, route))
        case .consentSearch: try await api.consentsByForm(request, by: try await requester(request, route))
        case .viewer: try pages().home(request)
        case .viewerFind: try await pages().find(request)
        case .viewerPatient(let handle) where request.head.method == .post:
            try await pages().wholeAgain(request, handle: handle)
        case .viewerPatient(let handle): try await pages().record(request, handle: handle)
        case .viewerEvents(let handle): try pages().events(request, handle: handle)
        case .viewerAgain(let handle): try await pages().askAgain(request, handle: handle)
        case .viewerStylesheet: Viewer.stylesheet
        case .viewerScript: Viewer.script
        case .mounted: try await mounted.answer(request)
        case .live: health.live
        case .metrics: try health.metrics(metrics)
        case .ready: await health.ready(request)
        default: throw RequestFault.unknownPath
        }
    }

    /// What exists only where people sign in.
    private func handleSignIn(_ request: GatewayRequest, _ route: GatewayRoute) async throws -> Answer {
        guard let viewer, let desk = viewer.access.desk else { throw RequestFault.unknownPath }
        let isPost = request.head.method == .post
        switch route {
        case .signIn: return desk.page(request)
        case .signInBegin: return await desk.begin(request)
        case .signInCallback: return await desk.finish(request)
        case .signOut: return try await viewer.signOut(request, desk)
        case .viewerPermission(let handle): return try await viewer.state(request, handle: handle)
        case .viewerRelationship(let handle): return try await viewer.claim(request, handle: handle)
        case .viewerEmergency(let handle):
            return isPost
                ? try await viewer.beginEmergency(request, handle: handle)
                : try await viewer.emergency(request, handle: handle)
        case .alerts:
            guard let portal else { throw RequestFault.unknownPath }
            return try await portal.list(request)
        case .alert(let id):
            guard let portal else { throw RequestFault.unknownPath }
            return isPost ? try await portal.act(request, id: id) : try await portal.alert(request, id: id)
        default: throw RequestFault.unknownPath
        }
    }

    private func baseURL(_ channel: any Channel) -> String { Self.address(configuration, channel) + "/fhir/R4" }

    /// The address of the gateway as clients reach it.
    private static func address(_ configuration: GatewayServer.Configuration, _ channel: any Channel) -> String {
        if let address = configuration.publicAddress { return address }
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        let scheme = configuration.security == nil ? "http" : "https"
        return "\(scheme)://\(host):\(channel.localAddress?.port ?? configuration.port)"
    }

    private static func withoutContent(_ body: ResponseBody) -> ResponseBody {
        ResponseBody(contentLength: body.contentLength) { writer in try await writer.finish(nil) }
    }
}
