// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Brokering
public import CareRecord
import FHIR

/// The Personal Demographics Service of England, over its FHIR API (R4). It alone says who a number belongs to and which numbers
/// are superseded; nobody is ever looked for by name or birth date.
public struct PersonalDemographicsService: DemographicsService {
    private let configuration: PersonalDemographicsConfiguration
    private let client: BoundedHTTPClient
    private let newIdentifier: @Sendable () -> String

    /// A service behind a client whose address is the API's FHIR base.
    /// - Parameter newIdentifier: makes a UUID, for `X-Request-ID` and `X-Correlation-ID`.
    public init(
        configuration: PersonalDemographicsConfiguration = PersonalDemographicsConfiguration(),
        client: BoundedHTTPClient, newIdentifier: @escaping @Sendable () -> String
    ) {
        self.configuration = configuration
        self.client = client
        self.newIdentifier = newIdentifier
    }

    public func trace(
        _ number: NHSNumber, until deadline: ContinuousClock.Instant
    ) async throws(TraceFailure) -> TraceResult {
        do throws(SourceFault) {
            let limit = min(deadline, client.clock.now.advanced(by: configuration.timeLimit))
            let question = HTTPQuestion.get(
                client.connection.address.appending("Patient/" + number.disclosed), headers: headers)
            return try read(try await client.answer(to: question, until: limit), asked: number)
        } catch {
            throw TraceFailure(error.reason)
        }
    }

    /// Whether the service can be reached.
    public func health(until deadline: ContinuousClock.Instant) async -> SourceHealth {
        await client.healthOfService(
            .get(client.connection.address.appending("metadata"), headers: headers),
            until: min(deadline, client.clock.now.advanced(by: configuration.timeLimit)))
    }

    private var headers: [(name: String, value: String)] {
        var headers = [
            (name: "Accept", value: "application/fhir+json"), ("Cache-Control", "no-store"),
            ("X-Request-ID", newIdentifier()), ("X-Correlation-ID", newIdentifier()),
        ]
        if let role = configuration.sessionRoleID { headers.append(("NHSD-Session-URID", role)) }
        if let organisation = configuration.endUserOrganisation {
            headers.append(("NHSD-End-User-Organisation-ODS", organisation))
        }
        return headers
    }

    /// *No record* must be said in the service's own words: a bare 404 may as well come from a wrong address.
    private func read(_ answer: HTTPAnswer, asked: NHSNumber) throws(SourceFault) -> TraceResult {
        let limits = client.connection.jsonLimits
        if let fault = answer.statusFault {
            let codes = answer.reportedIssues(limits: limits).flatMap(\.spineCodes)
            let unknown: Set<String> = ["RESOURCE_NOT_FOUND", "INVALIDATED_RESOURCE"]
            if answer.status == 404, codes.contains(where: { unknown.contains($0) }) { return .noRecordCanBeShown }
            if answer.status == 403 { throw .notAuthorised }
            throw fault
        }
        let patient = try DemographicsPatient(try answer.json(limits: limits))
        guard patient.isUnrestricted else { return .noRecordCanBeShown }
        return .found(
            TracedPerson(
                nhsNumber: patient.number, supersededNumbers: patient.supersededNumbers(askedFor: asked),
                demographics: patient.demographics,
                registeredPractice: patient.registeredPractice(on: client.clock.utc)))
    }
}
