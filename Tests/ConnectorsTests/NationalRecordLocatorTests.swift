// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Testing

@testable import Connectors

@Suite struct `Locating records with NRL` {
    private static let byIdentifier =
        #""custodian":{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"RR8"}}"#
    private static let byReference =
        #""custodian":{"reference":"https://directory.spineservices.nhs.uk/STU3/Organization/RGD"}"#

    private static func pointer(
        _ custodian: String, status: String? = "current", subject: String = TestSource.number
    ) -> String {
        let state = status.map { #""status":"\#($0)","# } ?? ""
        return
            #"{"resourceType":"DocumentReference",\#(state)"subject":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(subject)"}},\#(custodian)}"#
    }

    private func locate(
        _ numbers: [String] = [TestSource.number], within limit: Duration = .seconds(20), pages: Int = 10,
        script: @escaping ScriptedServer.Script
    ) async throws -> (result: Result<Set<String>, LocateFailure>, requests: [ScriptedRequest]) {
        let wanted = try numbers.map { try NHSNumber($0) }
        return try await ScriptedServer.run(script: script) { server in
            let result = try await TestSource.withClient(server) { client in
                let locator = NationalRecordLocator(
                    configuration: NationalRecordLocatorConfiguration(
                        endUserOrganisation: "B82001", maximumPages: pages, timeLimit: limit),
                    client: client, newIdentifier: { TestSource.identifier })
                do throws(LocateFailure) {
                    return Result<Set<String>, LocateFailure>.success(
                        try await locator.custodians(for: wanted, until: TestSource.generousDeadline))
                } catch {
                    return .failure(error)
                }
            }
            return (result, server.requests)
        }
    }

    private func code(_ result: Result<Set<String>, LocateFailure>) -> SourceOutcome.Code? {
        guard case .failure(let failure) = result else { return nil }
        return failure.reason.code
    }

    @Test func `finds custodians by identifier and by reference`() async throws {
        let (result, requests) = try await locate { _ in
            .answer(R4Fixture.bundle([Self.pointer(Self.byIdentifier), Self.pointer(Self.byReference)]))
        }
        #expect(try result.get() == ["RR8", "RGD"])
        let request = try #require(requests.first)
        #expect(request.target == "/fhir/DocumentReference/_search")
        #expect(
            request.body == "subject%3Aidentifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C9990000018")
        #expect(request.header("nhsd-end-user-organisation-ods") == "B82001")
    }

    @Test func `finds nobody where there are no pointers`() async throws {
        let (result, _) = try await locate { _ in .answer(R4Fixture.bundle([], total: 0)) }
        #expect(try result.get().isEmpty)
    }

    @Test(arguments: ["entered-in-error", "superseded"])
    func `ignores pointers that are not current`(status: String) async throws {
        let (result, _) = try await locate { _ in
            .answer(
                R4Fixture.bundle([Self.pointer(Self.byIdentifier, status: status), Self.pointer(Self.byReference)]))
        }
        #expect(try result.get() == ["RGD"])
    }

    @Test func `looks under every number and on every page`() async throws {
        let (result, requests) = try await locate([TestSource.number, TestSource.otherNumber]) { request in
            switch (request.method, request.body.contains(TestSource.otherNumber)) {
            case ("POST", true):
                .answer(R4Fixture.bundle([Self.pointer(Self.byIdentifier, subject: TestSource.otherNumber)]))
            case ("POST", false): .answer(R4Fixture.bundle([], next: "/fhir/page2"))
            default: .answer(R4Fixture.bundle([Self.pointer(Self.byReference)]))
            }
        }
        #expect(try result.get() == ["RR8", "RGD"])
        #expect(requests.count == 3)
    }

    @Test(arguments: [
        pointer(#""custodian":{"display":"Somewhere"}"#), pointer(byIdentifier, status: nil),
        "{}",
        pointer(#""custodian":{"identifier":{"value":"../x"}}"#),
    ])
    func `fails rather than leave out a pointer`(pointer: String) async throws {
        let (result, _) = try await locate { _ in
            .answer(R4Fixture.bundle([Self.pointer(Self.byReference), pointer]))
        }
        #expect(code(result) == .invalidAnswer)
    }

    @Test(arguments: [
        pointer(byIdentifier, subject: TestSource.otherNumber),
        pointer(byIdentifier).replacing(
            "\"identifier\":{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\",\"value\":\"\(TestSource.number)\"}",
            with: "\"reference\":\"https://demographics.example.org/Patient/\(TestSource.otherNumber)\""),
    ])
    func `fails rather than follow a pointer about somebody else`(pointer: String) async throws {
        let (result, _) = try await locate { _ in
            .answer(R4Fixture.bundle([Self.pointer(Self.byReference), pointer]))
        }
        #expect(code(result) == .invalidAnswer)
    }

    @Test func `follows a pointer that was lodged under another number of the same person`() async throws {
        let (result, _) = try await locate([TestSource.number, TestSource.otherNumber]) { _ in
            .answer(R4Fixture.bundle([Self.pointer(Self.byIdentifier, subject: TestSource.otherNumber)]))
        }
        #expect(try result.get() == ["RR8"])
    }

    @Test func `fails when pages do not end`() async throws {
        let (result, requests) = try await locate(pages: 3) { request in
            .answer(R4Fixture.bundle([Self.pointer(Self.byReference)], next: "/fhir/page" + request.target))
        }
        #expect(code(result) == .tooLarge)
        #expect(requests.count == 3)
    }

    @Test(arguments: [
        (401, SourceOutcome.Code.notAuthorised), (403, .notAuthorised), (404, .invalidAnswer), (429, .busy),
        (500, .serverError),
    ])
    func `fails when the locator could not answer`(status: Int, expected: SourceOutcome.Code) async throws {
        let (result, _) = try await locate { _ in .answer("", status: status) }
        #expect(code(result) == expected)
    }

    @Test func `gives up in time`() async throws {
        let (result, _) = try await locate(within: .milliseconds(200)) { _ in ScriptedReply(.hang) }
        #expect(code(result) == .timedOut)
    }
}
