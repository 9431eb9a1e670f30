// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@Suite struct `Coded FHIR elements` {
    @Test func `give a coding as written, and write it again`() throws {
        let text =
            #"{"system":"http://snomed.info/sct","code":"22298006","display":"Myocardial infarction","userSelected":true}"#
        let coding = try #require(Coding(try json(text)))
        #expect(coding.system == CodeSystem.snomed)
        #expect(coding.code == "22298006")
        #expect(coding.display == "Myocardial infarction")
        #expect(coding.userSelected == true)
        #expect(coding.isSNOMED)
        #expect(coding.tree.text == text)
        #expect(Coding(system: nil, code: "x").tree.text == #"{"code":"x"}"#)
    }

    @Test func `read a code that was written as a number`() throws {
        #expect(Coding(try json(#"{"code":22298006}"#))?.code == "22298006")
        #expect(Coding(try json(#"{"code":null}"#))?.code == nil)
        #expect(Coding(try json(#""22298006""#)) == nil)
    }

    @Test func `give the SNOMED CT codes of a concept alone`() throws {
        let concept = try #require(
            CodeableConcept(
                try json(
                    #"""
                    {"coding":[{"system":"http://loinc.org","code":"1"},{"system":"http://snomed.info/sct","code":"2"},null,
                     {"system":"http://snomed.info/sct"},{"system":"http://snomed.info/sct","code":"3"}],"text":"t"}
                    """#)))
        #expect(concept.codings.count == 4)
        #expect(concept.snomedCodes == ["2", "3"])
        #expect(concept.text == "t")
    }

    @Test(
        arguments: [
            (#"{"text":"as recorded","coding":[{"display":"d"}]}"#, "as recorded"),
            (#"{"text":" ","coding":[{"display":"d"}]}"#, "d"),
            (#"{"coding":[{"display":"first"},{"display":"chosen","userSelected":true}]}"#, "chosen"),
            (#"{"coding":[{"display":"first"},{"code":"c","userSelected":true}]}"#, "first"),
            (#"{"coding":[{"code":"a"},{"display":""},{"code":"b"}]}"#, "a"),
            (#"{"coding":[{"system":"s"}]}"#, nil), ("{}", nil),
        ] as [(String, String?)])
    func `give the words that a person should read`(_ text: String, _ words: String?) throws {
        #expect(try #require(CodeableConcept(try json(text))).words == words)
    }

    @Test func `read one concept or many`() throws {
        #expect(CodeableConcept.all(in: try json(#"{"text":"a"}"#)).map(\.text) == ["a"])
        #expect(CodeableConcept.all(in: try json(#"[{"text":"a"},"b",{"text":"c"}]"#)).map(\.text) == ["a", "c"])
        #expect(CodeableConcept.all(in: try json("null")).isEmpty)
        #expect(CodeableConcept.all(in: nil).isEmpty)
    }

    @Test func `write a concept`() {
        let concept = CodeableConcept(codings: [Coding(system: "s", code: "c")], text: "t")
        #expect(concept.tree.text == #"{"coding":[{"system":"s","code":"c"}],"text":"t"}"#)
        #expect(CodeableConcept(codings: []).tree.text == "{}")
    }

    @Test func `give identifiers, one or many`() throws {
        let many = try json(#"[{"system":"s","value":"v","use":"official"},{"value":7},null]"#)
        #expect(
            Identifier.all(in: many) == [
                Identifier(system: "s", value: "v", use: "official"), Identifier(system: nil, value: "7"),
            ])
        #expect(Identifier.all(in: many[0]).count == 1)
        #expect(Identifier.all(in: nil).isEmpty)
    }

    @Test func `give extensions and what is inside them`() throws {
        let list = try json(
            #"""
            [{"url":"u1","valueString":"x"},{"valueCode":"no url"},{"url":"u2","extension":[{"url":"inner","valueBoolean":true}]},
             {"url":"u3","_valueString":{"extension":[]}}]
            """#)
        let extensions = Extension.all(in: list)
        #expect(extensions.map(\.url) == ["u1", "u2", "u3"])
        #expect(extensions.map { $0.value?.scalarText } == ["x", nil, nil])
        #expect(extensions[1].extensions.map { $0.value?.boolean } == [true])
    }

    @Test(
        arguments: [
            (#"{"value":1.50,"unit":"mmol/L"}"#, "1.50 mmol/L"), (#"{"value":7,"unit":"%"}"#, "7%"),
            (#"{"value":0.10,"comparator":"<","unit":"mg"}"#, "< 0.10 mg"), (#"{"value":5,"code":"kg"}"#, "5 kg"),
            (#"{"value":1e3}"#, "1e3"), (#"{"value":5,"unit":""}"#, "5"), (#"{"unit":"kg"}"#, nil), ("{}", nil),
        ] as [(String, String?)])
    func `give an amount with its digits as written`(_ text: String, _ words: String?) throws {
        #expect(try #require(Quantity(try json(text))).words == words)
    }
}
