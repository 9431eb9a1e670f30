// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@testable import Mapping

@Suite struct `Keeping what R4 does not allow` {
    @Test func `a date without an offset leaves its place and is kept with its path`() throws {
        let record = try mapped(
            #"{"resourceType":"Observation","id":"1","status":"final","code":{"text":"x"},"effectiveDateTime":"2019-03-28T10:30:00"}"#
        )
        let observation = try #require(record.resources.first)
        #expect(observation.resource["effectiveDateTime"] == nil)
        expect(
            observation.resource.value.tree.text,
            contains:
                #"{"url":"https://mig.example.org/fhir/StructureDefinition/source-value","extension":[{"url":"path","valueString":"Observation.effectiveDateTime"},{"url":"text","valueString":"2019-03-28T10:30:00"}]}"#
        )
        #expect(observation.warnings == [.illegalValue(path: "Observation.effectiveDateTime")])
        #expect(observation.sourceValueCount == 1)
        #expect(record.illegalValueCount == 1)
        #expect(record.unmappedValueCount == 0)
    }

    @Test func `a code that R4 does not know is kept, and the required status says that it is unknown`() throws {
        let text = try mappedText(#"{"resourceType":"Observation","id":"1","status":"wibble","code":{"text":"x"}}"#)
        expect(
            text,
            contains:
                #""_status":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}"#
        )
        expect(text, contains: #"{"url":"text","valueString":"wibble"}"#)
    }

    @Test func `a value stands at the nearest object`() throws {
        let text = try mappedText(
            #"{"resourceType":"Condition","id":"1","subject":{"reference":"Patient/1"},"code":{"coding":[{"system":"http://snomed.info/sct","code":" 86290005","display":"d"}]}}"#
        )
        expect(
            text,
            contains:
                #""code":{"coding":[{"system":"http://snomed.info/sct","display":"d","extension":[{"url":"https://mig.example.org/fhir/StructureDefinition/source-value""#
        )
    }

    @Test func `an unknown element is kept value by value and counted as unmapped`() throws {
        let record = try mapped(
            #"{"resourceType":"Condition","id":"1","subject":{"reference":"Patient/1"},"wonder":{"a":[1.50,true],"b":"x"}}"#
        )
        let text = try #require(record.resources.first).resource.value.tree.text
        expect(
            text, contains: #"{"url":"path","valueString":"Condition.wonder.a"},{"url":"text","valueString":"1.50"}"#)
        expect(text, contains: #"{"url":"text","valueString":"true"}"#)
        expect(text, contains: #"{"url":"path","valueString":"Condition.wonder.b"},{"url":"text","valueString":"x"}"#)
        #expect(record.unmappedValueCount == 3)
        #expect(record.illegalValueCount == 0)
    }

    @Test func `an unknown modifier stays and warns`() throws {
        let record = try mapped(
            #"{"resourceType":"Condition","id":"1","subject":{"reference":"Patient/1"},"modifierExtension":[{"url":"http://example.org/not","valueBoolean":true}],"evidence":[{"detail":[{"reference":"Observation/1"}],"modifierExtension":[{"url":"http://example.org/inner","valueBoolean":true}]}]}"#
        )
        let condition = try #require(record.resources.first)
        expect(
            condition.resource.value.tree.text,
            contains: #""modifierExtension":[{"url":"http://example.org/not","valueBoolean":true}]"#)
        #expect(
            condition.warnings == [
                .unknownModifier(name: "http://example.org/not"), .unknownModifier(name: "http://example.org/inner"),
            ])
    }

    @Test func `an empty text, array, object or null is no value`() throws {
        let text = try mappedText(
            #"{"resourceType":"Location","id":"1","description":"","telecom":[],"position":{},"name":null,"alias":["a",null]}"#
        )
        expect(text, contains: #""alias":["a"]"#)
        expect(text, contains: #"[{"url":"path","valueString":"Location.description"}]"#)
        #expect(!text.contains("telecom") && !text.contains("position") && !text.contains("null"))
    }

    @Test func `the extensions of a value go where it goes`() throws {
        let text = try mappedText(
            #"{"resourceType":"AllergyIntolerance","id":"1","patient":{"reference":"Patient/1"},"assertedDate":"2019","_assertedDate":{"extension":[{"url":"http://example.org/e","valueString":"v"}]},"_clinicalStatus":{"extension":[{"url":"http://example.org/s","valueString":"w"}]}}"#
        )
        expect(text, contains: #""_recordedDate":{"extension":[{"url":"http://example.org/e","valueString":"v"}]}"#)
        expect(text, contains: #""_code":{"extension":[{"url":"http://example.org/s","valueString":"w"}]}"#)
    }

    @Test func `a fault of shape fails its resource alone`() throws {
        let record = try mapped(
            #"{"resourceType":"Condition","id":"1","subject":{"reference":"Patient/1"},"code":"text"}"#,
            #"{"resourceType":"Condition","id":"2","subject":{"reference":"Patient/1"},"code":{"coding":[{"system":["x"]}]}}"#,
            #"{"resourceType":"Wonder","id":"3"}"#, "7",
            #"{"resourceType":"Location","id":"4","name":"n"}"#)
        #expect(record.resources.map(\.sourceReference) == ["Location/4"])
        #expect(
            record.unreadable == [
                UnreadableResource(position: 0, type: "Condition", reason: .wrongShape(path: "Condition.code")),
                UnreadableResource(
                    position: 1, type: "Condition", reason: .wrongShape(path: "Condition.code.coding.system")),
                UnreadableResource(position: 2, type: "Wonder", reason: .unsupportedType),
                UnreadableResource(position: 3, type: nil, reason: .noResource),
            ])
    }

    @Test func `a degraded code warns with the words that were written`() throws {
        let allergy =
            #"{"resourceType":"AllergyIntolerance","id":"1","patient":{"reference":"Patient/1"},"code":{"coding":[{"system":"http://snomed.info/sct","code":"196461000000101","display":"Transfer-degraded drug allergy"}],"text":"H/O: drug allergy X"}}"#
        #expect(try mapped(allergy).resources.first?.warnings == [.degradedCode(originalText: "H/O: drug allergy X")])
        let medicine = try mapped(
            #"{"resourceType":"Medication","id":"1","code":{"coding":[{"system":"http://snomed.info/sct","code":"196421000000109","display":"d"}],"text":"M"}}"#,
            #"{"resourceType":"MedicationStatement","id":"1","status":"active","taken":"unk","medicationReference":{"reference":"Medication/1"},"subject":{"reference":"Patient/1"}}"#
        )
        #expect(
            medicine.resources.map(\.warnings) == [
                [.degradedCode(originalText: "M")], [.degradedCode(originalText: "M")],
            ])
    }

    @Test func `a resource that has no extensions of its own keeps values in its metadata`() throws {
        let text = try mappedText(#"{"resourceType":"Binary","id":"1","contentType":"text/plain","wonder":"x"}"#)
        expect(
            text,
            contains: #""meta":{"extension":[{"url":"https://mig.example.org/fhir/StructureDefinition/source-value""#)
    }

    @Test func `a resource of values without a place beyond all measure could not be read`() throws {
        let values = Array(repeating: #""x""#, count: 100_001).joined(separator: ",")
        let record = try mapped(
            #"{"resourceType":"Location","id":"1","wonder":[\#(values)]}"#, #"{"resourceType":"Location","id":"2"}"#)
        #expect(record.unreadable == [UnreadableResource(position: 0, type: "Location", reason: .tooLarge)])
        #expect(record.resources.map(\.sourceReference) == ["Location/2"])
    }

    @Test func `an element given twice over keeps both values`() throws {
        let text = try mappedText(
            #"{"resourceType":"Condition","id":"1","subject":{"reference":"Patient/1"},"assertedDate":"2019","recordedDate":"2020","onsetString":"a","onsetDateTime":"2018"}"#
        )
        for value in ["2019", "2020", "a", "2018"] { expect(text, contains: "\"\(value)\"") }
    }

    @Test func `no description shows what the record says`() throws {
        let record = try mapped(#"{"resourceType":"Location","id":"1","name":"Canary"}"#)
        #expect(!"\(record)\(record.resources)\(EntryWarning.degradedCode(originalText: "Canary"))".contains("Canary"))
        var dumped = ""
        dump(record, to: &dumped)
        #expect(!dumped.contains("Canary"))
    }
}
