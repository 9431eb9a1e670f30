// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import HTTPTypes
import JSON

/// Whether the gateway runs, and whether it could answer now.
struct Health: Sendable {
    let service: any RecordService

    /// The process runs and takes requests.
    var live: Answer {
        let body: JSONTree = ["status": "live"]
        return Answer(contentType: MediaType.json, bytes: body.bytes)
    }

    /// What is counted, to whoever is told of the health: it has no word of anybody.
    func metrics(_ register: MetricRegister?) throws(RequestFault) -> Answer {
        guard let register else { throw .unknownPath }
        return Answer(contentType: MediaType.plain + "; version=0.0.4; charset=utf-8", bytes: Array(register.text.utf8))
    }

    /// Every part that must work does; 503 where one does not.
    func ready(_ request: GatewayRequest) async -> Answer {
        let service = service
        let checks = await request.channel.whileClientIsHere { await service.readiness() } ?? []
        let isReady = !checks.isEmpty && checks.allSatisfy(\.isReady)
        let body: JSONTree = [
            "status": isReady ? "ready" : "not ready",
            "checks": .array(
                checks.map { check in
                    [
                        "name": .string(check.name), "ready": .boolean(check.isReady),
                        "detail": .string(check.detail),
                    ]
                }),
        ]
        return Answer(
            status: isReady ? .ok : .serviceUnavailable, contentType: MediaType.json, bytes: body.bytes)
    }
}
