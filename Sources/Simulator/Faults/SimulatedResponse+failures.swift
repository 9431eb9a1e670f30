// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension SimulatedResponse {
    /// What a proxy or a login page sends where FHIR was asked for.
    static var webPage: SimulatedResponse {
        SimulatedResponse(
            contentType: "text/html; charset=utf-8",
            body: Array(
                "<!DOCTYPE html><html><head><title>Sign in</title></head><body><p>Sign in</p></body></html>".utf8))
    }

    /// What a web server sends for an address that nothing is served under.
    static var wrongAddress: SimulatedResponse {
        SimulatedResponse(status: 404, contentType: "text/plain; charset=utf-8", body: Array("Not found".utf8))
    }

    /// An error of the server itself, or of its gatekeeper.
    static func failure(status: Int) -> SimulatedResponse {
        let type: OperationOutcome.IssueType =
            switch status {
            case 401: .login
            case 429: .throttled
            default: .exception
            }
        let outcome = OperationOutcome([.init(.error, type, diagnostics: "The simulated service fails on demand.")])
        return SimulatedResponse(status: status, body: outcome.tree.bytes)
    }
}
