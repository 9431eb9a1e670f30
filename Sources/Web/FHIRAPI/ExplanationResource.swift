// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import JSON
import Sharing

/// Explanations as FHIR Parameters resources.
enum ExplanationResource {
    static func resource(_ outlook: AccessOutlook) -> JSONTree {
        var parameters: [JSONTree] = [
            ["name": "opens-now", "valueBoolean": .boolean(outlook.opensNow)],
            ["name": "needs-permission", "valueBoolean": .boolean(outlook.needsPermission)],
            ["name": "needs-relationship", "valueBoolean": .boolean(outlook.needsRelationship)],
            ["name": "emergency-would-open", "valueBoolean": .boolean(outlook.emergencyWouldOpen)],
        ]
        parameters += outlook.denial.map(denial) ?? []
        parameters += outlook.explained.map(decision)
        return ["resourceType": "Parameters", "parameter": .array(parameters)]
    }

    static func resource(_ accesses: [ExplainedAccess]) -> JSONTree {
        ["resourceType": "Parameters", "parameter": .array(accesses.map(access))]
    }

    private static func access(_ access: ExplainedAccess) -> JSONTree {
        var parts: [JSONTree] = [
            ["name": "at", "valueInstant": .string(access.at.text)],
            ["name": "organisation", "valueIdentifier": organisation(access.organisation)],
            ["name": "role", "valueCode": .string(access.role.rawValue)],
            ["name": "purpose", "valueCode": .string(access.purpose.code)],
            ["name": "basis", "valueCode": .string(access.basis.rawValue)],
        ]
        parts += access.denial.map(denial) ?? []
        parts += access.decisions.map(decision)
        parts += access.clauses.map { ["name": "clause", "valueString": .string($0.words)] }
        parts.append(["name": "text", "valueString": .string(access.lines.joined(separator: "\n"))])
        return ["name": "access", "part": .array(parts)]
    }

    private static func decision(_ decision: ExplainedDecision) -> JSONTree {
        var parts: [JSONTree] = [
            ["name": "controller", "valueIdentifier": organisation(decision.controller)],
            ["name": "dataset", "valueCode": .string(decision.dataset)],
            ["name": "permitted", "valueBoolean": .boolean(decision.isPermitted)],
            ["name": "why", "valueString": .string(decision.words)],
        ]
        if let denial = decision.denial { parts.append(["name": "denial", "valueCode": .string(denial)]) }
        if let remedy = decision.remedy { parts.append(["name": "remedy", "valueString": .string(remedy)]) }
        if let clause = decision.clause { parts.append(["name": "clause", "valueString": .string(clause)]) }
        parts += decision.conditions.map(condition)
        parts.append(["name": "text", "valueString": .string(decision.lines.joined(separator: "\n"))])
        return ["name": "decision", "part": .array(parts)]
    }

    private static func condition(_ condition: ExplainedDecision.Condition) -> JSONTree {
        var parts: [JSONTree] = [
            ["name": "code", "valueCode": .string(condition.code)],
            ["name": "met", "valueBoolean": .boolean(condition.isMet)],
            ["name": "words", "valueString": .string(condition.words)],
        ]
        if let clause = condition.clause { parts.append(["name": "clause", "valueString": .string(clause)]) }
        return ["name": "condition", "part": .array(parts)]
    }

    private static func denial(_ denial: Denial) -> [JSONTree] {
        var parameters: [JSONTree] = [
            ["name": "denial", "valueCode": .string(denial.rawValue)],
            ["name": "why", "valueString": .string(denial.words)],
        ]
        if let remedy = denial.remedy { parameters.append(["name": "remedy", "valueString": .string(remedy)]) }
        return parameters
    }

    private static func organisation(_ odsCode: String) -> JSONTree {
        ["system": .string(CodeSystem.odsOrganisation), "value": .string(odsCode)]
    }
}
