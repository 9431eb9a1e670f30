// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The yardstick: the same HTTP stack as the gateway's, asking the same eight sources at once and writing their answers one after
/// the other, without reading them.
enum ConcatenatingServer {
    static func run(_ ports: [Int]) async throws {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        var logger = Logger(label: "concatenating")
        logger.logLevel = .critical
        let router = Router()
        router.get("record/{person}") { _, context in
            let person = try context.parameters.require("person")
            return Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: try await concatenated(person, ports, client)))
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in Readiness.tell([channel.localAddress?.port ?? 0]) }, logger: logger)
        try await application.run()
    }

    private static func concatenated(_ person: String, _ ports: [Int], _ client: HTTPClient) async throws -> ByteBuffer
    {
        let answers = try await withThrowingTaskGroup(of: (Int, ByteBuffer).self) { group in
            for (place, port) in ports.enumerated() {
                group.addTask {
                    let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/record/\(person)")
                    let response = try await client.execute(request, timeout: .seconds(10))
                    return (place, try await response.body.collect(upTo: 16 << 20))
                }
            }
            return try await group.reduce(into: [Int: ByteBuffer]()) { $0[$1.0] = $1.1 }
        }
        var whole = ByteBuffer()
        whole.reserveCapacity(answers.values.reduce(2) { $0 + $1.readableBytes + 1 })
        whole.writeString("[")
        for place in ports.indices {
            if place > 0 { whole.writeString(",") }
            if var answer = answers[place] { whole.writeBuffer(&answer) }
        }
        whole.writeString("]")
        return whole
    }
}
