// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@Suite struct `FHIR resources` {
    private let resource: Resource<R4>

    init() throws {
        let text = #"""
            {"resourceType":"Patient","id":"17","meta":{"versionId":"3","lastUpdated":"2024-01-01T00:00:00Z","profile":["p1","p2"]},
             "contained":[{"resourceType":"Organization","id":"o","endpoint":[{"reference":"Endpoint/2"}]},"x"],
             "extension":[{"url":"u","valueReference":{"reference":"Flag/1"}}],
             "identifier":[{"system":"s","value":"v"}],"name":[{"family":"A"},{"family":"B"}],"telecom":[{"value":"1"}],
             "address":[{"city":"Leeds"}],"generalPractitioner":[{"reference":"#o"},{"reference":"Organization/2"}],
             "managingOrganization":{"reference":"Organization/3"},"code":{"text":"c"},"link":[{"other":{"display":"none"}}]}
            """#
        resource = try #require(Resource<R4>(try json(text)))
    }

    @Test func `give what every resource has`() {
        #expect(resource.type == "Patient")
        #expect(resource.id == "17")
        #expect(resource.localReference == "Patient/17")
        #expect(resource.versionID == "3")
        #expect(resource.lastUpdated == "2024-01-01T00:00:00Z")
        #expect(resource.profiles == ["p1", "p2"])
        #expect(resource.contained.map(\.id) == ["o"])
        #expect(resource.extensions.map(\.url) == ["u"])
        #expect(resource.identifiers == [Identifier(system: "s", value: "v")])
        #expect(resource.code?.text == "c")
        #expect(resource["absent"] == nil)
    }

    @Test func `give what is known of a person`() {
        #expect(resource.names.map(\.family) == ["A", "B"])
        #expect(resource.addresses.map(\.city) == ["Leeds"])
        #expect(resource.contactPoints.map(\.value) == ["1"])
    }

    @Test func `give the reference that an element is, or its first`() {
        #expect(resource.reference("managingOrganization")?.text == "Organization/3")
        #expect(resource.reference("generalPractitioner")?.text == "#o")
        #expect(resource.reference("code")?.text == nil)
        #expect(resource.reference("id") == nil)
        #expect(resource.reference("absent") == nil)
    }

    @Test func `give every reference, however deep`() {
        #expect(
            resource.references.map(\.text) == ["Endpoint/2", "Flag/1", "#o", "Organization/2", "Organization/3"])
    }

    @Test(arguments: ["null", "[]", "{}", #"{"resourceType":1}"#, #"{"resourceType":""}"#, #""Patient""#])
    func `are objects that name their type`(_ text: String) throws {
        #expect(Resource<R4>(try json(text)) == nil)
    }

    @Test func `may lack an id, and what they lack is empty`() throws {
        let bare = try #require(Resource<STU3>(try json(#"{"resourceType":"Organization","name":"Anytown Surgery"}"#)))
        #expect(bare.id == nil)
        #expect(bare.localReference == nil)
        #expect(bare.names.isEmpty && bare.addresses.isEmpty && bare.contactPoints.isEmpty)
        #expect(bare.profiles.isEmpty && bare.contained.isEmpty && bare.extensions.isEmpty && bare.identifiers.isEmpty)
        #expect(bare.references.isEmpty)
        #expect(bare.code == nil)
    }
}
