// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import TestSupport
import Testing

@testable import Mapping

@Suite struct `Keeping references` {
    @Test func `every reference that found its target in the source finds the same in R4`() throws {
        for (file, document) in Corpus.structuredRecords() {
            let bundle = try #require(Bundle<STU3>(document.root))
            let record = STU3ToR4.map(bundle)
            let before = ReferenceIndex(bundle.entries)
            let after = ReferenceIndex(record.resources.map(\.resource))
            let names = Dictionary(
                record.resources.map { ($0.sourceReference, $0.resource.localReference ?? "") },
                uniquingKeysWith: { first, _ in first })
            let whole = record.resources.filter { !$0.sourceReference.contains("#") }
            #expect(whole.count == bundle.resources.count, "\(file.name)")
            for (source, mapped) in zip(bundle.resources, whole) {
                guard source.contained.isEmpty else { continue }
                let targets = Self.references(in: source.value).compactMap { before.resource(for: $0)?.localReference }
                let found = Self.references(in: mapped.resource.value).compactMap {
                    after.resource(for: $0)?.localReference
                }
                #expect(targets.compactMap { names[$0] }.sorted() == found.sorted(), "\(file.name) \(source.type)")
            }
        }
    }

    private static func references(in value: JSONValue) -> [Reference] {
        let own = value["reference"]?.string != nil ? [Reference(value)].compactMap { $0 } : []
        return own + value.members.flatMap { references(in: $0.value) } + value.elements.flatMap { references(in: $0) }
    }

    @Test func `a procedure request and a referral request become service requests everywhere`() throws {
        let record = try mapped(
            #"{"resourceType":"ProcedureRequest","id":"1","status":"active","intent":"plan","subject":{"reference":"Patient/1"}}"#,
            #"{"resourceType":"ReferralRequest","id":"1","status":"active","intent":"plan","subject":{"reference":"Patient/1"}}"#,
            #"{"resourceType":"List","id":"1","status":"current","mode":"snapshot","entry":[{"item":{"reference":"ProcedureRequest/1"}},{"item":{"reference":"https://host/fhir/ReferralRequest/1/_history/2"}}]}"#
        )
        #expect(
            record.resources.map(\.resource.localReference) == [
                "ServiceRequest/1", "ServiceRequest/1-referral", "List/1",
            ])
        #expect(record.resources.map(\.sourceReference) == ["ProcedureRequest/1", "ReferralRequest/1", "List/1"])
        let list = record.resources[2].resource.value.tree.text
        expect(list, contains: #""reference":"ServiceRequest/1""#)
        expect(list, contains: #""reference":"https://host/fhir/ServiceRequest/1-referral/_history/2""#)
    }

    @Test func `an id that FHIR does not allow is replaced here and in references, and kept as it was`() throws {
        let record = try mapped(
            #"{"resourceType":"Organization","id":"a_b","name":"X"}"#,
            #"{"resourceType":"Location","id":"1","managingOrganization":{"reference":"Organization/a_b"}}"#)
        let organisation = record.resources[0]
        let id = try #require(organisation.resource.id)
        #expect(id.hasPrefix("id-"))
        #expect(organisation.sourceReference == "Organization/a_b")
        expect(organisation.resource.value.tree.text, contains: #"{"url":"text","valueString":"a_b"}"#)
        #expect(record.resources[1].resource["managingOrganization"]?["reference"]?.string == "Organization/" + id)
    }

    @Test func `what a list contains is a resource of its own`() throws {
        let record = try mapped(
            ##"{"resourceType":"List","status":"current","mode":"snapshot","code":{"coding":[{"system":"http://snomed.info/sct","code":"1103671000000101"}]},"contained":[{"resourceType":"AllergyIntolerance","id":"28","clinicalStatus":"resolved","patient":{"reference":"Patient/1"}}],"entry":[{"item":{"reference":"#28"}}]}"##
        )
        #expect(record.resources.count == 2)
        let list = record.resources[0]
        let allergy = record.resources[1]
        #expect(list.resource.id == "list-1103671000000101")
        #expect(allergy.resource.type == "AllergyIntolerance")
        #expect(allergy.areas == [.endedAllergies])
        #expect(allergy.sourceReference == "List/list-1103671000000101#28")
        #expect(list.resource.contained.isEmpty)
        #expect(list.resource["entry"]?[0]?["item"]?["reference"]?.string == allergy.resource.localReference)
    }

    @Test func `absolute and urn references stay as they are`() throws {
        let text = try mappedText(
            #"{"resourceType":"Location","id":"1","managingOrganization":{"reference":"urn:uuid:5a"},"partOf":{"reference":"https://host/Location/2"}}"#
        )
        expect(text, contains: #"{"reference":"urn:uuid:5a"}"#)
        expect(text, contains: #"{"reference":"https://host/Location/2"}"#)
    }
}
