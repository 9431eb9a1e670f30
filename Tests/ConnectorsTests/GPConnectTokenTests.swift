// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import FHIR
import JSON
import Testing

@testable import Connectors

@Suite struct `The token of GP Connect` {
    private func token(_ asker: SourceQuery.Asker? = nil) throws -> GPConnectToken {
        GPConnectToken(
            configuration: try PracticeFixture.configuration(), asker: asker, scope: .readPatient,
            issuedAt: try #require(FHIRDateTime("2026-01-31T09:30:00.000Z")))
    }

    @Test func `holds every claim, for five minutes`() throws {
        let expected = """
            {"iss":"https://gateway.example/token","sub":"10019","aud":"https://provider.example/A12345/fhir",\
            "exp":1769852100,"iat":1769851800,"reason_for_request":"directcare","requested_scope":"patient/*.read",\
            "requesting_device":{"resourceType":"Device","identifier":[{"system":"https://gateway.example/Id/device",\
            "value":"gateway-1"}],"model":"Gateway","version":"1.0"},"requesting_organization":\
            {"resourceType":"Organization","identifier":[{"system":"https://fhir.nhs.uk/Id/ods-organization-code",\
            "value":"B82001"}],"name":"Care Trust"},"requesting_practitioner":{"resourceType":"Practitioner",\
            "id":"10019","identifier":[{"system":"https://fhir.nhs.uk/Id/sds-user-id","value":"111222333444"},\
            {"system":"https://fhir.nhs.uk/Id/sds-role-profile-id","value":"555666777888"},\
            {"system":"https://gateway.example/Id/user","value":"10019"}],"name":[{"family":"Jones",\
            "given":["Claire"],"prefix":["Dr"]}]}}
            """
        #expect(try token().claims.text == expected)
    }

    @Test func `names the person who asks, their role and their organisation, and nobody else`() throws {
        let claims = try token(TestSource.asker).claims.text
        let expected = """
            "requesting_organization":{"resourceType":"Organization","identifier":[{"system":\
            "https://fhir.nhs.uk/Id/ods-organization-code","value":"RX1"}],"name":"RX1"},"requesting_practitioner":\
            {"resourceType":"Practitioner","id":"https---idp.example-42","extension":[{"url":\
            "https://mig.example.org/fhir/StructureDefinition/requester-role","valueCodeableConcept":{"coding":[{"system":\
            "https://mig.example.org/fhir/CodeSystem/role","code":"doctor"}],"text":"doctor"}}],"identifier":[{"system":\
            "https://fhir.nhs.uk/Id/sds-user-id","value":"UNK"},{"system":"https://fhir.nhs.uk/Id/sds-role-profile-id",\
            "value":"UNK"},{"system":"https://gateway.example/Id/user","value":"https://idp.example|42"}],"name":[{"text":\
            "Dr Anna Maria Jones","family":"Jones","prefix":["Dr"],"given":["Anna","Maria"]}]}}
            """
        #expect(claims.hasSuffix(expected), "\(claims)")
        #expect(claims.contains(#""sub":"https---idp.example-42""#) && !claims.contains("Claire"))
    }

    @Test(arguments: [("", "nurse-7"), ("Cher", "Cher"), ("Mx O'Neil", "O'Neil")])
    func `has a family name whatever a person is called`(name: String, family: String) throws {
        let asker = SourceQuery.Asker(
            identifier: "nurse-7", name: name, role: ("nurse", "nurse"), organisation: "RX1")
        #expect(try token(asker).claims.text.contains(#""family":"\#(family)""#))
    }

    @Test func `has three parts, the last one empty`() throws {
        let parts = try token().text.split(separator: ".", omittingEmptySubsequences: false)
        #expect(parts.count == 3)
        #expect(parts.first == "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0")
        #expect(parts.last?.isEmpty == true)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("foobar", "Zm9vYmFy"),
    ])
    func `writes base 64 as RFC 4648 has it`(text: String, encoded: String) {
        #expect(GPConnectToken.base64URL(Array(text.utf8)) == encoded)
    }

    @Test func `writes base 64 with the alphabet for addresses`() {
        #expect(GPConnectToken.base64URL([0xFB, 0xFF, 0xFE]) == "-__-")
    }
}
