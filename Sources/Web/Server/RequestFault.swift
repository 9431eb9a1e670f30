// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import HTTPTypes

/// A request that cannot be answered as it was put. Its texts name no person and repeat no value that was sent.
struct RequestFault: Error {
    let status: HTTPResponse.Status
    let issue: OperationOutcome.IssueType
    /// One sentence for the caller.
    private(set) var diagnostics: String
    /// The parameter or header concerned.
    var concerning: String?
    /// Methods that the path allows, for a 405.
    var allowed: [HTTPRequest.Method] = []
    /// Whether trying again later may succeed.
    var isPassing = false
    /// After how many seconds, where that is so.
    var retryAfterSeconds = 5
    /// How to authenticate, for a 401.
    var challenge: String?

    static func invalid(_ diagnostics: String, concerning parameter: String? = nil) -> RequestFault {
        RequestFault(status: .badRequest, issue: .invalid, diagnostics: diagnostics, concerning: parameter)
    }

    static func value(_ diagnostics: String, concerning parameter: String) -> RequestFault {
        RequestFault(status: .badRequest, issue: .value, diagnostics: diagnostics, concerning: parameter)
    }

    static func unsupported(_ diagnostics: String, concerning parameter: String?) -> RequestFault {
        RequestFault(status: .badRequest, issue: .notSupported, diagnostics: diagnostics, concerning: parameter)
    }

    static let unknownPath = RequestFault(
        status: .notFound, issue: .notFound, diagnostics: "Nothing is served under this path.")

    static func method(allowed: [HTTPRequest.Method]) -> RequestFault {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        return RequestFault(
            status: .methodNotAllowed, issue: .notSupported,
            diagnostics: "This path does not allow the method; it allows \(names).", allowed: allowed)
    }

    static func notAcceptable(_ offered: [String]) -> RequestFault {
        RequestFault(
            status: .notAcceptable, issue: .notSupported,
            diagnostics:
                "None of the media types asked for is offered; offered are \(offered.joined(separator: ", ")).",
            concerning: "Accept")
    }

    static func unsupportedMediaType(_ accepted: String) -> RequestFault {
        RequestFault(
            status: .unsupportedMediaType, issue: .notSupported,
            diagnostics: "The body has to be of type \(accepted).", concerning: "Content-Type")
    }

    static func bodyTooLarge(limit: Int) -> RequestFault {
        RequestFault(
            status: .contentTooLarge, issue: .tooLong, diagnostics: "The body is longer than \(limit) bytes.")
    }

    /// What a client gets that has already gone, should it still read.
    static let abandoned = RequestFault(
        status: .serviceUnavailable, issue: .transient, diagnostics: "The request was given up.", isPassing: true)

    /// More is in progress than can be done in time.
    static func overloaded(retryAfter: Duration) -> RequestFault {
        let seconds = min(60, max(1, Int(retryAfter.components.seconds) + 1))
        return RequestFault(
            status: .serviceUnavailable, issue: .throttled,
            diagnostics:
                "The gateway is busy: it asked no source, and nothing was released. Try again in \(seconds) second\(seconds == 1 ? "" : "s").",
            isPassing: true, retryAfterSeconds: seconds)
    }

    /// The fault as it is told where a person's record was asked for: a refusal, whatever its reason, is no answer about the person.
    var ofPersonsRecord: RequestFault {
        let refusals: Set<HTTPResponse.Status> = [.forbidden, .internalServerError, .serviceUnavailable]
        guard refusals.contains(status), !diagnostics.hasSuffix(RecordAnswer.safetyWords) else { return self }
        var fault = self
        fault.diagnostics += " " + RecordAnswer.safetyWords
        return fault
    }

    /// The fault as an OperationOutcome whose id is the trace id.
    func outcome(traceID: String) -> OperationOutcome {
        OperationOutcome(
            id: traceID,
            [
                OperationOutcome.Issue(
                    .error, issue, diagnostics: diagnostics, expressions: concerning.map { [$0] } ?? [])
            ])
    }
}
