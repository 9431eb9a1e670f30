// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import NIOHTTP1
import Simulator
import Testing

@Suite struct `A GP Connect practice` {
    static let eleanor = DemonstrationPeople.knownToAll

    static func base(_ addresses: SimulatedWorld.Addresses, _ source: DemonstrationSource = .anytownSurgery) throws
        -> String
    {
        try #require(addresses[source]).baseURL
    }

    @Test func `answers a whole record`() async throws {
        try await Caller.withWorld { addresses in
            let answer = try await StructuredCall(try Self.base(addresses), Self.eleanor).send()
            #expect(answer.status == 200)
            #expect(answer.headers["Content-Type"] == ["application/fhir+json;charset=utf-8"])
            #expect(answer.types.count { $0 == "Patient" } == 1)
            for type in [
                "AllergyIntolerance", "MedicationStatement", "Condition", "Immunization", "DiagnosticReport",
                "Encounter", "ReferralRequest", "ProcedureRequest", "DocumentReference",
            ] {
                #expect(answer.types.contains(type), "\(type)")
            }
        }
    }

    @Test func `answers only what was asked for`() async throws {
        let administration: Set = ["Patient", "Organization", "Practitioner", "PractitionerRole", "Location"]
        let cases: [(String, [JSONTree], Set<String>)] = [
            ("nothing", [], []),
            (
                "allergies", [StructuredCall.part("includeAllergies", "includeResolvedAllergies", true)],
                ["AllergyIntolerance", "List"]
            ),
            (
                "medicines", [StructuredCall.part("includeMedication", "includePrescriptionIssues", true)],
                ["MedicationStatement", "MedicationRequest", "Medication", "List"]
            ),
            ("immunisations", [StructuredCall.part("includeImmunisations")], ["Immunization", "List"]),
            (
                "investigations", [StructuredCall.part("includeInvestigations")],
                ["DiagnosticReport", "Observation", "Specimen", "List"]
            ),
            ("referrals", [StructuredCall.part("includeReferrals")], ["ReferralRequest", "List"]),
            ("diary", [StructuredCall.part("includeDiaryEntries")], ["ProcedureRequest", "List"]),
        ]
        try await Caller.withWorld { addresses in
            for (name, includes, types) in cases {
                let answer = try await StructuredCall(try Self.base(addresses), Self.eleanor, includes).send()
                #expect(answer.status == 200)
                #expect(Set(answer.types).subtracting(administration) == types, "\(name)")
                #expect(answer.types.contains("Patient"), "\(name)")
            }
        }
    }

    @Test func `leaves out ended allergies and issues unless asked`() async throws {
        try await Caller.withWorld { addresses in
            let base = try Self.base(addresses)
            let allergies = try await StructuredCall(
                base, Self.eleanor, [StructuredCall.part("includeAllergies", "includeResolvedAllergies", false)]
            ).send()
            #expect(allergies.types.count { $0 == "List" } == 1)
            let medicines = try await StructuredCall(
                base, Self.eleanor, [StructuredCall.part("includeMedication", "includePrescriptionIssues", false)]
            ).send()
            #expect(medicines.types.contains("MedicationRequest"))
            #expect(!medicines.resources.contains { $0["intent"]?.string == "order" })
        }
    }

    @Test func `an immunisation that was not given comes only when asked, and its list stays true`() async throws {
        try await Caller.withWorld { addresses in
            let base = try Self.base(addresses, .hillsideMedicalCentre)
            let person = DemonstrationPeople.slowPractice
            let without = try await StructuredCall(base, person, [StructuredCall.part("includeImmunisations")]).send()
            #expect(!without.types.contains("Immunization"))
            let list = try #require(without.resources.first { $0["resourceType"]?.string == "List" })
            #expect(list["entry"] == nil && list["emptyReason"] != nil)
            let with = try await StructuredCall(
                base, person, [StructuredCall.part("includeImmunisations", "includeNotGiven", true)]
            ).send()
            #expect(with.resources.contains { $0["notGiven"]?.boolean == true })
        }
    }

