// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// The ledger as an OperationOutcome: one issue for each source and dataset, always; then what the sources said about their
/// answers, in their exact words; then how the request was taken.
struct LedgerOutcome {
    static let reference = "OperationOutcome/ledger"

    private let ledger: SourceLedger
    private let remarks: [String]

    init(_ ledger: SourceLedger, _ remarks: [String]) {
        self.ledger = ledger
        self.remarks = remarks
    }

    var outcome: OperationOutcome {
        var issues: [OperationOutcome.Issue] = []
        for line in ledger.lines {
            for dataset in ledger.scope {
                if let outcome = line.outcomes[dataset] { issues.append(Self.issue(outcome, dataset, line)) }
            }
        }
        for line in ledger.lines {
            issues += line.notices.map { Self.issue($0, line) }
            issues += Self.readingIssues(line)
        }
        if ledger.lines.isEmpty {
            issues.append(.init(.error, .incomplete, diagnostics: Completeness(ledger).words))
        }
        issues += remarks.map { .init(.warning, .incomplete, diagnostics: $0) }
        return OperationOutcome(id: "ledger", issues)
    }

    private static func issue(_ outcome: SourceOutcome, _ dataset: Dataset, _ line: SourceLedger.SourceLine)
        -> OperationOutcome.Issue
    {
        let coding = Coding(system: CodeSystem.gateway + "CodeSystem/source-outcome", code: outcome.code)
        var extensions = [
            ledgerExtension("source", "valueString", .string(line.source.id.text)),
            ledgerExtension("dataset", "valueCode", .string(dataset.rawValue)),
        ]
        if let count = outcome.count {
            extensions.append(ledgerExtension("count", "valueUnsignedInt", .number(String(count))))
        }
        extensions.append(asAt(line))
        if let reason = outcome.reason {
            extensions.append(ledgerExtension("reason", "valueCode", .string(reason.code.rawValue)))
            if let since = reason.since {
                extensions.append(ledgerExtension("since", "valueDateTime", .string(since.text)))
            }
        }
        return OperationOutcome.Issue(
            severity(of: outcome), type(of: outcome), details: CodeableConcept(codings: [coding], text: outcome.words),
            diagnostics: "\(line.source.name), \(dataset.title): \(outcome.words)", extensions: extensions)
    }

    private static func issue(_ notice: SourceNotice, _ line: SourceLedger.SourceLine) -> OperationOutcome.Issue {
        var extensions = [ledgerExtension("source", "valueString", .string(line.source.id.text))]
        if let dataset = notice.dataset {
            extensions.append(ledgerExtension("dataset", "valueCode", .string(dataset.rawValue)))
        }
        let (type, code): (OperationOutcome.IssueType, String) =
            switch notice.kind {
            case .confidentialItems: (.suppressed, "confidential-items")
            case .dataInTransit: (.incomplete, "data-in-transit")
            case .dataAwaitingFiling: (.incomplete, "data-awaiting-filing")
            case .identity: (.conflict, "identity")
            case .other(let code): (.informational, code)
            case .note: (.informational, "note")
            }
        let coding = Coding(system: CodeSystem.gateway + "CodeSystem/source-notice", code: code)
        return OperationOutcome.Issue(
            .warning, type, details: CodeableConcept(codings: [coding], text: notice.text), diagnostics: notice.text,
            extensions: extensions)
    }

    private static func readingIssues(_ line: SourceLedger.SourceLine) -> [OperationOutcome.Issue] {
        line.readingRemarks.map { remark in
            OperationOutcome.Issue(
                .warning, .structure, diagnostics: "\(line.source.name): \(remark)",
                extensions: [ledgerExtension("source", "valueString", .string(line.source.id.text))])
        }
    }

    private static func asAt(_ line: SourceLedger.SourceLine) -> JSONTree {
        let moment = FHIRDateTime(line.asAt)
        let isInstant = moment.map { $0.precision >= .second && $0.isLegalInR4 } ?? false
        return ledgerExtension("as-at", isInstant ? "valueInstant" : "valueString", .string(line.asAt))
    }

    private static func ledgerExtension(_ name: String, _ element: String, _ value: JSONTree) -> JSONTree {
        var object = JSONObject(["url": .string(CodeSystem.gateway + "StructureDefinition/" + name)])
        object[element] = value
        return .object(object)
    }

    private static func severity(of outcome: SourceOutcome) -> OperationOutcome.Severity {
        switch outcome {
        case .answered, .nothingRecorded: .information
        case .answeredWithWithheld, .notSeparatelyRecorded, .notSupported: .warning
        case .refused, .quarantined, .notAvailable: .error
        }
    }

    private static func type(of outcome: SourceOutcome) -> OperationOutcome.IssueType {
        switch outcome {
        case .answered, .nothingRecorded: .informational
        case .answeredWithWithheld: .suppressed
        case .notSeparatelyRecorded: .incomplete
        case .notSupported: .notSupported
        case .quarantined: .conflict
        case .refused(let reason), .notAvailable(let reason): type(of: reason.code)
        }
    }

    private static func type(of code: SourceOutcome.Code) -> OperationOutcome.IssueType {
        switch code {
        case .timedOut: .timeout
        case .unreachable, .connectionClosed, .suspended: .transient
        case .notConnected, .notLocated, .awaited: .incomplete
        case .busy, .gatewayBusy: .throttled
        case .serverError: .exception
        case .invalidAnswer: .structure
        case .tooLarge: .tooLong
        case .notAuthorised: .security
        case .switchedOff: .notSupported
        case .personNotKnown: .notFound
        case .noPatientConsent, .noOrganisationConsent, .accessDenied, .requestRefused, .notPermitted: .forbidden
        case .notAskedFor: .informational
        case .anotherPerson, .identityUncertain, .identityMissing: .conflict
        }
    }
}
