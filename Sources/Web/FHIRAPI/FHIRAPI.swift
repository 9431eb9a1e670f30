// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import HTTPTypes
import JSON
import Sharing

/// The consumer's FHIR API.
struct FHIRAPI: Sendable {
    let service: any RecordService
    /// Explanations and preferences, where the gateway has them.
    let sharing: SharingServices
    /// How it is established who asks, for those who ask how to.
    let authentication: GatewayAuthentication
    let clock: any GatewayClock
    let bodies: BodyReader
    let streamLimits: FollowedRecord.Limits

    func metadata(_ request: GatewayRequest) throws -> Answer {
        try AnswerForm.requireFHIR(accept: request.accept, format: request.format)
        return .fhir(
            CapabilityStatement.resource(
                baseURL: request.baseURL, date: clock.utc, security: SmartConfiguration.security(authentication.issuer),
                keepsPreferences: sharing.preferences != nil
            ).bytes)
    }

    func smartConfiguration() throws -> Answer {
        guard let issuer = authentication.issuer else { throw RequestFault.unknownPath }
        return Answer(contentType: MediaType.json, bytes: SmartConfiguration.document(issuer).bytes)
    }

    func patient(_ request: GatewayRequest, number: String, by requester: Requester) async throws -> Answer {
        try AnswerForm.requireFHIR(accept: request.accept, format: request.format)
        let number = try NHSNumber.read(number, concerning: "Patient.id")
        let understood = PermissionParameters.names.union(["_format"])
        let parameters = try parameters(request.queryParameters.filter { understood.contains($0.name) }, request)
        if let other = request.queryParameters.first(where: { !understood.contains($0.name) }), !request.isLenient {
            throw RequestFault.unsupported(
                "The parameter '\(other.speakableName)' is not supported.", concerning: other.speakableName)
        }
        let statement = parameters.statement
        let question = RecordRequest(
            requester: try statement.requester(stating: requester), nhsNumber: number, datasets: [.demographics],
            traceID: request.traceID, consultation: statement.consultation, statement: statement.permission,
            relationship: statement.relationship,
            relationshipReason: statement.relationshipReason)
        let renderer = RecordRenderer { FHIRDocument.renderPatient($0) }
        return .fhir(try await released(question, renderer, request))
    }

    func record(_ request: GatewayRequest, number: String, by requester: Requester) async throws -> Answer {
        let form = try AnswerForm.wanted(accept: request.accept, format: request.format)
        let number = try NHSNumber.read(number, concerning: "Patient.id")
        return try await record(number, parameters(request.queryParameters, request), form, request, requester)
    }

    func recordByParameters(_ request: GatewayRequest, by requester: Requester) async throws -> Answer {
        let form = try AnswerForm.wanted(accept: request.accept, format: request.format)
        let body = try await operationBody(request)
        return try await record(
            try body.nhsNumber, parameters(body.others + request.queryParameters, request), form, request, requester)
    }

    func locate(_ request: GatewayRequest, number: String, by requester: Requester) async throws -> Answer {
        try AnswerForm.requireFHIR(accept: request.accept, format: request.format)
        let number = try NHSNumber.read(number, concerning: "Patient.id")
        return try await locate(number, request.queryParameters, request, requester)
    }

    func locateByParameters(_ request: GatewayRequest, by requester: Requester) async throws -> Answer {
        try AnswerForm.requireFHIR(accept: request.accept, format: request.format)
        let body = try await operationBody(request)
        return try await locate(try body.nhsNumber, body.others + request.queryParameters, request, requester)
    }

    func operationBody(_ request: GatewayRequest) async throws -> ParametersBody {
        try ParametersBody(await bodies.read(request, types: [MediaType.fhirJSON, MediaType.json]))
    }

    private func parameters(_ parameters: [RequestParameter], _ request: GatewayRequest) throws -> RecordParameters {
        try RecordParameters(parameters, knownSources: service.sources.map(\.id), isLenient: request.isLenient)
    }

    private func record(
        _ number: NHSNumber, _ parameters: RecordParameters, _ form: AnswerForm, _ request: GatewayRequest,
        _ requester: Requester
    ) async throws -> Answer {
        let statement = parameters.statement
        let requester = try statement.requester(stating: requester)
        var question = RecordRequest(
            requester: requester, nhsNumber: number, datasets: parameters.datasets, from: parameters.from,
            to: parameters.to, sources: parameters.sources, deadline: parameters.deadline, traceID: request.traceID,
            consultation: statement.consultation, statement: statement.permission, relationship: statement.relationship,
            relationshipReason: statement.relationshipReason)
        question.asksAgain = parameters.asksAgain ?? false
        let renderer = renderer(of: form.single, remarks: parameters.remarks, request, requester)
        switch form {
        case .whole(.fhir): return .fhir(try await released(question, renderer, request))
        case .whole(.page): return .page(try await released(question, renderer, request))
        case .whole(.text):
            return Answer(
                contentType: MediaType.plain + "; charset=utf-8",
                bytes: try await released(question, renderer, request))
        case .events(let inner):
            return RecordEventStream(
                service: service, request: question, form: inner, renderer: renderer, clock: clock,
                limits: streamLimits
            ).answer(request)
        }
    }