    @Test func `refuses calls that are not in order`() async throws {
        typealias Change = @Sendable (inout StructuredCall) -> Void
        let changes: [(String, Int, Change)] = [
            ("no trace", 400, { $0.headers.remove(name: "Ssp-TraceID") }),
            ("no from", 400, { $0.headers.remove(name: "Ssp-From") }),
            ("no to", 400, { $0.headers.remove(name: "Ssp-To") }),
            ("another interaction", 400, { $0.headers.replaceOrAdd(name: "Ssp-InteractionID", value: "urn:other") }),
            ("another type", 415, { $0.headers.replaceOrAdd(name: "Content-Type", value: "application/json") }),
            ("XML wanted", 415, { $0.headers.replaceOrAdd(name: "Accept", value: "application/xml") }),
            ("no token", 400, { $0.headers.add(name: "Authorization", value: "Basic x") }),
            ("a signed token", 400, { $0.tokenHead = #"{"alg":"RS256","typ":"JWT"}"# }),
            ("a signature", 400, { $0.signature = "abc" }),
            ("301 seconds", 400, { $0.claims["exp"] = 1_469_436_988 }),
            ("299 seconds", 400, { $0.claims["exp"] = 1_469_436_986 }),
            ("no iat", 400, { $0.claims["iat"] = nil }),
            ("another reason", 400, { $0.claims["reason_for_request"] = "research" }),
            ("another scope", 400, { $0.claims["requested_scope"] = "patient/*.write" }),
            ("another audience", 400, { $0.claims["aud"] = "https://elsewhere.example.org" }),
            ("no practitioner", 400, { $0.claims["requesting_practitioner"] = nil }),
            ("another subject", 400, { $0.claims["sub"] = "2" }),
            ("no device", 400, { $0.claims["requesting_device"] = nil }),
            ("a wrong device", 422, { $0.claims["requesting_device"] = ["resourceType": "Patient"] }),
            ("a wrong organisation", 422, { $0.claims["requesting_organization"] = ["resourceType": "Device"] }),
        ]
        try await Caller.withWorld { addresses in
            for (name, status, change) in changes {
                var call = StructuredCall(try Self.base(addresses), Self.eleanor)
                change(&call)
                let answer = try await call.send()
                #expect(answer.status == status, "\(name)")
                #expect(try answer.json["resourceType"]?.string == "OperationOutcome", "\(name)")
            }
        }
    }

    @Test func `names its errors as the standard does`() async throws {
        try await Caller.withWorld { addresses in
            let base = try Self.base(addresses)
            let unknown = try await StructuredCall(base, "9991007075").send()
            #expect(unknown.status == 404 && unknown.issueCode == "PATIENT_NOT_FOUND")
            let invalid = try await StructuredCall(base, "9991001019").send()
            #expect(invalid.status == 400 && invalid.issueCode == "INVALID_NHS_NUMBER")
            var system = StructuredCall(base, Self.eleanor)
            system.parameters[0] = [
                "name": "patientNHSNumber", "valueIdentifier": ["system": "urn:x", "value": .string(Self.eleanor)],
            ]
            #expect(try await system.send().issueCode == "INVALID_IDENTIFIER_SYSTEM")
            let incomplete = try await StructuredCall(base, Self.eleanor, [StructuredCall.part("includeAllergies")])
                .send()
            #expect(incomplete.status == 422 && incomplete.issueCode == "INVALID_PARAMETER")
        }
    }

    @Test func `says no for a patient who does`() throws {
        let provider = GPConnectProvider(odsCode: "Z99001", records: [:], refusedConsent: ["9991001018"])
        let request = SimulatedRequest(target: provider.basePath)
        let answer = provider.refusal(of: request)
        #expect(answer.status == 403)
        #expect(String(decoding: answer.body, as: UTF8.self).contains("NO_PATIENT_CONSENT"))
    }
}
