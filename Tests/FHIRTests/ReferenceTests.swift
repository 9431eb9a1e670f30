// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@Suite struct `FHIR references` {
    @Test(
        arguments: [
            ("Patient/1", .relative(type: "Patient", id: "1", version: nil)),
            ("Patient/1/_history/2", .relative(type: "Patient", id: "1", version: "2")),
            ("Patient/a b", .relative(type: "Patient", id: "a b", version: nil)),
            (
                "https://host/Patient/1",
                .absolute(url: "https://host/Patient/1", type: "Patient", id: "1", version: nil)
            ),
            (
                "http://host:8080/a/fhir/Patient/1/_history/7",
                .absolute(url: "http://host:8080/a/fhir/Patient/1", type: "Patient", id: "1", version: "7")
            ),
            (
                "urn:uuid:6f2b1a3e-0000-4000-8000-000000000001",
                .uniform("urn:uuid:6f2b1a3e-0000-4000-8000-000000000001")
            ),
            ("urn:oid:1.2.3", .uniform("urn:oid:1.2.3")),
            ("#med1", .contained("med1")),
            ("#", .contained("")),
        ] as [(String, Reference.Target)])
    func `are told apart by their form`(_ text: String, _ target: Reference.Target) throws {
        #expect(Reference.target(of: text) == target)
        let read = try #require(Reference(try json(#"{"reference":"\#(text)","display":"x"}"#)))
        #expect(read.text == text)
        #expect(read.target == target)
        #expect(read.display == "x")
    }

    @Test(arguments: [
        "", "Patient", "Patient/", "/1", "/Patient/1", "Patient/1/", "patient/1", "1/Patient/2", "fhir/Patient/1",
        "Pati3nt/1",
        "Patient?identifier=x", "Patient?identifier=https://a/B/c", "https://host/Patient?identifier=Abc/1",
        "https://Host/1",
        "https://host", "https://host/", "https:///Patient/1", "ftp://host/Patient/1", "https://host/Patient/",
        "https://host/documents/1", "Patient/1/_history/", "Patient/_history/2", "_history/2", "mailto:a@b.c",
        "Pa tient/1",
    ])
    func `are unreadable where they point at no resource`(_ text: String) {
        #expect(Reference.target(of: text) == .unreadable)
    }

    @Test func `may hold an identifier or a display alone`() throws {
        let read = try #require(
            Reference(try json(#"{"identifier":{"system":"s","value":"v"},"display":"Dr Who"}"#)))
        #expect(read.text == nil)
        #expect(read.target == .unreadable)
        #expect(read.identifier == Identifier(system: "s", value: "v"))
        #expect(read.display == "Dr Who")
    }

    @Test(arguments: [#""Patient/1""#, "null", "[]", "1"]) func `are objects`(_ text: String) throws {
        #expect(Reference(try json(text)) == nil)
    }
}
