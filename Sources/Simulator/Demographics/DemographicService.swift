// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import HTTPTypes
import JSON

/// A demographic service in the shape of the PDS FHIR API: `GET /personal-demographics/FHIR/R4/Patient/{nhs-number}`.
///
/// A superseded number is answered with the Patient who has the number now: the answer's `id` is not the number asked for.
/// Earlier numbers stand in the Patient as identifiers of use `old`, so that whoever asks by either number finds the same.
public struct DemographicService: SimulatedService {
    /// The path of the service's root.
    public static let basePath = "/personal-demographics/FHIR/R4"

    private let records: [String: DemographicRecord]
    private let invalidated: Set<String>

    /// A service that knows these people.
    /// - Parameter invalidated: numbers that were made invalid with no other in their place.
    public init(_ people: [DemographicRecord], invalidated: Set<String> = []) {
        var records: [String: DemographicRecord] = [:]
        for person in people {
            for number in [person.nhsNumber] + person.supersededNumbers { records[number] = person }
        }
        self.records = records
        self.invalidated = invalidated
    }

    public func refusal(of request: SimulatedRequest) -> SimulatedResponse {
        outcome(403, "forbidden", "ACCESS_DENIED", "Access has been denied to process this request", request)
    }

    public func respond(to request: SimulatedRequest) -> SimulatedResponse {
        if let refusal = headerFault(request) { return refusal }
        let base = Self.basePath.split(separator: "/").map(String.init)
        let path = Array(request.path.dropFirst(base.count))
        guard request.method == .get, request.path.starts(with: base), path.count == 2, path[0] == "Patient" else {
            return outcome(400, "not-supported", "UNSUPPORTED_SERVICE", "Unsupported Service", request)
        }
        let number = path[1]
        guard NHSNumberCheck.isValid(number) else {
            return outcome(400, "value", "INVALID_RESOURCE_ID", "Resource Id is invalid", request)
        }
        if invalidated.contains(number) {
            let words = "Resource that has been marked as invalid was requested - invalid resources cannot be retrieved"
            return outcome(404, "processing", "INVALIDATED_RESOURCE", words, request, subject: number)
        }
        guard let record = records[number] else {
            return outcome(404, "not-found", "RESOURCE_NOT_FOUND", "Resource not found", request, subject: number)
        }
        var response = SimulatedResponse(
            contentType: "application/fhir+json", body: record.patient.bytes, subject: number)
        response.headers[.eTag] = "W/\"2\""
        return returning(request, response)
    }

    private func headerFault(_ request: SimulatedRequest) -> SimulatedResponse? {
        guard let id = Self.requestId.flatMap({ request.headers[$0] }), !id.isEmpty else {
            let diagnostics =
                "Invalid request with error - X-Request-ID header must be supplied to access this resource"
            return outcome(
                400, "required", "MISSING_VALUE", "Required value is missing", request, diagnostics: diagnostics)
        }
        guard Self.isUUID(id) else {
            return outcome(
                400, "value", "INVALID_VALUE", "Provided value is invalid", request,
                diagnostics: "Invalid value - '\(id.prefix(64))' in header 'X-Request-ID'")
        }
        return nil
    }

    private static let requestId = HTTPField.Name("X-Request-ID")
    private static let correlationId = HTTPField.Name("X-Correlation-ID")

    private static func isUUID(_ text: String) -> Bool {
        let lengths = text.split(separator: "-", omittingEmptySubsequences: false).map(\.count)
        return lengths == [8, 4, 4, 4, 12] && text.allSatisfy { $0 == "-" || $0.isHexDigit }
    }

    /// The answer with the request's own identifiers, as the service sends them back.
    private func returning(_ request: SimulatedRequest, _ response: SimulatedResponse) -> SimulatedResponse {
        var response = response
        for name in [Self.requestId, Self.correlationId].compactMap({ $0 }) {
            if let value = request.headers[name] { response.headers[name] = value }
        }
        return response
    }

    private func outcome(
        _ status: Int, _ type: String, _ code: String, _ words: String, _ request: SimulatedRequest,
        diagnostics: String? = nil, subject: String? = nil
    ) -> SimulatedResponse {
        let coding = JSONTree.element([
            "system": "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode", "version": "1",
            "code": .string(code), "display": .string(words),
        ])
        let issue = JSONTree.element([
            "severity": .string(code == "RESOURCE_NOT_FOUND" ? "information" : "error"), "code": .string(type),
            "details": .element(["coding": .array([coding])]), "diagnostics": .text(diagnostics),
        ])
        let body = JSONTree.element(["resourceType": "OperationOutcome", "issue": .array([issue])]).bytes
        return returning(
            request,
            SimulatedResponse(status: status, contentType: "application/fhir+json", body: body, subject: subject))
    }
}
