// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import JSON
import Testing

@testable import Connectors

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct `Tracing a person with PDS` {
    /// A Patient as PDS sends one.
    private static func patient(
        id: String = TestSource.number, identifiers: String? = nil, security: String? = #"[{"code":"U"}]"#,
        practices: String = ""
    ) -> String {
        let all = identifiers ?? #"{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(id)"}"#
        let meta = security.map { #","meta":{"security":\#($0)}"# } ?? ""
        return
            #"{"resourceType":"Patient","id":"\#(id)","identifier":[\#(all)]\#(meta),"name":[{"use":"usual","family":"Smith","given":["Jane"]}],"birthDate":"2010-10-22","deceasedDateTime":"2025-10-22T00:00:00+00:00","generalPractitioner":[\#(practices)]}"#
    }

    private static func practice(_ code: String, period: String) -> String {
        #"{"type":"Organization","identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"\#(code)","period":\#(period)}}"#
    }

    private func trace(
        _ reply: ScriptedReply, within limit: Duration = .seconds(20)
    ) async throws -> (result: Result<TraceResult, TraceFailure>, request: ScriptedRequest?) {
        try await ScriptedServer.run { _ in
            reply
        } during: { server in
            let result = try await TestSource.withClient(
                server, path: "/personal-demographics/FHIR/R4",
                adjust: { $0.credential = .bearer(Confidential("secret")) }
            ) { client in
                let service = PersonalDemographicsService(
                    configuration: PersonalDemographicsConfiguration(
                        sessionRoleID: "555021935107", endUserOrganisation: "B82001", timeLimit: limit),
                    client: client, newIdentifier: { TestSource.identifier })
                do throws(TraceFailure) {
                    return Result<TraceResult, TraceFailure>.success(
                        try await service.trace(try number(), until: TestSource.generousDeadline))
                } catch {
                    return .failure(error)
                }
            }
            return (result, server.requests.first)
        }
    }

    private func number() throws(TraceFailure) -> NHSNumber {
        do throws(NHSNumber.Fault) {
            return try NHSNumber(TestSource.number)
        } catch {
            throw TraceFailure(SourceOutcome.Reason(.requestRefused, error.description))
        }
    }

    private func found(_ reply: ScriptedReply) async throws -> TracedPerson? {
        guard case .found(let person) = try await trace(reply).result.get() else { return nil }
        return person
    }

    private func failure(_ reply: ScriptedReply) async throws -> SourceOutcome.Code? {
        guard case .failure(let failure) = try await trace(reply).result else { return nil }
        return failure.reason.code
    }

    private func showsNoRecord(_ reply: ScriptedReply) async throws -> Bool {
        guard case .success(.noRecordCanBeShown) = try await trace(reply).result else { return false }
        return true
    }

    @Test func `finds who the number belongs to`() async throws {
        let person = try #require(try await found(.answer(Self.patient())))
        #expect(person.nhsNumber.disclosed == TestSource.number)
        #expect(person.supersededNumbers.isEmpty)
        #expect(person.demographics.bannerName == "SMITH, Jane")
        #expect(person.demographics.deceased == "2025-10-22T00:00:00+00:00")
    }

    @Test func `sends what the service demands`() async throws {
        let request = try #require(try await trace(.answer(Self.patient())).request)
        #expect(request.method == "GET")
        #expect(request.target == "/personal-demographics/FHIR/R4/Patient/9990000018")
        #expect(request.header("x-request-id") == TestSource.identifier)
        #expect(request.header("x-correlation-id") == TestSource.identifier)
        #expect(request.header("nhsd-session-urid") == "555021935107")
        #expect(request.header("nhsd-end-user-organisation-ods") == "B82001")
        #expect(request.header("authorization") == "Bearer secret")
    }

    @Test func `takes the number asked for as superseded when the answer is about another`() async throws {
        let person = try #require(try await found(.answer(Self.patient(id: TestSource.otherNumber))))
        #expect(person.nhsNumber.disclosed == TestSource.otherNumber)
        #expect(person.supersededNumbers.map(\.disclosed) == [TestSource.number])
    }

    @Test func `reads the numbers that the service marks as old`() async throws {
        let identifiers =
            #"{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"},{"system":"https://fhir.nhs.uk/Id/nhs-number","use":"old","value":"9990000026"}"#
        let person = try #require(try await found(.answer(Self.patient(identifiers: identifiers))))
        #expect(person.allNumbers.map(\.disclosed) == [TestSource.number, TestSource.otherNumber])
    }

    @Test(arguments: [
        #"[{"code":"R"}]"#, #"[{"code":"V"}]"#, #"[{"code":"REDACTED"}]"#, #"[{"code":"S"}]"#, #"[{}]"#,
        #"[{"code":"U"},{"code":"R"}]"#,
    ])
    func `shows no record of anyone who is not plainly unrestricted`(security: String) async throws {
        #expect(try await showsNoRecord(.answer(Self.patient(security: security))))
    }

    @Test(arguments: ["RESOURCE_NOT_FOUND", "INVALIDATED_RESOURCE"])
    func `shows no record of anyone who is unknown`(code: String) async throws {
        #expect(try await showsNoRecord(.spine(code, status: 404)))
    }

    @Test(arguments: [
        (404, "SOMETHING_ELSE", SourceOutcome.Code.invalidAnswer), (401, "ACCESS_DENIED", .notAuthorised),
        (403, "ACCESS_DENIED", .notAuthorised), (408, "UNABLE_TO_CALL_SERVICE", .timedOut),
        (429, "TOO_MANY_REQUESTS", .busy), (503, "SERVICE_UNAVAILABLE", .serverError),
        (500, "RESOURCE_NOT_FOUND", .serverError), (400, "INVALID_RESOURCE_ID", .invalidAnswer),
    ])
    func `fails when the service could not answer`(
        status: Int, code: String, expected: SourceOutcome.Code
    ) async throws {
        #expect(try await failure(.spine(code, status: status)) == expected)
    }

    @Test(arguments: [
        patient(security: nil), patient(security: "[]"), patient(id: "123"), patient(id: "9990000019"),
        patient(identifiers: #"{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000026"}"#),
        patient(identifiers: ""), #"{"resourceType":"Bundle"}"#, "{}", "[]", #"{"a":1,"a":1}"#,
    ])
    func `fails when the answer is not certain`(body: String) async throws {
        #expect(try await failure(.answer(body)) == .invalidAnswer)
    }

    @Test func `gives up in time`() async throws {
        guard case .failure(let failure) = try await trace(ScriptedReply(.hang), within: .milliseconds(200)).result
        else {
            Issue.record("an answer without an answer")
            return
        }
        #expect(failure.reason.code == .timedOut)
    }

    @Test func `finds the practice of today among those of other days`() async throws {
        let practices = [
            Self.practice("A11111", period: #"{"start":"2001-01-01","end":"2026-01-30"}"#),
            Self.practice("B22222", period: #"{"start":"2026-02-01"}"#),
            Self.practice("C33333", period: #"{"start":"2026-01-31"}"#),
        ]
        let person = try #require(
            try await found(.answer(Self.patient(practices: practices.joined(separator: ",")))))
        #expect(person.registeredPractice?.odsCode == "C33333")
    }

    @Test func `reads the patients of the service's own sandbox`() throws {
        let folder = RealRecords.corpus + "/pds-api/sandbox/mocks/"
        for (name, isUnrestricted) in [("Patient.json", true), ("Sensitive_Patient.json", false)] {
            guard let data = FileManager.default.contents(atPath: folder + name) else {
                print("skipped: no corpus")
                return
            }
            let patient = try DemographicsPatient(try JSONDocument(parsing: Array(data)).root)
            #expect(patient.isUnrestricted == isUnrestricted)
        }
    }
}
