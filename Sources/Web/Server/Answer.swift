// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// What a route answers, before the headers that every answer has are added.
struct Answer: Sendable {
    var status: HTTPResponse.Status = .ok
    var contentType: String?
    var body: ResponseBody = ResponseBody()
    var headers: HTTPFields = [:]
    /// Whether the page runs the gateway's own script.
    var runsScript = false

    init(status: HTTPResponse.Status = .ok, contentType: String? = nil, bytes: [UInt8] = []) {
        self.status = status
        self.contentType = contentType
        body = bytes.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
    }

    static func fhir(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status: status, contentType: MediaType.fhirJSON, bytes: bytes)
    }

    static func page(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status: status, contentType: MediaType.html + "; charset=utf-8", bytes: bytes)
    }

    /// Sends the browser to another address by GET.
    static func seeOther(_ location: String) -> Answer {
        var answer = Answer(status: .seeOther)
        answer.headers[.location] = location
        return answer
    }

    /// A fault as an OperationOutcome.
    static func fault(_ fault: RequestFault, traceID: String) -> Answer {
        var answer = fhir(fault.outcome(traceID: traceID).tree.bytes, status: fault.status)
        answer.addHeaders(of: fault)
        return answer
    }

    /// What a fault says in headers, whatever the form of its body.
    mutating func addHeaders(of fault: RequestFault) {
        if !fault.allowed.isEmpty { headers[.allow] = fault.allowed.map(\.rawValue).joined(separator: ", ") }
        if fault.isPassing { headers[.retryAfter] = String(fault.retryAfterSeconds) }
        if let challenge = fault.challenge { headers[.wwwAuthenticate] = challenge }
    }
}

/// The media types that are spoken here.
enum MediaType {
    static let fhirJSON = "application/fhir+json"
    static let json = "application/json"
    static let html = "text/html"
    static let plain = "text/plain"
    static let eventStream = "text/event-stream"
    static let form = "application/x-www-form-urlencoded"

    /// The type without its parameters, in lower case.
    static func bare(_ text: String) -> String {
        let end = text.firstIndex(of: ";") ?? text.endIndex
        return text[..<end].trimmed.lowercased()
    }
}

extension StringProtocol {
    /// The text without white space at its ends.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
