// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import Testing

@testable import Connectors

@Suite struct `Finding the patient on a FHIR R4 server` {
    /// Asks a server that answers the search for patients in this way.
    private func ask(
        _ numbers: [String] = [TestSource.number], configure: (inout FHIRR4Configuration) -> Void = { _ in },
        found: @escaping ScriptedServer.Script
    ) async throws -> (answer: SourceAnswer, requests: [ScriptedRequest]) {
        try await R4Fixture.ask(numbers, datasets: [.procedures], configure: configure) { request in
            request.path == "/fhir/Patient/_search" || request.path == "/fhir/Patient"
                ? found(request) : R4Fixture.searching(request)
        }
    }

    @Test func `knows nobody when nobody is found`() async throws {
        let (answer, _) = try await ask { _ in .answer(R4Fixture.bundle([], total: 0)) }
        #expect(answer.isPersonNotKnown)
    }

    @Test func `chooses neither of two patients`() async throws {
        let (answer, requests) = try await ask { _ in
            .answer(R4Fixture.bundle([R4Fixture.patient(), R4Fixture.patient(id: "p2")]))
        }
        #expect(answer.isRefused)
        #expect(answer.reasonCode == .anotherPerson)
        #expect(!requests.contains { $0.path == "/fhir/Condition" })
    }

    @Test func `finds the second patient on the second page`() async throws {
        let (answer, _) = try await R4Fixture.ask(datasets: [.procedures]) { request in
            switch request.path {
            case "/fhir/Patient/_search":
                .answer(R4Fixture.bundle([R4Fixture.patient()], next: "/fhir/page2"))
            case "/fhir/page2": .answer(R4Fixture.bundle([R4Fixture.patient(id: "p2")]))
            default: R4Fixture.searching(request)
            }
        }
        #expect(answer.reasonCode == .anotherPerson)
    }

    @Test func `asks nothing about a patient with another number`() async throws {
        let (answer, requests) = try await ask { _ in
            .answer(R4Fixture.bundle([R4Fixture.patient(number: TestSource.otherNumber)]))
        }
        #expect(answer.reasonCode == .anotherPerson)
        #expect(!requests.contains { $0.path == "/fhir/Condition" })
    }

    @Test func `leaves a patient without a number to the identity check`() async throws {
        let (answer, _) = try await ask { _ in .answer(R4Fixture.bundle([R4Fixture.patient(number: nil)])) }
        #expect(answer.pages?.isEmpty == false)
    }

    @Test(arguments: ["..", ".", "a/b", "", "p1?x=1", "p%2F1"])
    func `builds no address from an id that could lead elsewhere`(id: String) async throws {
        let (answer, _) = try await ask { _ in .answer(R4Fixture.bundle([R4Fixture.patient(id: id)])) }
        #expect(answer.reasonCode == .invalidAnswer)
    }

    @Test func `asks about one patient once, whose superseded number is known too`() async throws {
        let (answer, requests) = try await ask([TestSource.number, TestSource.otherNumber]) { request in
            .answer(
                R4Fixture.bundle([
                    R4Fixture.patient(
                        number: request.body.contains(TestSource.number) ? TestSource.number : TestSource.otherNumber)
                ]))
        }
        #expect(answer.faults == [])
        #expect(requests.count { $0.path == "/fhir/Procedure" } == 1)
    }

    @Test func `leaves every dataset incomplete when one number could not be looked for`() async throws {
        let (answer, _) = try await ask([TestSource.number, TestSource.otherNumber]) { request in
            request.body.contains(TestSource.otherNumber)
                ? .answer("", status: 500) : .answer(R4Fixture.bundle([R4Fixture.patient()]))
        }
        #expect(answer.faults?.first?.datasets == Set(Dataset.allCases))
        #expect(answer.pages?.isEmpty == false)
    }

    @Test func `puts the number into an address only where that is allowed`() async throws {
        let script: ScriptedServer.Script = { request in
            request.method == "POST" ? .answer("", status: 405) : .answer(R4Fixture.bundle([R4Fixture.patient()]))
        }
        let refused = try await ask(found: script)
        #expect(refused.answer.reasonCode == .invalidAnswer)
        #expect(refused.requests.allSatisfy { !$0.target.contains(TestSource.number) })
        let allowed = try await ask(configure: { $0.allowsNumberInAddress = true }, found: script)
        #expect(allowed.answer.pages?.isEmpty == false)
    }

    @Test(arguments: [(401, SourceOutcome.Code.notAuthorised), (403, .accessDenied), (429, .busy), (500, .serverError)])
    func `says why nobody could be looked for`(status: Int, code: SourceOutcome.Code) async throws {
        let (answer, _) = try await ask { _ in .answer("", status: status) }
        #expect(answer.reasonCode == code)
    }
}
