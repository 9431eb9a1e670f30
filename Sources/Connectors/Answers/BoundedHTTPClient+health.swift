// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import JSON

extension BoundedHTTPClient {
    /// Whether the source answers with its CapabilityStatement.
    func health(
        _ metadata: HTTPQuestion, until deadline: ContinuousClock.Instant
    ) async -> SourceHealth {
        do throws(SourceFault) {
            let answer = try await answer(to: metadata, until: deadline)
            if let fault = answer.statusFault { return .unhealthy(fault.reason) }
            let statement = try answer.json(limits: connection.jsonLimits)
            guard statement["resourceType"]?.string == "CapabilityStatement" else {
                return .unhealthy(SourceOutcome.Reason(.invalidAnswer, "The source has no CapabilityStatement."))
            }
            let version = statement["fhirVersion"]?.string?.prefix(16) ?? "version not stated"
            return .healthy(detail: "CapabilityStatement read, FHIR \(version)")
        } catch {
            return .unhealthy(error.reason)
        }
    }

    /// Whether a national service can be reached. It has no CapabilityStatement; that it refuses the question as FHIR servers do
    /// shows that it is there and lets this consumer in.
    func healthOfService(_ question: HTTPQuestion, until deadline: ContinuousClock.Instant) async -> SourceHealth {
        do throws(SourceFault) {
            let answer = try await answer(to: question, until: deadline)
            guard answer.statusFault != nil else { return .healthy(detail: "answers") }
            guard [400, 404].contains(answer.status),
                try answer.json(limits: connection.jsonLimits)["resourceType"]?.string == "OperationOutcome"
            else {
                return .unhealthy(answer.statusFault?.reason ?? .init(.invalidAnswer, "The service does not answer."))
            }
            return .healthy(detail: "answers with an OperationOutcome")
        } catch {
            return .unhealthy(error.reason)
        }
    }
}
