// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import HTTPTypes
import JSON
import Sharing

extension FHIRAPI {
    /// What stands between the requester and a person's record, without asking any source for content and without stating anything; or
    /// why a past request was answered as it was.
    func explainAccess(_ request: GatewayRequest, by requester: Requester) async throws -> Answer {
        try AnswerForm.requireFHIR(accept: request.accept, format: request.format)
        let body = try await operationBody(request)
        let parameters = try ExplanationParameters(body.others + request.queryParameters)
        if let traceID = parameters.traceID {
            guard body.number == nil, parameters.isTraceAlone else {
                throw RequestFault.invalid("Give either 'trace-id' alone or an NHS number.", concerning: "trace-id")
            }
            return try await explain(.past(traceID: traceID), request, requester)
        }
        let number = try body.nhsNumber
        if parameters.isAbout(requester) { return try await outlook(number, request, requester) }
        guard requester.role.speaksForController else {
            throw RequestFault(
                status: .forbidden, issue: .forbidden, diagnostics: "Only your own access is explained to you.",
                concerning: parameters.foreign(to: requester))
        }
        let subject = AccessQuestion.Subject.hypothetical(
            number, organisation: parameters.organisation ?? requester.organisation,
            role: parameters.role.map(Role.init(code:)) ?? requester.role,
            purpose: parameters.purpose.map(PurposeOfUse.init(code:)) ?? requester.purpose)
        return try await explain(subject, request, requester)
    }

    private func outlook(
        _ number: NHSNumber, _ request: GatewayRequest, _ requester: Requester
    ) async throws -> Answer {
        let question = RecordRequest(requester: requester, nhsNumber: number, traceID: request.traceID)
        let service = service
        let answer = await request.channel.whileClientIsHere { await service.outlook(question) }
        switch answer {
        case .outlook(let outlook): return .fhir(ExplanationResource.resource(outlook).bytes)
        case .noRecordCanBeShown: throw RequestFault.noRecordCanBeShown
        case .closed(let reason): throw RequestFault(reason)
        case nil: throw RequestFault.abandoned
        }
    }

    private func explain(
        _ subject: AccessQuestion.Subject, _ request: GatewayRequest, _ requester: Requester
    ) async throws -> Answer {
        guard let explanations = sharing.explanations else {
            throw RequestFault.unsupported(
                "This gateway explains your own access now, and nothing else.", concerning: nil)
        }
        let question = AccessQuestion(asker: requester, subject: subject, traceID: request.traceID)
        switch await request.channel.whileClientIsHere({ await explanations.explain(question) }) {
        case .explained(let accesses): return .fhir(ExplanationResource.resource(accesses).bytes)
        // The same for a trace id that never was, for somebody else's, and for whoever is unknown or restricted.
        case .nothingToExplain: throw RequestFault.noRecordCanBeShown
        case .closed(let reason): throw RequestFault(reason)
        case nil: throw RequestFault.abandoned
        }
    }
}

/// What is to be explained, besides of whom.
struct ExplanationParameters {
    private(set) var traceID: String?
    private(set) var organisation: String?
    private(set) var role: String?
    private(set) var purpose: String?

    /// - Throws: ``RequestFault`` 400 naming the parameter.
    init(_ parameters: [RequestParameter]) throws(RequestFault) {
        for parameter in parameters {
            switch parameter.name {
            case "_format": break
            case "organisation": organisation = try Self.once(parameter, organisation)
            case "role": role = try Self.once(parameter, role)
            case "purpose": purpose = try Self.once(parameter, purpose)
            case "trace-id":
                guard let uuid = try Self.once(parameter, traceID).asUUID else {
                    throw .value("'trace-id' has to be the X-Request-ID of an answer, a UUID.", concerning: "trace-id")
                }
                traceID = uuid
            default:
                let name = parameter.speakableName
                throw .unsupported("The parameter '\(name)' is not supported.", concerning: name)
            }
        }
    }

    private static func once(_ parameter: RequestParameter, _ before: String?) throws(RequestFault) -> String {
        guard before == nil else {
            throw .invalid("'\(parameter.name)' is given more than once.", concerning: parameter.name)
        }
        return parameter.text
    }

    var isTraceAlone: Bool { organisation == nil && role == nil && purpose == nil }

    /// Whether it is the requester's own access that is to be explained.
    func isAbout(_ requester: Requester) -> Bool { foreign(to: requester) == nil }

    /// The first parameter that is about somebody else.
    func foreign(to requester: Requester) -> String? {
        let own = [
            ("organisation", organisation, requester.organisation), ("role", role, requester.role.rawValue),
            ("purpose", purpose, requester.purpose.code),
        ]
        return own.first { $0.1 != nil && $0.1 != $0.2 }?.0
    }
}
