// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import HTTPTypes
import Hummingbird
import Identity
import NIOCore

/// A request with what every handler needs of it.
struct GatewayRequest: Sendable {
    let head: HTTPRequest
    let body: RequestBody
    let target: RequestTarget
    let traceID: String
    /// The connection, for noticing that the client has gone.
    let channel: any Channel
    /// The verified certificate of the connection; `nil` where the client has shown none.
    let peerCertificate: PeerCertificate?
    /// The address of the FHIR API as the client reaches it.
    let baseURL: String

    /// The values of `Accept`.
    var accept: [String] { head.headerFields[values: .accept] }

    /// The `_format` of the query.
    var format: String? { target.parameters.first { $0.name == "_format" }?.value }

    /// Whether the consumer prefers what is not supported to be ignored (FHIR R4 `search.html#errors`).
    var isLenient: Bool {
        head.headerFields[values: HTTPField.Name.prefer].contains { value in
            value.split(whereSeparator: { $0 == "," || $0 == ";" }).contains {
                $0.trimmed.lowercased() == "handling=lenient"
            }
        }
    }

    /// The parameters of the query.
    var queryParameters: [RequestParameter] {
        target.parameters.map { RequestParameter(name: $0.name, text: $0.value, form: .query) }
    }

    /// A cookie by name.
    func cookie(_ name: String) -> String? {
        for header in head.headerFields[values: .cookie] {
            for pair in header.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1).map(\.trimmed)
                if parts.count == 2, parts[0] == name { return parts[1] }
            }
        }
        return nil
    }
}

extension HTTPField.Name {
    static let requestID = named("X-Request-ID")
    static let prefer = named("Prefer")
    static let transportSecurity = named("Strict-Transport-Security")
    static let refresh = named("Refresh")
    static let contentTypeOptions = named("X-Content-Type-Options")
    static let accelBuffering = named("X-Accel-Buffering")
    static let frameOptions = named("X-Frame-Options")
    static let referrerPolicy = named("Referrer-Policy")
    static let resourcePolicy = named("Cross-Origin-Resource-Policy")

    static func named(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is no name of a header") }
        return field
    }
}
