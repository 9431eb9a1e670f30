// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import NIOHTTP1
import Simulator
import Testing

@Suite struct `A FHIR R4 trust` {
    static let identifier = "identifier=https://fhir.nhs.uk/Id/nhs-number%7C"

    static func patient(_ base: String, _ number: String) async throws -> Answer {
        try await Caller.call("\(base)/Patient?\(identifier)\(number)")
    }

    @Test func `says what it can`() async throws {
        try await Caller.withWorld { addresses in
            let base = try #require(addresses[.acuteTrust]).baseURL
            let answer = try await Caller.call(base + "/metadata")
            #expect(try answer.json["fhirVersion"]?.string == "4.0.1")
            #expect(
                try answer.json["rest"]?[0]?["resource"]?.elements.contains { $0["type"]?.string == "Flag" } == true)
        }
    }

    @Test func `finds a patient by GET and by POST, and nobody by another system`() async throws {
        try await Caller.withWorld { addresses in
            let base = try #require(addresses[.mentalHealthTrust]).baseURL
            let found = try await Self.patient(base, DemonstrationPeople.knownToAll)
            #expect(found.types == ["Patient"])
            let posted = try await Caller.call(
                base + "/Patient/_search", .POST, headers: ["Content-Type": "application/x-www-form-urlencoded"],
                body: Self.identifier + DemonstrationPeople.knownToAll)
            #expect(posted.types == ["Patient"])
            let other = try await Caller.call(base + "/Patient?identifier=urn:x%7C\(DemonstrationPeople.knownToAll)")
            #expect(try other.json["total"]?.numberLexeme == "0" && other.json["entry"] == nil)
            #expect(try await Caller.call(base + "/Patient").status == 400)
        }
    }

    @Test func `pages everything, with links to itself, and loses nothing`() async throws {
        try await Caller.withWorld { addresses in
            let base = try #require(addresses[.acuteTrust]).baseURL
            let found = try await Self.patient(base, DemonstrationPeople.knownToAll)
            let id = try #require(found.resources.first?["id"]?.string)
            let whole = try await Caller.call("\(base)/Patient/\(id)/$everything?_count=200")
            var page = try await Caller.call("\(base)/Patient/\(id)/$everything?_count=5")
            var types = page.types
            while let next = page.next {
                #expect(next.hasPrefix(base))
                page = try await Caller.call(next)
                types += page.types
            }
            #expect(types == whole.types && types.count > 15)
        }
    }

    @Test func `searches each type by patient`() async throws {
        try await Caller.withWorld { addresses in
            let base = try #require(addresses[.acuteTrust]).baseURL
            let id = try #require(
                try await Self.patient(base, DemonstrationPeople.knownToAll).resources.first?["id"]?.string)
            let allergies = try await Caller.call("\(base)/AllergyIntolerance?patient=\(id)")
            #expect(allergies.types == ["AllergyIntolerance", "AllergyIntolerance"])
            let results = try await Caller.call("\(base)/Observation?patient=Patient/\(id)&_count=3")
            #expect(results.types.count == 3 && results.next != nil)
            #expect(try await Caller.call("\(base)/Unknown?patient=\(id)").status == 404)
            let read = try await Caller.call("\(base)/Patient/\(id)")
            #expect(try read.json["id"]?.string == id)
        }
    }

    @Test func `knows one patient by the number of before alone`() async throws {
        try await Caller.withWorld { addresses in
            let base = try #require(addresses[.acuteTrust]).baseURL
            #expect(try await Self.patient(base, DemonstrationPeople.superseded).types == [])
            #expect(try await Self.patient(base, DemonstrationPeople.supersededBefore).types == ["Patient"])
        }
    }

    @Test func `can have no CapabilityStatement, or one that lies`() throws {
        let metadata = SimulatedRequest(target: "/FHIR/R4/metadata")
        #expect(FHIRR4Provider(records: [:], metadata: .missing).respond(to: metadata).status == 404)
        let wrong = FHIRR4Provider(records: [:], metadata: .wrongVersion).respond(to: metadata)
        #expect(try JSONDocument(parsing: wrong.body).root["fhirVersion"]?.string == "3.0.2")
        let lying = FHIRR4Provider(records: [:], metadata: .lying)
        #expect(lying.respond(to: metadata).status == 200)
        let allergies = SimulatedRequest(target: "/FHIR/R4/AllergyIntolerance?patient=1")
        #expect(lying.respond(to: allergies).status == 404)
    }
}
