// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import HTTPTypes
import Logging

/// One line a request, without anything that tells who it was about: the pattern of the path, never the path.
struct RequestLog: Sendable {
    let logger: Logger

    func record(
        method: HTTPRequest.Method, route: GatewayRoute?, status: HTTPResponse.Status, duration: Duration,
        traceID: String
    ) {
        let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
        logger.info(
            "request answered",
            metadata: [
                "gw.method": "\(known.contains(method) ? method.rawValue : "other")",
                "gw.route": "\(route?.pattern ?? "none")", "gw.status": "\(status.code)",
                "gw.duration.ms": "\(Self.milliseconds(duration))", "gw.trace.id": "\(traceID)",
            ])
    }

    /// Why nobody could be made out who asks: the code alone, never a part of what was sent.
    /// - Parameter consumer: the consumer whose certificate the connection has shown; `nil` for nobody.
    func notAuthenticated(_ code: String, _ request: GatewayRequest, _ route: GatewayRoute, consumer: String?) {
        logger.notice(
            "request not authenticated",
            metadata: [
                "gw.authentication.fault": "\(code)", "gw.route": "\(route.pattern)",
                "gw.consumer": "\(consumer ?? "none")", "gw.trace.id": "\(request.traceID)",
            ])
    }

    /// A fault of the gateway's own. Its type is named, never its text, which may hold what a client or a source sent.
    func unexpected(_ error: any Error, traceID: String) {
        logger.error(
            "request failed", metadata: ["gw.error.type": "\(type(of: error))", "gw.trace.id": "\(traceID)"])
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
    }
}
