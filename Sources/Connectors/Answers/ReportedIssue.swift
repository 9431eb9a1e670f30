// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// One issue of an OperationOutcome that a source sent.
struct ReportedIssue: Sendable {
    let severity: String?
    /// FHIR's issue type.
    let type: String?
    let details: CodeableConcept?
    let diagnostics: String?

    /// The issues of an OperationOutcome; none for anything else.
    static func all(in value: JSONValue) -> [ReportedIssue] {
        guard value["resourceType"]?.string == "OperationOutcome" else { return [] }
        return value["issue"]?.elements.map(ReportedIssue.init) ?? []
    }

    private init(_ issue: JSONValue) {
        severity = issue["severity"]?.string
        type = issue["code"]?.string
        details = issue["details"].flatMap { CodeableConcept($0) }
        diagnostics = issue["diagnostics"]?.string
    }

    /// Whether something failed, rather than being worth knowing.
    var isError: Bool { severity == "error" || severity == "fatal" }

    /// The codes of the Spine (`PATIENT_NOT_FOUND`), whichever of its many systems they are said to come from.
    var spineCodes: [String] { details?.codings.compactMap(\.code) ?? [] }
}
