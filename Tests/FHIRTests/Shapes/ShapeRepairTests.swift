// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@Suite struct `Repairing a shape` {
    private let observation = ShapeExamples.observation
    private let sourceValue = ShapeExamples.sourceValue

    @Test func `keeps a string as it is and anything else as its JSON`() throws {
        #expect(
            try ShapeExamples.repaired(observation(#""effectiveDateTime":"03/02/2024""#))
                == observation(#""extension":[\#(sourceValue("Observation.effectiveDateTime", "03/02/2024"))]"#))
        #expect(
            try ShapeExamples.repaired(observation(#""issued":{ "year": 1.50 }"#))
                == observation(#""extension":[\#(sourceValue("Observation.issued", #"{ "year": 1.50 }"#))]"#))
    }

    @Test func `keeps a string that R4 cannot hold as its JSON`() throws {
        for illegal in [#""""#, #""  ""#, #""a\u0001b""#] {
            #expect(
                try ShapeExamples.repaired(observation(#""valueString":\#(illegal)"#))
                    == observation(#""extension":[\#(sourceValue("Observation.valueString", illegal))]"#))
        }
    }

    @Test func `cuts a text of over one mebibyte into pieces`() throws {
        let long = String(repeating: "é", count: 600_000)
        let result = try JSONDocument(parsing: ShapeExamples.repaired(observation(#""valueString":"\#(long)""#))).root
        let texts = result["extension"]?[0]?["extension"]?.elements.filter { $0["url"]?.string == "text" } ?? []
        #expect(texts.count == 2)
        #expect(texts.compactMap { $0["valueString"]?.string }.joined() == long)
    }

    @Test func `keeps extensions that were there before its own`() throws {
        let before = #"{"url":"https://example.org/a","valueString":"x"}"#
        #expect(
            try ShapeExamples.repaired(observation(#""extension":[\#(before)],"issued":"today""#))
                == observation(#""extension":[\#(before),\#(sourceValue("Observation.issued", "today"))]"#))
    }

    @Test func `keeps an illegal value in the nearest object`() throws {
        #expect(
            try ShapeExamples.repaired(observation(#""valueQuantity":{"value":"7","unit":"mg"}"#))
                == observation(
                    #""valueQuantity":{"unit":"mg","extension":[\#(sourceValue("Observation.valueQuantity.value", "7"))]}"#
                ))
    }

    @Test func `moves an illegal extension whole`() throws {
        let illegal = [
            #"{"url":"https://example.org/a"}"#, #"{"valueString":"x"}"#, #"{"url":"a b","valueString":"x"}"#,
            #"{"url":"https://example.org/a","valueString":"x","extension":[{"url":"b","valueCode":"c"}]}"#,
            #"{"url":"https://example.org/a","valueString":"x","valueCode":"c"}"#,
            #"{"url":"https://example.org/a","valueString":7}"#,
        ]
        for text in illegal {
            #expect(
                try ShapeExamples.repaired(observation(#""extension":[\#(text)]"#))
                    == observation(#""extension":[\#(sourceValue("Observation.extension[0]", text))]"#))
        }
    }

    @Test func `keeps the places of a list of primitives beside those of their extensions`() throws {
        let kept = #"{"extension":[{"url":"https://example.org/a","valueString":"x"}]}"#
        let name = { (members: String) in #"{"resourceType":"Patient","name":[{\#(members)}]}"# }
        #expect(try ShapeExamples.verdict(name(#""given":["A",null],"_given":[null,\#(kept)]"#)) == "sound")
        #expect(try ShapeExamples.verdict(name(#""_given":[\#(kept)]"#)) == "sound")
        #expect(
            try ShapeExamples.repaired(name(#""given":[7,"B",8],"_given":[\#(kept),null,null]"#))
                == name(
                    #""given":[null,"B"],"_given":[\#(kept),null],"extension":["#
                        + sourceValue("Patient.name[0].given[0]", "7") + ","
                        + sourceValue("Patient.name[0].given[2]", "8") + "]"))
        #expect(try ShapeExamples.verdict(name(#""given":["A",null]"#)) == "Patient.name[0].given[1]: no value")
        #expect(try ShapeExamples.repaired(name(#""given":["A",null]"#)) == name(#""given":["A"]"#))
        #expect(
            try ShapeExamples.verdict(name(#""given":[null,"B"],"_given":[{"id":"a"},{"id":"b"}]"#))
                == "Patient.name[0]._given[0]: illegal part")
        #expect(
            try ShapeExamples.verdict(name(#""given":"A","_given":{"id":"a"}"#))
                == "Patient.name[0].given: wrong kind of value; Patient.name[0]._given: wrong kind of value")
    }

    @Test func `moves a narrative whole whose XHTML is illegal`() throws {
        #expect(
            try ShapeExamples.verdict(observation(#""text":{"status":"generated","div":"plain"}"#))
                == "Observation.text: illegal part")
        #expect(
            try ShapeExamples.verdict(observation(#""text":{"status":"generated","div":"<div xmlns='x'>a</div>"}"#))
                == "sound")
    }

    @Test func `moves an unreadable resource inside another, and one inside that`() throws {
        let contained = { (text: String) in observation(#""contained":[\#(text)]"#) }
        #expect(
            try ShapeExamples.verdict(contained(#"{"resourceType":"Zebra","id":"a"}"#))
                == "Observation.contained[0]: unreadable resource")
        #expect(
            try ShapeExamples.verdict(contained(#"{"resourceType":"Patient","id":"a","active":1,"gender":1}"#))
                == "Observation.contained[0]: unreadable resource")
        #expect(
            try ShapeExamples.verdict(
                contained(#"{"resourceType":"Patient","id":"a","contained":[{"resourceType":"Basic"}]}"#))
                == "Observation.contained[0].contained: unknown element")
    }

    @Test func `keeps a reference to a resource inside whose id is illegal`() throws {
        let text = observation(
            ##""contained":[{"resourceType":"Patient","id":"p_1"}],"subject":{"reference":"#p_1"}"##)
        let result = try JSONDocument(parsing: ShapeExamples.repaired(text)).root
        #expect(result["contained"]?[0]?["id"]?.string == "contained-1")
        #expect(result["subject"]?["reference"]?.string == "#contained-1")
        #expect(
            try ShapeExamples.verdict(text)
                == "Observation.contained[0].id: illegal format; Observation.subject.reference: illegal format")
        #expect(try ShapeExamples.verdict(#"{"resourceType":"Patient","id":"p_1"}"#) == "sound")
    }

    @Test func `says in words that a required choice without an object is unknown`() throws {
        let text =
            #"{"resourceType":"Immunization","status":"completed","vaccineCode":{"text":"x"},"#
            + #""patient":{"display":"x"},"occurrenceDateTime":"03/02/2024"}"#
        let result = try JSONDocument(parsing: ShapeExamples.repaired(text)).root
        #expect(result["occurrenceString"]?.string == "unknown" && result["occurrenceDateTime"] == nil)
        #expect(result["_occurrenceString"]?["extension"]?[0]?["valueCode"]?.string == "unknown")
        #expect(try ShapeExamples.verdict(text) == "Immunization.occurrenceDateTime: illegal format")
    }

    @Test func `fills a required part of a required object`() throws {
        let result = try ShapeExamples.repaired(
            #"{"resourceType":"Appointment","status":"booked"}"#)
        #expect(result.contains(#""participant":[{"extension":[\#(ShapeExamples.absent)],"_status":"#))
    }

    @Test func `repairs an object of very many faults in time that grows with them`() throws {
        let members = (0..<20_000).map { #""unknown\#($0)":1"# }.joined(separator: ",")
        let moved = try ShapeExamples.verdict(observation(members)).split(separator: ";").count
        #expect(moved == 20_000)
    }
}
