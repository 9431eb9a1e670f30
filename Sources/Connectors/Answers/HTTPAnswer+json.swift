// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import JSON

extension HTTPAnswer {
    private static let mediaTypes: Set<String> = ["application/fhir+json", "application/json", "application/json+fhir"]
    private static let characterSets: Set<String> = ["utf-8", "us-ascii"]

    /// Whether the answer says that it is JSON, in UTF-8.
    var isLabelledAsJSON: Bool {
        guard let contentType else { return false }
        let parts = contentType.lowercased().split(separator: ";").map { part in
            part.filter { !$0.isWhitespace && $0 != "\"" }
        }
        guard let mediaType = parts.first, Self.mediaTypes.contains(mediaType) else { return false }
        return parts.dropFirst().allSatisfy { parameter in
            !parameter.hasPrefix("charset=") || Self.characterSets.contains(String(parameter.dropFirst(8)))
        }
    }

    /// The answer read as JSON.
    /// - Throws: ``SourceFault`` when it is not labelled as JSON, is none, or is over the limits.
    func json(limits: JSONLimits) throws(SourceFault) -> JSONValue {
        guard isLabelledAsJSON else { throw .notJSON }
        do throws(JSONError) {
            return try JSONDocument(parsing: body, limits: limits).root
        } catch {
            switch error.reason {
            case .tooManyBytes, .tooDeep, .tooManyNodes: throw .tooLarge
            default: throw .invalidJSON
            }
        }
    }

    /// What the answer reports as an OperationOutcome; empty where it is none.
    func reportedIssues(limits: JSONLimits) -> [ReportedIssue] {
        guard isLabelledAsJSON, let document = try? JSONDocument(parsing: body, limits: limits) else { return [] }
        return ReportedIssue.all(in: document.root)
    }

    /// How long to wait before the request is sent again, where the source says that it cannot answer now and when it can.
    var pauseBeforeRetry: Duration? {
        guard [502, 503, 504].contains(status), let retryAfterSeconds else { return nil }
        return .seconds(retryAfterSeconds)
    }

    /// What the status alone says is wrong; `nil` for success.
    var statusFault: SourceFault? {
        switch status {
        case 200..<300: nil
        case 401: .notAuthorised
        case 403: .refused(.accessDenied, "The source refused access.")
        case 408: .timedOut
        case 429: retryAfterSeconds.map(SourceFault.busy(retryingAfter:)) ?? .busy
        case 503: retryAfterSeconds.map(SourceFault.busy(retryingAfter:)) ?? .serverError
        case 500...: .serverError
        default: .notAvailable(.invalidAnswer, "The source answered with the unexpected status \(status).")
        }
    }
}

extension SourceFault {
    static func busy(retryingAfter seconds: Int) -> SourceFault {
        .notAvailable(.busy, "The source is busy and asks to be left alone for \(seconds) seconds.")
    }
}
