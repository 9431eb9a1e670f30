// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Testing

@testable import Connectors

@Suite struct `Asking a FHIR R4 server` {
    private func types(_ answer: SourceAnswer) -> Set<String> {
        Set((answer.pages ?? []).flatMap(\.resources).map(\.type))
    }

    @Test func `asks for everything where the server has it`() async throws {
        let (answer, requests) = try await R4Fixture.ask { request in
            switch request.path {
            case "/fhir/metadata": .answer(R4Fixture.capability(types: R4Fixture.allTypes, everything: true))
            case "/fhir/Patient/_search": .answer(R4Fixture.bundle([R4Fixture.patient()]))
            default: .answer(R4Fixture.bundle([R4Fixture.patient(), #"{"resourceType":"Flag","id":"1"}"#]))
            }
        }
        #expect(types(answer) == ["Patient", "Flag"])
        #expect(answer.faults == [])
        #expect(requests.contains { $0.target == "/fhir/Patient/p1/$everything?_count=200" })
        #expect(requests.count == 3)
    }

    @Test func `keeps the NHS number out of every address`() async throws {
        let (_, requests) = try await R4Fixture.ask(script: R4Fixture.searching)
        #expect(requests.allSatisfy { !$0.target.contains(TestSource.number) })
        let search = try #require(requests.first { $0.path == "/fhir/Patient/_search" })
        #expect(search.method == "POST")
        #expect(search.body == "identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C9990000018")
        #expect(search.header("content-type") == "application/x-www-form-urlencoded")
    }

    @Test func `searches every type where the server has no such operation`() async throws {
        let (answer, _) = try await R4Fixture.ask(script: R4Fixture.searching)
        #expect(types(answer) == Set(R4Fixture.allTypes))
        #expect(answer.faults == [])
    }

    @Test func `searches only the types that the wanted datasets need`() async throws {
        let (answer, _) = try await R4Fixture.ask(datasets: [.medication], script: R4Fixture.searching)
        #expect(types(answer).isSuperset(of: ["MedicationRequest", "AllergyIntolerance", "Flag"]))
        #expect(!types(answer).contains("Encounter"))
    }

    @Test func `asks for wishes about sharing whatever else is asked for`() async throws {
        let (answer, requests) = try await R4Fixture.ask(datasets: [.events], script: R4Fixture.searching)
        #expect(types(answer).isSuperset(of: ["Encounter", "Observation", "Consent"]))
        #expect(!types(answer).contains("Condition"))
        let search = try #require(requests.first { $0.path == "/fhir/Observation" })
        for code in ["416409005", "416308001", "417528008", "9Nd1.", "93C1."] { #expect(search.target.contains(code)) }
        #expect(requests.count { $0.path == "/fhir/Observation" } == 1)
        #expect(requests.count { $0.path == "/fhir/Consent" } == 1)
    }

    @Test(arguments: [(500, [Dataset.events]), (404, [])])
    func `calls nothing whole where wishes about sharing cannot be had`(status: Int, missing: [Dataset]) async throws {
        let (answer, _) = try await R4Fixture.ask(datasets: [.events]) { request in
            request.path == "/fhir/Observation" ? .answer("", status: status) : R4Fixture.searching(request)
        }
        #expect(types(answer).contains("Encounter"))
        #expect(answer.faults?.flatMap { Array($0.datasets) } == missing)
    }

    @Test(arguments: [400, 404, 405, 501])
    func `survives a statement that promises what the server has not`(status: Int) async throws {
        let (answer, _) = try await R4Fixture.ask { request in
            switch request.path {
            case "/fhir/metadata": .answer(R4Fixture.capability(types: R4Fixture.allTypes, everything: true))
            case "/fhir/Patient/p1/$everything": .answer("", status: status)
            default: R4Fixture.searching(request)
            }
        }
        #expect(types(answer) == Set(R4Fixture.allTypes))
        #expect(answer.faults == [])
    }

    @Test func `searches when everything turns out to leave the patient out`() async throws {
        let (answer, _) = try await R4Fixture.ask { request in
            request.path.hasSuffix("$everything") ? .answer(R4Fixture.bundle([])) : R4Fixture.searching(request)
        }
        #expect(types(answer) == Set(R4Fixture.allTypes))
    }

    @Test(arguments: [
        ScriptedReply.answer("", status: 404), .answer("<html></html>", type: "text/html"), .answer("{}"),
        ScriptedReply(.close), ScriptedReply(.hang),
    ])
    func `survives a server without a statement`(metadata: ScriptedReply) async throws {
        let (answer, _) = try await R4Fixture.ask(configure: { $0.capabilityTimeLimit = .milliseconds(200) }) {
            request in
            request.path == "/fhir/metadata" ? metadata : R4Fixture.searching(request)
        }
        #expect(types(answer) == Set(R4Fixture.allTypes))
        #expect(answer.faults == [])
    }

    @Test func `asks for allergies even when the statement leaves them out`() async throws {
        let (answer, _) = try await R4Fixture.ask { request in
            switch request.path {
            case "/fhir/metadata": .answer(R4Fixture.capability(types: ["Patient"], everything: false))
            case "/fhir/AllergyIntolerance": .answer("", status: 404)
            default: R4Fixture.searching(request)
            }
        }
        #expect(answer.faults?.map(\.datasets) == [[.risks]])
    }

    @Test func `takes no fault from a type that the server says it lacks and refuses`() async throws {
        let (answer, _) = try await R4Fixture.ask { request in
            switch request.path {
            case "/fhir/metadata":
                .answer(R4Fixture.capability(types: R4Fixture.allTypes.filter { $0 != "Consent" }, everything: false))
            case "/fhir/Consent": .answer("", status: 404)
            default: R4Fixture.searching(request)
            }
        }
        #expect(answer.faults == [])
    }

    @Test func `says so when a server lacks every type of a dataset`() async throws {
        let (answer, _) = try await R4Fixture.ask { request in
            if request.path == "/fhir/metadata" {
                return .answer(
                    R4Fixture.capability(
                        types: R4Fixture.allTypes.filter { !$0.hasPrefix("Medication") }, everything: false))
            }
            return request.path.hasPrefix("/fhir/Medication") ? .answer("", status: 404) : R4Fixture.searching(request)
        }
        #expect(answer.faults?.allSatisfy { $0.datasets == [.medication] && $0.reason.code == .switchedOff } == true)
        #expect(answer.faults?.isEmpty == false)
    }

    @Test(arguments: [
        (ScriptedReply.answer("", status: 500), SourceOutcome.Code.serverError), (ScriptedReply(.hang), .timedOut),
        (.answer("<html></html>", type: "text/html"), .invalidAnswer), (ScriptedReply(.close), .connectionClosed),
        (.answer("", status: 404), .invalidAnswer),
    ])
    func `loses only the datasets of a type that fails`(
        reply: ScriptedReply, code: SourceOutcome.Code
    ) async throws {
        let (answer, _) = try await R4Fixture.ask(
            within: code == .timedOut ? .seconds(2) : .seconds(20)
        ) { request in
            request.path == "/fhir/AllergyIntolerance" ? reply : R4Fixture.searching(request)
        }
        #expect(types(answer) == Set(R4Fixture.allTypes).subtracting(["AllergyIntolerance"]))
        #expect(answer.faults?.map(\.datasets) == [[.risks]])
        #expect(answer.faults?.map(\.reason.code) == [code])
    }

    @Test func `asks again without what a server cannot include`() async throws {
        let (answer, _) = try await R4Fixture.ask { request in
            request.target.contains("_include") ? .answer("", status: 400) : R4Fixture.searching(request)
        }
        #expect(types(answer) == Set(R4Fixture.allTypes))
        #expect(answer.faults == [])
    }

    @Test func `sends its token`() async throws {
        let (_, requests) = try await R4Fixture.ask(
            adjust: { $0.credential = .bearer(Confidential("secret")) }, script: R4Fixture.searching)
        #expect(requests.allSatisfy { $0.header("authorization") == "Bearer secret" })
        #expect(requests.allSatisfy { $0.header("x-correlation-id") == "trace-1" || $0.path == "/fhir/metadata" })
    }

    @Test func `remembers the statement`() async throws {
        try await ScriptedServer.run(script: R4Fixture.searching) { server in
            try await TestSource.withClient(server) { client in
                let source = FHIRR4Source(
                    try TestSource.description(), configuration: FHIRR4Configuration(timeLimit: .seconds(20)),
                    client: client, newIdentifier: { TestSource.identifier })
                for _ in 0..<2 {
                    _ = await source.record(for: try TestSource.query(), until: TestSource.generousDeadline)
                }
                #expect(server.requests.count { $0.path == "/fhir/metadata" } == 1)
                let health = await source.health(until: TestSource.generousDeadline)
                #expect(health == .healthy(detail: "CapabilityStatement read, FHIR 4.0.1"))
            }
        }
    }
}
