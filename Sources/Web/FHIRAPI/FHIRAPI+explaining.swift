// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import HTTPTypes
import JSON
import Sharing

extension FHIRAPI {
    /// What stands between the requester and a person's record, without asking any source for content and without stating anything.
    func explainAccess(_ request: GatewayRequest, by requester: Requester) async throws -> Answer {
        try AnswerForm.requireFHIR(accept: request.accept, format: request.format)
        let body = try await operationBody(request)
        for parameter in body.others + request.queryParameters where parameter.name != "_format" {
            try Self.requireOwn(parameter, requester)
        }
        let question = RecordRequest(requester: requester, nhsNumber: body.nhsNumber, traceID: request.traceID)
        let service = service
        let answer = await request.channel.whileClientIsHere { await service.outlook(question) }
        switch answer {
        case .outlook(let outlook): return .fhir(Self.explanation(outlook).bytes)
        case .noRecordCanBeShown: throw RequestFault.noRecordCanBeShown
        case .closed(let reason): throw RequestFault(reason)
        case nil: throw RequestFault.abandoned
        }
    }

    /// Whoever asks is told of their own access alone.
    private static func requireOwn(_ parameter: RequestParameter, _ requester: Requester) throws(RequestFault) {
        let own: String
        switch parameter.name {
        case "organisation": own = requester.organisation
        case "role": own = requester.role.rawValue
        case "purpose": own = requester.purpose.code
        default:
            let name = parameter.speakableName
            throw .unsupported("The parameter '\(name)' is not supported.", concerning: name)
        }
        guard parameter.text == own else {
            throw RequestFault(
                status: .forbidden, issue: .forbidden, diagnostics: "Only your own access is explained to you.",
                concerning: parameter.name)
        }
    }

    private static func explanation(_ outlook: AccessOutlook) -> JSONTree {
        var parameters: [JSONTree] = [
            ["name": "opens-now", "valueBoolean": .boolean(outlook.opensNow)],
            ["name": "needs-permission", "valueBoolean": .boolean(outlook.needsPermission)],
            ["name": "emergency-would-open", "valueBoolean": .boolean(outlook.emergencyWouldOpen)],
        ]
        if let denial = outlook.denial {
            parameters += [
                ["name": "denial", "valueCode": .string(denial.rawValue)],
                ["name": "why", "valueString": .string(denial.words)],
            ]
            if let remedy = denial.remedy { parameters.append(["name": "remedy", "valueString": .string(remedy)]) }
        }
        return ["resourceType": "Parameters", "parameter": .array(parameters)]
    }
}
