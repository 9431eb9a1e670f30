// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import NIOHTTP1
import Simulator
import Testing

@Suite struct `The demographic service` {
    static let headers: HTTPHeaders = ["X-Request-ID": "60E0B220-8136-4CA5-AE46-1D97EF59D068"]

    static func patient(
        _ addresses: SimulatedWorld.Addresses, _ number: String, _ headers: HTTPHeaders = headers
    ) async throws -> Answer {
        let base = try #require(addresses[.demographics]).baseURL
        return try await Caller.call("\(base)/Patient/\(number)", headers: headers)
    }

    @Test func `answers who a person is and where they are registered`() async throws {
        try await Caller.withWorld { addresses in
            let answer = try await Self.patient(addresses, DemonstrationPeople.knownToAll)
            #expect(answer.status == 200)
            #expect(answer.headers["X-Request-ID"] == ["60E0B220-8136-4CA5-AE46-1D97EF59D068"])
            let patient = try answer.json
            #expect(patient["name"]?[0]?["family"]?.string == "Hartley")
            #expect(patient["meta"]?["security"]?[0]?["code"]?.string == "U")
            #expect(patient["generalPractitioner"]?[0]?["identifier"]?["value"]?.string == "Z99001")
            #expect(patient["identifier"]?.count == 1)
        }
    }

    @Test func `leaves out where a restricted person is`() async throws {
        try await Caller.withWorld { addresses in
            let patient = try await Self.patient(addresses, DemonstrationPeople.restricted).json
            #expect(patient["meta"]?["security"]?[0]?["code"]?.string == "R")
            for member in ["address", "telecom", "generalPractitioner"] { #expect(patient[member] == nil, "\(member)") }
            #expect(patient["birthDate"] != nil)
        }
    }

    @Test func `answers a superseded number with the person as they are now`() async throws {
        try await Caller.withWorld { addresses in
            let patient = try await Self.patient(addresses, DemonstrationPeople.supersededBefore).json
            #expect(patient["id"]?.string == DemonstrationPeople.superseded)
            #expect(patient["identifier"]?[0]?["value"]?.string == DemonstrationPeople.superseded)
        }
    }

    @Test func `names its errors as PDS does`() async throws {
        try await Caller.withWorld { addresses in
            let number = DemonstrationPeople.knownToAll
            let cases: [(String, HTTPHeaders, Int, String)] = [
                (number, [:], 400, "MISSING_VALUE"), (number, ["X-Request-ID": "1234"], 400, "INVALID_VALUE"),
                ("9991001019", Self.headers, 400, "INVALID_RESOURCE_ID"),
                ("9990000018", Self.headers, 404, "RESOURCE_NOT_FOUND"),
                (DemonstrationPeople.invalidated, Self.headers, 404, "INVALIDATED_RESOURCE"),
            ]
            for (number, headers, status, code) in cases {
                let answer = try await Self.patient(addresses, number, headers)
                #expect(answer.status == status && answer.issueCode == code, "\(code)")
            }
        }
    }
}

@Suite struct `The record locator` {
    static let parameter = "subject:identifier=https://fhir.nhs.uk/Id/nhs-number%7C"

    static func custodians(_ answer: Answer) -> Set<String> {
        Set(answer.resources.compactMap { $0["custodian"]?["identifier"]?["value"]?.string })
    }

    @Test func `points at every source that knows a person, by GET and by POST`() async throws {
        try await Caller.withWorld { addresses in
            let base = try #require(addresses[.locator]).baseURL
            let query = Self.parameter + DemonstrationPeople.knownToAll
            let answer = try await Caller.call("\(base)/DocumentReference?\(query)")
            #expect(Self.custodians(answer) == Set(DemonstrationSource.allCases.map(\.odsCode)))
            let posted = try await Caller.call(
                "\(base)/DocumentReference/_search", .POST,
                headers: ["Content-Type": "application/x-www-form-urlencoded"], body: query)
            #expect(Self.custodians(posted) == Self.custodians(answer))
            let plans = try await Caller.call(
                "\(base)/DocumentReference?\(query)&type=http://snomed.info/sct%7C736253002")
            #expect(Self.custodians(plans) == ["ZZ9M1"])
        }
    }

    @Test func `says under which number a record was lodged`() async throws {
        try await Caller.withWorld { addresses in
            let base = try #require(addresses[.locator]).baseURL
            let answer = try await Caller.call(
                "\(base)/DocumentReference?\(Self.parameter)\(DemonstrationPeople.superseded)")
            let numbers = Set(answer.resources.compactMap { $0["subject"]?["identifier"]?["value"]?.string })
            #expect(numbers == [DemonstrationPeople.superseded, DemonstrationPeople.supersededBefore])
        }
    }

    @Test func `finds nothing for a stranger and refuses what is no number`() async throws {
        try await Caller.withWorld { addresses in
            let base = try #require(addresses[.locator]).baseURL
            let stranger = try await Caller.call("\(base)/DocumentReference?\(Self.parameter)9990000018")
            #expect(try stranger.status == 200 && stranger.json["total"]?.numberLexeme == "0")
            let wrong = try await Caller.call("\(base)/DocumentReference?\(Self.parameter)123")
            #expect(wrong.status == 400 && wrong.issueCode == "INVALID_PARAMETER")
        }
    }
}
