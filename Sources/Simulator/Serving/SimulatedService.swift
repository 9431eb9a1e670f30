// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import HTTPTypes

/// A request as a simulated service sees it.
public struct SimulatedRequest: Sendable {
    public var method: HTTPRequest.Method
    /// The parts of the path, percent-decoded.
    public var path: [String]
    /// The parameters of the query, decoded, in order.
    public var query: [(name: String, value: String)]
    public var headers: HTTPFields
    public var body: [UInt8]
    /// Scheme, host and port by which the caller reached the service (`http://127.0.0.1:8080`).
    public var origin: String
    /// The path and query as they were sent.
    public var target: String

    public init(
        method: HTTPRequest.Method = .get, target: String, headers: HTTPFields = [:], body: [UInt8] = [],
        origin: String = "http://127.0.0.1"
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.origin = origin
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = (parts.first ?? "").split(separator: "/").map { PercentEncoding.decode($0) }
        query = parts.count > 1 ? PercentEncoding.parameters(parts[1]) : []
    }

    /// The first parameter of this name, in the query or in a form that was posted.
    func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// The parameters of the query and of a form that was posted.
    var parameters: [(name: String, value: String)] {
        guard headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true else { return query }
        return query + PercentEncoding.parameters(Substring(String(decoding: body, as: UTF8.self)))
    }
}

/// What a simulated service answers when nothing goes wrong.
public struct SimulatedResponse: Sendable {
    public var status: Int
    public var headers: HTTPFields
    public var body: [UInt8]
    /// The NHS number that the request was about; faults may be set for it.
    public var subject: String?

    public init(
        status: Int = 200, contentType: String = "application/fhir+json;charset=utf-8", body: [UInt8],
        subject: String? = nil
    ) {
        self.status = status
        headers = [.contentType: contentType, .cacheControl: "no-store"]
        self.body = body
        self.subject = subject
    }
}

/// A simulated service: from each request an answer, without touching the world.
public protocol SimulatedService: Sendable {
    /// The right answer.
    func respond(to request: SimulatedRequest) -> SimulatedResponse
    /// The answer by which the service's standard says no (403).
    func refusal(of request: SimulatedRequest) -> SimulatedResponse
}
