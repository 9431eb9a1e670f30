// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// What went wrong, or is worth knowing, in FHIR's own form (FHIR R4 `operationoutcome.html`). Its texts never hold clinical
/// or personal data.
public struct OperationOutcome: Sendable {
    /// How bad an issue is.
    public enum Severity: String, Sendable { case fatal, error, warning, information }

    /// FHIR's issue types, those that the gateway uses.
    public enum IssueType: String, Sendable, CaseIterable {
        case invalid, structure, required, value, invariant, security, login, unknown, expired, forbidden, suppressed
        case processing, deleted, extension_ = "extension", conflict, transient, exception, timeout, incomplete,
            throttled
        case notSupported = "not-supported"
        case duplicate
        case multipleMatches = "multiple-matches"
        case notFound = "not-found"
        case tooLong = "too-long"
        case codeInvalid = "code-invalid"
        case tooCostly = "too-costly"
        case businessRule = "business-rule"
        case lockError = "lock-error"
        case noStore = "no-store"
        case informational
    }

    /// One thing to know.
    public struct Issue: Sendable {
        public var severity: Severity
        public var type: IssueType
        /// What kind of issue it is, by a code.
        public var details: CodeableConcept?
        /// One sentence for the caller.
        public var diagnostics: String?
        /// The parameters or elements concerned.
        public var expressions: [String]
        /// Extensions, each a complete Extension object.
        public var extensions: [JSONTree]

        public init(
            _ severity: Severity, _ type: IssueType, details: CodeableConcept? = nil, diagnostics: String? = nil,
            expressions: [String] = [], extensions: [JSONTree] = []
        ) {
            self.severity = severity
            self.type = type
            self.details = details
            self.diagnostics = diagnostics
            self.expressions = expressions
            self.extensions = extensions
        }
    }

    public var id: String?
    public var issues: [Issue]

    public init(id: String? = nil, _ issues: [Issue]) {
        self.id = id
        self.issues = issues
    }

    /// The outcome as JSON, its elements in FHIR's order.
    public var tree: JSONTree {
        var object = JSONObject(["resourceType": "OperationOutcome"])
        object["id"] = id.map { .string($0) }
        object["issue"] = .array(issues.map(\.tree))
        return .object(object)
    }
}

extension OperationOutcome.Issue {
    var tree: JSONTree {
        var object = JSONObject()
        if !extensions.isEmpty { object["extension"] = .array(extensions) }
        object["severity"] = .string(severity.rawValue)
        object["code"] = .string(type.rawValue)
        object["details"] = details?.tree
        object["diagnostics"] = diagnostics.map { .string($0) }
        if !expressions.isEmpty { object["expression"] = .array(expressions.map { .string($0) }) }
        return .object(object)
    }
}