    private func renderer(
        of form: AnswerForm.Single, remarks: [String], _ request: GatewayRequest, _ requester: Requester
    ) -> RecordRenderer {
        switch form {
        case .fhir:
            let frame = FHIRDocument.Frame(baseURL: request.baseURL, id: request.traceID, remarks: remarks)
            return RecordRenderer { FHIRDocument.render($0, in: frame) }
        case .page:
            let frame = PageFrame(requester: requester, remarks: remarks)
            return RecordRenderer { RecordPage.render($0, frame: frame) }
        case .text: return RecordRenderer { RecordText.render($0, remarks: remarks) }
        }
    }

    private func released(_ question: RecordRequest, _ renderer: RecordRenderer, _ request: GatewayRequest)
        async throws -> [UInt8]
    {
        let service = service
        let answer = await request.channel.whileClientIsHere {
            await service.record(question, rendering: renderer)
        }
        guard let answer else { throw RequestFault.abandoned }
        return try answer.releasedBody()
    }

    private func locate(
        _ number: NHSNumber, _ others: [RequestParameter], _ request: GatewayRequest, _ requester: Requester
    ) async throws -> Answer {
        let parameters = try parameters(others, request)
        let statement = parameters.statement
        let question = RecordRequest(
            requester: try statement.requester(stating: requester), nhsNumber: number, datasets: parameters.datasets,
            sources: parameters.sources, deadline: parameters.deadline, traceID: request.traceID,
            consultation: statement.consultation, statement: statement.permission, relationship: statement.relationship,
            relationshipReason: statement.relationshipReason)
        let service = service
        let answer = await request.channel.whileClientIsHere { await service.locate(question) }
        switch answer {
        case .located(let sources): return .fhir(LocationParameters.resource(sources).bytes)
        case .noRecordCanBeShown: throw RequestFault.noRecordCanBeShown
        case .notPermitted(let outlook): throw RequestFault.notPermitted(outlook)
        case .closed(let reason): throw RequestFault(reason)
        case nil: throw RequestFault.abandoned
        }
    }
}

extension RecordAnswer {
    /// The rendered record.
    /// - Throws: ``RequestFault`` where none was released.
    func releasedBody() throws(RequestFault) -> [UInt8] {
        switch self {
        case .record(let released): released.body
        case .noRecordCanBeShown: throw .noRecordCanBeShown
        case .notPermitted(let outlook): throw .notPermitted(outlook)
        case .closed(let reason): throw RequestFault(reason)
        }
    }
}

extension RequestFault {
    /// The same for whoever is unknown and whoever is restricted (invariant 9).
    static let noRecordCanBeShown = RequestFault(
        status: .notFound, issue: .notFound, diagnostics: RecordAnswer.noRecordWords)

    /// Nothing may be shown to this requester: why, and what would open it, without a word of the sources.
    static func notPermitted(_ outlook: AccessOutlook) -> RequestFault {
        let why = outlook.denial.map { "Not shared: \($0.words)." } ?? "Nothing may be shown."
        let remedy = outlook.denial?.remedy.map { " What would open it: \($0)" } ?? ""
        return RequestFault(status: .forbidden, issue: .forbidden, diagnostics: why + remedy)
    }

    /// Why nothing is released (invariant 4).
    init(_ reason: RecordAnswer.ClosedReason) {
        switch reason {
        case .auditUnavailable:
            self.init(
                status: .serviceUnavailable, issue: .noStore,
                diagnostics: "The audit cannot be written. Nothing was released.", isPassing: true)
        case .demographicsUnavailable(let reason):
            self.init(
                status: .serviceUnavailable, issue: reason.code == .timedOut ? .timeout : .transient,
                diagnostics:
                    "The demographic service cannot confirm who this is. Nothing was released. \(reason.sentence)",
                isPassing: true)
        case .sharingUnavailable:
            self.init(
                status: .serviceUnavailable, issue: .transient,
                diagnostics: "It cannot be read what may be shared. Nothing was released.", isPassing: true)
        case .unknownSource:
            self.init(
                status: .badRequest, issue: .value, diagnostics: "A source of this name is not configured.",
                concerning: "source")
        case .abandoned: self = .abandoned
        case .overloaded(let wait): self = .overloaded(retryAfter: wait)
        }
    }
}
