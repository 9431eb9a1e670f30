// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import HTTPTypes
import JSON
import Sharing

extension FHIRAPI {
    /// Records a person's standing wish.
    func recordConsent(_ request: GatewayRequest, by requester: Requester) async throws -> Answer {
        let service = try preferences(request)
        let bytes = try await bodies.read(request, types: [MediaType.fhirJSON, MediaType.json])
        let consent = try ConsentBody(bytes)
        let traceID = request.traceID
        let answer = await request.channel.whileClientIsHere {
            await service.record(consent.preference, of: consent.number, by: requester, traceID: traceID)
        }
        let wishes = try Self.wishes(answer)
        guard let wish = wishes.first else { throw RequestFault.abandoned }
        return .fhir(ConsentResource.resource(wish, of: consent.number).bytes, status: .created)
    }

    /// What stands of a person's wishes.
    func consents(_ request: GatewayRequest, by requester: Requester) async throws -> Answer {
        try await consents(request.target.parameters, request, requester)
    }

    func consentsByForm(_ request: GatewayRequest, by requester: Requester) async throws -> Answer {
        let bytes = try await bodies.read(request, types: [MediaType.form])
        guard let text = String(validating: bytes, as: UTF8.self), let form = RequestTarget.parameters(text) else {
            throw RequestFault.invalid("The form has a wrong escape in it.")
        }
        return try await consents(form + request.target.parameters, request, requester)
    }

    private func consents(
        _ parameters: [(name: String, value: String)], _ request: GatewayRequest, _ requester: Requester
    ) async throws -> Answer {
        let service = try preferences(request)
        let number = try Self.patient(parameters)
        let traceID = request.traceID
        let answer = await request.channel.whileClientIsHere {
            await service.standing(of: number, for: requester, traceID: traceID)
        }
        return .fhir(ConsentResource.bundle(try Self.wishes(answer), of: number).bytes)
    }

    private func preferences(_ request: GatewayRequest) throws(RequestFault) -> any PreferenceService {
        try AnswerForm.requireFHIR(accept: request.accept, format: request.format)
        guard let service = sharing.preferences else { throw .unknownPath }
        return service
    }

    private static func wishes(_ answer: PreferenceAnswer?) throws(RequestFault) -> [SharingPreference] {
        switch answer {
        case .wishes(let wishes): return wishes
        case .notPermitted:
            throw RequestFault(
                status: .forbidden, issue: .forbidden,
                diagnostics:
                    "A wish is recorded and read by the person themself, or by a practice manager or privacy officer for their own organisation."
            )
        case .noRecordCanBeShown: throw .noRecordCanBeShown
        case .closed(let reason): throw RequestFault(reason)
        case nil: throw .abandoned
        }
    }

    /// The one person of a search: `patient=NUMBER`, `patient=Patient/NUMBER` or `patient:identifier=SYSTEM|NUMBER`.
    private static func patient(_ parameters: [(name: String, value: String)]) throws(RequestFault) -> NHSNumber {
        var number: NHSNumber?
        for (name, value) in parameters where name != "_format" {
            var text = value[...]
            switch name {
            case "patient": if text.hasPrefix("Patient/") { text = text.dropFirst("Patient/".count) }
            case "patient:identifier", "patient.identifier":
                guard text.hasPrefix(CodeSystem.nhsNumber + "|") else {
                    throw .value(
                        "'patient:identifier' has to be of the system \(CodeSystem.nhsNumber).", concerning: "patient")
                }
                text = text.dropFirst(CodeSystem.nhsNumber.count + 1)
            default:
                let name = RequestParameter(name: name, text: "", form: .query).speakableName
                throw .unsupported("The parameter '\(name)' is not supported.", concerning: name)
            }
            guard number == nil else { throw .invalid("'patient' is given more than once.", concerning: "patient") }
            number = try NHSNumber.read(String(text), concerning: "patient")
        }
        guard let number else {
            throw RequestFault(
                status: .badRequest, issue: .required, diagnostics: "The parameter 'patient' is missing.",
                concerning: "patient")
        }
        return number
    }
}
