// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import Hummingbird
import NIOCore

/// Reads the body of a request, within a limit of bytes and of time.
struct BodyReader: Sendable {
    /// In bytes.
    let limit: Int
    let timeLimit: Duration
    let clock: any GatewayClock

    /// The whole body, which has to be of one of these media types.
    /// - Throws: ``RequestFault`` 408, 413 or 415.
    func read(_ request: GatewayRequest, types: [String]) async throws -> [UInt8] {
        let type = request.head.headerFields[.contentType].map(MediaType.bare)
        guard let type, types.contains(type) else {
            throw RequestFault.unsupportedMediaType(types.joined(separator: " or "))
        }
        if let length = request.head.headerFields[.contentLength].flatMap({ Int($0) }), length > limit {
            throw RequestFault.bodyTooLarge(limit: limit)
        }
        let (body, limit, clock, end) = (request.body, limit, clock, clock.now + timeLimit)
        return try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask {
                var bytes: [UInt8] = []
                for try await piece in body {
                    guard bytes.count + piece.readableBytes <= limit else {
                        throw RequestFault.bodyTooLarge(limit: limit)
                    }
                    bytes.append(contentsOf: piece.readableBytesView)
                }
                return bytes
            }
            group.addTask {
                try await clock.sleep(until: end)
                throw RequestFault(
                    status: .requestTimeout, issue: .timeout, diagnostics: "The body did not arrive in time.")
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }
}
