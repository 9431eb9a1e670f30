// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import HTTPTypes
import JSON

/// Checks the headers and the token of a call, as a provider has to (GP Connect 1.6, *FHIR API guidance* and *Security*).
struct GPConnectCallCheck: Sendable {
    let interaction: String
    /// The scheme, host and port, and path up to `/fhir`, to which `aud` must begin.
    let request: SimulatedRequest

    /// Why the call is refused; `nil` where it is in order.
    func fault() -> StructuredRecordRequest.Fault? {
        for name in ["Ssp-TraceID", "Ssp-From", "Ssp-To"] where header(name)?.isEmpty ?? true {
            return bad("The header \(name) is missing.")
        }
        guard header("Ssp-InteractionID") == interaction else {
            return bad("The header Ssp-InteractionID must be \(interaction).")
        }
        if let accept = request.headers[.accept], !accept.contains("application/fhir+json"), !accept.contains("*/*") {
            return StructuredRecordRequest.Fault(
                status: 415, code: "BAD_REQUEST", diagnostics: "The answer can only be application/fhir+json.")
        }
        if request.method == .post, request.headers[.contentType]?.hasPrefix("application/fhir+json") != true {
            return StructuredRecordRequest.Fault(
                status: 415, code: "BAD_REQUEST", diagnostics: "The body must be application/fhir+json.")
        }
        return tokenFault()
    }

    private func tokenFault() -> StructuredRecordRequest.Fault? {
        let prefix = "Bearer "
        guard let authorization = request.headers[.authorization], authorization.hasPrefix(prefix) else {
            return bad("The header Authorization must be a bearer token.")
        }
        let parts = authorization.dropFirst(prefix.count).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].isEmpty, let head = object(parts[0]), let claims = object(parts[1]) else {
            return bad("The token must be three parts, the last empty, the others base64url of JSON.")
        }
        guard head["alg"]?.string == "none", head["typ"]?.string == "JWT" else {
            return bad("The token's header must say alg none and typ JWT.")
        }
        return claimsFault(claims)
    }

    private func claimsFault(_ claims: JSONValue) -> StructuredRecordRequest.Fault? {
        for name in ["iss", "sub", "aud", "reason_for_request", "requested_scope"]
        where claims[name]?.string?.isEmpty ?? true {
            return bad("The token's claim \(name) is missing.")
        }
        guard let expiry = seconds(claims["exp"]), let issue = seconds(claims["iat"]), expiry - issue == 300 else {
            return bad("The token's exp must be 300 seconds after its iat.")
        }
        guard claims["reason_for_request"]?.string == "directcare" else {
            return bad("The token's reason_for_request must be directcare.")
        }
        let scope = claims["requested_scope"]?.string ?? ""
        guard scope == "patient/*.read" || scope == "organization/*.read" else {
            return bad("The token's requested_scope must be patient/*.read or organization/*.read.")
        }
        let kinds = [
            ("requesting_device", "Device"), ("requesting_organization", "Organization"),
            ("requesting_practitioner", "Practitioner"),
        ]
        for (name, type) in kinds {
            guard let claim = claims[name] else { return bad("The token's claim \(name) is missing.") }
            guard claim["resourceType"]?.string == type else {
                return StructuredRecordRequest.Fault(
                    status: 422, code: "INVALID_RESOURCE", diagnostics: "The token's \(name) must be a \(type).")
            }
        }
        guard claims["sub"]?.string == claims["requesting_practitioner"]?["id"]?.string else {
            return bad("The token's sub must be the id of its requesting_practitioner.")
        }
        guard let path = request.target.range(ofFirst: "/fhir"), claims["aud"]?.string?.hasSuffix(path) == true else {
            return bad("The token's aud must be this service's root address.")
        }
        return nil
    }

    private func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { request.headers[$0] } }

    private func bad(_ diagnostics: String) -> StructuredRecordRequest.Fault {
        StructuredRecordRequest.Fault(status: 400, code: "BAD_REQUEST", diagnostics: diagnostics)
    }

    private func seconds(_ value: JSONValue?) -> Int? { value?.numberLexeme.flatMap { Int($0) } }

    private func object(_ part: Substring) -> JSONValue? {
        guard let bytes = Base64URL.decode(part), let document = try? JSONDocument(parsing: bytes) else { return nil }
        return document.root.kind == .object ? document.root : nil
    }
}

extension String {
    /// The text up to and with the first occurrence of another.
    fileprivate func range(ofFirst other: String) -> String? {
        var end = startIndex
        while end < endIndex {
            if self[end...].hasPrefix(other) { return String(self[..<index(end, offsetBy: other.count)]) }
            end = index(after: end)
        }
        return nil
    }
}
