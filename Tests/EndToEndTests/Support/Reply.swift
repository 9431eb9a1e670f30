// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import JSON
import NIOCore
import NIOHTTP1

/// What the gateway answered, read whole.
struct Reply: Sendable {
    let status: Int
    let headers: [(name: String, value: String)]
    let bytes: [UInt8]
    let elapsed: Duration

    var text: String { String(decoding: bytes, as: UTF8.self) }

    subscript(header: String) -> String? { headers.first { $0.name.lowercased() == header.lowercased() }?.value }

    var json: JSONValue? { (try? JSONDocument(parsing: bytes))?.root }
    /// The first issue of an OperationOutcome.
    var issue: JSONValue? { json?["resourceType"]?.string == "OperationOutcome" ? json?["issue"]?[0] : nil }
}

extension RunningDemonstration {
    /// Sends a request and reads the whole answer.
    func send(
        _ path: String, method: String = "GET", headers: KeyValuePairs<String, String> = [:], body: String? = nil
    ) async throws -> Reply {
        try await Self.send(to: address + path, method: method, headers: headers, body: body)
    }

    /// Sends a request to any address and reads the whole answer.
    static func send(
        to address: String, method: String = "GET", headers: KeyValuePairs<String, String> = [:], body: String? = nil
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: address)
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let start = ContinuousClock.now
        let response = try await client.execute(request, timeout: .seconds(120))
        let bytes = try await response.body.collect(upTo: 1 << 28)
        return Reply(
            status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
            bytes: Array(bytes.readableBytesView), elapsed: .now - start)
    }

    /// A person's record in FHIR.
    /// - Parameter query: parameters, as they stand in the address.
    func record(of nhsNumber: String, query: String = "") async throws -> RecordDocument {
        let parameters = query.isEmpty ? "" : "?" + query
        let reply = try await send("/fhir/R4/Patient/\(nhsNumber)/$detailed-care-record\(parameters)")
        guard reply.status == 200, let root = reply.json else { throw Missing("status \(reply.status) and no record") }
        return RecordDocument(reply: reply, root: root)
    }

    /// A person's record as a page or as text.
    func record(of nhsNumber: String, as mediaType: String) async throws -> Reply {
        try await send("/fhir/R4/Patient/\(nhsNumber)/$detailed-care-record", headers: ["Accept": mediaType])
    }

    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
