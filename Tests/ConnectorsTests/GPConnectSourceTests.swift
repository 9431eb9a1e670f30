// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Testing

@testable import Connectors

@Suite struct `Asking a practice over GP Connect` {
    @Test func `sends what a real consumer sends`() async throws {
        let (answer, requests) = try await PracticeFixture.ask { _ in .answer(PracticeFixture.bundle()) }
        #expect(answer.bundles?.count == 1)
        #expect(answer.faults == [])
        let request = try #require(requests.first)
        #expect(requests.count == 1)
        #expect(request.method == "POST")
        #expect(request.target == "/fhir/Patient/$gpc.getstructuredrecord")
        #expect(request.header("ssp-traceid") == TestSource.identifier)
        #expect(request.header("ssp-from") == "200000000001")
        #expect(request.header("ssp-to") == "200000000002")
        #expect(
            request.header("ssp-interactionid")
                == "urn:nhs:names:services:gpconnect:fhir:operation:gpc.getstructuredrecord-1")
        #expect(request.header("authorization")?.hasPrefix("Bearer eyJhbGciOiJub25l") == true)
        let token = GPConnectToken(
            configuration: try PracticeFixture.configuration(), asker: TestSource.asker, scope: .readPatient,
            issuedAt: try FixedDayClock().utc)
        #expect(request.header("authorization") == "Bearer \(token.text)")
        #expect(request.header("authorization")?.hasSuffix(".") == true)
        #expect(request.header("accept") == "application/fhir+json")
        #expect(request.header("content-type") == "application/fhir+json")
        #expect(request.header("cache-control") == "no-store")
        #expect(request.body.contains(#""value":"9990000018""#))
    }

    @Test func `asks under superseded numbers too`() async throws {
        let (answer, requests) = try await PracticeFixture.ask([TestSource.number, TestSource.otherNumber]) { request in
            request.body.contains(TestSource.otherNumber)
                ? .answer(PracticeFixture.bundle(number: TestSource.otherNumber))
                : .spine("PATIENT_NOT_FOUND", status: 404)
        }
        #expect(requests.count == 2)
        #expect(answer.bundles?.count == 1)
        #expect(answer.faults == [])
    }

    @Test func `knows nobody only in the practice's own words`() async throws {
        let known = try await PracticeFixture.ask { _ in .spine("PATIENT_NOT_FOUND", status: 404) }
        #expect(known.answer.isPersonNotKnown)
        let page = try await PracticeFixture.ask { _ in .answer("<html>404</html>", status: 404, type: "text/html") }
        #expect(page.answer.reasonCode == .invalidAnswer)
        let contradiction = try await PracticeFixture.ask { _ in .spine("PATIENT_NOT_FOUND", status: 500) }
        #expect(contradiction.answer.reasonCode == .serverError)
    }

    @Test(arguments: [
        ("NO_PATIENT_CONSENT", 403, SourceOutcome.Code.noPatientConsent, true),
        ("INVALID_NHS_NUMBER", 400, .requestRefused, true),
        ("ACCESS DENIED", 403, .accessDenied, true), ("INTERNAL_SERVER_ERROR", 500, .serverError, false),
        ("ERROR_COMMUNICATING", 502, .unreachable, false), ("ASID_CHECK_FAILED", 403, .notAuthorised, false),
        ("NOT_IMPLEMENTED", 501, .switchedOff, false), ("NO_PATIENT_CONSENT", 200, .noPatientConsent, true),
    ])
    func `says why a practice does not answer`(
        spine: String, status: Int, code: SourceOutcome.Code, isRefused: Bool
    ) async throws {
        let (answer, _) = try await PracticeFixture.ask { _ in .spine(spine, status: status) }
        #expect(answer.reasonCode == code)
        #expect(answer.isRefused == isRefused)
    }

    @Test func `takes a refusal under any number as a refusal`() async throws {
        let (answer, _) = try await PracticeFixture.ask([TestSource.number, TestSource.otherNumber]) { request in
            request.body.contains(TestSource.otherNumber)
                ? .spine("NO_PATIENT_CONSENT", status: 403) : .answer(PracticeFixture.bundle())
        }
        #expect(answer.reasonCode == .noPatientConsent)
        #expect(answer.isRefused)
    }

    @Test func `gives nothing when one number failed, as a dissent may stand there`() async throws {
        let (answer, _) = try await PracticeFixture.ask([TestSource.number, TestSource.otherNumber]) { request in
            request.body.contains(TestSource.otherNumber)
                ? .answer("", status: 500) : .answer(PracticeFixture.bundle())
        }
        #expect(answer.bundles == nil)
        #expect(answer.reasonCode == .serverError)
    }

    @Test(arguments: StructuredRecordArea.wishes, [nil, "has been disabled", "is an unrecognised parameter"])
    func `gives nothing where what may hold a dissent did not come`(
        area: StructuredRecordArea, said: String?
    ) async throws {
        let outcome = said.map { Self.outcome("\(area.rawValue) \($0)", diagnostics: area.rawValue) }
        for dataset in Dataset.held {
            let (answer, _) = try await PracticeFixture.ask(datasets: [dataset]) { _ in
                .answer(
                    PracticeFixture.bundle(
                        areas: StructuredRecordArea.allCases.filter { $0 != area }, also: [outcome].compactMap { $0 }))
            }
            #expect(answer.bundles == nil, "\(dataset)")
            #expect(answer.reasonCode == (said == nil ? .invalidAnswer : .switchedOff), "\(dataset)")
            #expect(!answer.isRefused)
        }
    }

    private static func outcome(_ text: String, diagnostics: String) -> String {
        #"{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"not-supported","details":{"coding":[{"system":"https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1","code":"NOT_IMPLEMENTED"}],"text":"\#(text)"},"diagnostics":"\#(diagnostics)"}]}"#
    }

    @Test(arguments: ["includeImmunisations has been disabled", "includeImmunisations is an unrecognised parameter"])
    func `says which datasets a switched off area leaves out`(text: String) async throws {
        let (answer, _) = try await PracticeFixture.ask { _ in
            .answer(
                PracticeFixture.bundle(
                    areas: StructuredRecordArea.allCases.filter { $0 != .immunisations },
                    also: [Self.outcome(text, diagnostics: "includeImmunisations")]))
        }
        #expect(answer.bundles?.count == 1)
        #expect(answer.faults?.map(\.datasets) == [[.procedures]])
        #expect(answer.faults?.map(\.reason.code) == [.switchedOff])
    }

    @Test func `finds an area that was left out without a word`() async throws {
        let (answer, _) = try await PracticeFixture.ask { _ in
            .answer(PracticeFixture.bundle(areas: StructuredRecordArea.allCases.filter { $0 != .allergies }))
        }
        #expect(answer.faults?.map(\.datasets) == [[.risks]])
        #expect(answer.faults?.map(\.reason.code) == [.invalidAnswer])
    }

    @Test func `takes a part that was not understood as incomplete, save for what was declined`() async throws {
        let part = "includeAllergies.includeResolvedAllergies"
        let incomplete = try await PracticeFixture.ask { _ in
            .answer(
                PracticeFixture.bundle(also: [Self.outcome(part + " is an unrecognised parameter", diagnostics: part)]))
        }
        #expect(incomplete.answer.faults?.map(\.datasets) == [[.risks]])
        let declined = "includeImmunisations.includeNotGiven"
        let whole = try await PracticeFixture.ask { _ in
            .answer(
                PracticeFixture.bundle(
                    also: [Self.outcome(declined + " is an unrecognised parameter", diagnostics: declined)]))
        }
        #expect(whole.answer.faults == [])
    }

    @Test func `keeps its own time limit inside the whole deadline`() async throws {
        let start = ContinuousClock.now
        let (answer, _) = try await PracticeFixture.ask(within: .milliseconds(200)) { _ in ScriptedReply(.hang) }
        #expect(answer.reasonCode == .timedOut)
        #expect(.now - start < .seconds(10))
    }

    @Test(arguments: [
        #"{"resourceType":"Bundle","entry":{}}"#, #"{"resourceType":"Patient"}"#, "[]", #"{"a":1,"a":2}"#,
    ])
    func `refuses what is no bundle`(body: String) async throws {
        let (answer, _) = try await PracticeFixture.ask { _ in .answer(body) }
        #expect(answer.reasonCode == .invalidAnswer)
    }

    @Test func `is healthy when it has a CapabilityStatement`() async throws {
        try await ScriptedServer.run { request in
            guard request.target == "/fhir/metadata", request.method == "GET",
                request.header("ssp-interactionid")
                    == "urn:nhs:names:services:gpconnect:structured:fhir:rest:read:metadata-1"
            else { return .spine("BAD_REQUEST", status: 400) }
            return .answer(#"{"resourceType":"CapabilityStatement","fhirVersion":"3.0.1"}"#)
        } during: { server in
            try await TestSource.withClient(server) { client in
                let source = GPConnectSource(
                    try TestSource.description(), configuration: try PracticeFixture.configuration(), client: client,
                    newIdentifier: { TestSource.identifier })
                let health = await source.health(until: TestSource.generousDeadline)
                #expect(health == .healthy(detail: "CapabilityStatement read, FHIR 3.0.1"))
            }
        }
    }

    @Test func `finds every area in records of real systems`() throws {
        for text in try RealRecords.structured() {
            let bundle = try #require(Bundle<STU3>(text))
            let missing = StructuredRecordFaults(areas: StructuredRecordArea.allCases.filter { $0 != .diary })
                .faults(in: bundle)
            #expect(missing.isEmpty)
        }
    }
}
