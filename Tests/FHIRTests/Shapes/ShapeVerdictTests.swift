// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@Suite struct `The verdict on a shape` {
    private let observation = ShapeExamples.observation

    private func expect(
        _ text: String, _ verdict: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try ShapeExamples.verdict(text) == verdict, sourceLocation: sourceLocation)
    }

    @Test func `moves what R4 has no element for`() throws {
        try expect(observation(""), "sound")
        try expect(observation(#""colour":"red""#), "Observation.colour: unknown element")
        try expect(observation(#""subject":{"colour":"red"}"#), "Observation.subject.colour: unknown element")
        try expect(observation(#""_code":{"id":"a"}"#), "Observation._code: unknown element")
        try expect(
            observation(#""component":[{"resourceType":"Patient","code":{"text":"x"}}]"#),
            "Observation.component[0].resourceType: unknown element")
    }

    @Test func `moves a value of another kind, and one value for a list`() throws {
        try expect(observation(#""subject":"Patient/1""#), "Observation.subject: wrong kind of value")
        try expect(observation(#""category":{"text":"Vital signs"}"#), "Observation.category: wrong kind of value")
        try expect(observation(#""subject":[{"display":"x"}]"#), "Observation.subject: wrong kind of value")
        try expect(observation(#""valueInteger":"7""#), "Observation.valueInteger: wrong kind of value")
        try expect(
            observation(#""valueQuantity":{"value":"7.10"}"#), "Observation.valueQuantity.value: wrong kind of value")
        try expect(
            observation(#""category":["Vital signs",{"text":"y"}]"#), "Observation.category[0]: wrong kind of value")
    }

    @Test func `moves a code that is not in the list bound to it`() throws {
        try expect(#"{"resourceType":"Patient","gender":"F"}"#, "Patient.gender: unknown code")
        try expect(#"{"resourceType":"Patient","gender":"female"}"#, "sound")
    }

    @Test func `drops what says nothing`() throws {
        try expect(
            observation(#""subject":null,"note":[],"method":{},"bodySite":{"coding":[]}"#),
            "Observation.subject: no value; Observation.note: no value; Observation.method: no value; "
                + "Observation.bodySite: no value")
        #expect(try ShapeExamples.repaired(observation(#""subject":null"#)) == observation(""))
    }

    @Test func `moves an object that has an id alone`() throws {
        try expect(observation(#""subject":{"id":"a"}"#), "Observation.subject: illegal part")
    }

    @Test func `moves the second value of a choice`() throws {
        try expect(
            observation(#""valueString":"x","valueInteger":1"#), "Observation.valueInteger: second value of a choice")
        try expect(
            observation(#""valueString":"x","_valueInteger":{"extension":[]}"#),
            "Observation._valueInteger: second value of a choice")
        try expect(observation(#""valueString":"x","_valueString":{"id":"a"}"#), "sound")
        try expect(observation(#""valueString":"","valueInteger":1"#), "Observation.valueString: blank text")
    }

    @Test func `finds a resource unreadable whose modifier is illegal`() throws {
        try expect(
            #"{"resourceType":"Observation","status":"weird","code":{"text":"x"}}"#, "unreadable: Observation.status")
        try expect(#"{"resourceType":"Observation","status":1,"code":{"text":"x"}}"#, "unreadable: Observation.status")
        try expect(
            #"{"resourceType":"AllergyIntolerance","patient":{"display":"x"},"verificationStatus":"refuted"}"#,
            "unreadable: AllergyIntolerance.verificationStatus")
        try expect(
            #"{"resourceType":"AllergyIntolerance","patient":{"display":"x"},"clinicalStatus":{"coding":[{"code":1}]}}"#,
            "unreadable: AllergyIntolerance.clinicalStatus.coding[0].code")
        try expect(#"{"resourceType":"Patient","deceasedBoolean":"true"}"#, "unreadable: Patient.deceasedBoolean")
        try expect(
            #"{"resourceType":"Patient","deceasedBoolean":true,"deceasedDateTime":"2020"}"#,
            "unreadable: Patient.deceasedDateTime")
        try expect(
            observation(#""modifierExtension":[{"url":"https://example.org/not"}]"#),
            "unreadable: Observation.modifierExtension[0]")
        try expect(
            observation(#""component":[{"code":{"text":"x"},"modifierExtension":"not"}]"#),
            "unreadable: Observation.component[0].modifierExtension")
    }

    @Test func `keeps a modifier whose unneeded parts are blank or unknown`() throws {
        try expect(
            #"""
            {"resourceType":"AllergyIntolerance","patient":{"display":"x"},
             "verificationStatus":{"coding":[{"code":"refuted","display":"","colour":1}]}}
            """#,
            "AllergyIntolerance.verificationStatus.coding[0].display: blank text; "
                + "AllergyIntolerance.verificationStatus.coding[0].colour: unknown element")
    }

    @Test func `finds a resource unreadable that an earlier release's modifier could have turned`() throws {
        let immunization =
            #"{"resourceType":"Immunization","status":"completed","vaccineCode":{"text":"x"},"#
            + #""patient":{"display":"x"},"occurrenceDateTime":"2020""#
        try expect(immunization + #","notGiven":true}"#, "unreadable: Immunization.notGiven")
        try expect(immunization + #","notGiven":false}"#, "Immunization.notGiven: unknown element")
        try expect(immunization + #","state":{"code":"entered-in-error"}}"#, "unreadable: Immunization")
    }

    @Test func `moves a datatype whole whose modifier is illegal`() throws {
        try expect(
            observation(#""valueQuantity":{"value":7,"comparator":"about"}"#), "Observation.valueQuantity: illegal part"
        )
        try expect(
            #"{"resourceType":"Patient","name":[{"family":"A","use":"weird","given":[1]}]}"#,
            "Patient.name[0]: illegal part")
    }

    @Test func `says that a required element is unknown`() throws {
        let absent = ShapeExamples.absent
        #expect(
            try ShapeExamples.repaired(#"{"resourceType":"Observation","code":"pulse"}"#)
                == #"{"resourceType":"Observation","code":{"extension":[\#(absent)]},"#
                + #""_status":{"extension":[\#(absent)]},"#
                + #""extension":[\#(ShapeExamples.sourceValue("Observation.code", "pulse"))]}"#)
        try expect(
            #"{"resourceType":"Observation","code":{"text":"x"}}"#, "Observation.status: required element absent")
        try expect(
            #"{"resourceType":"Observation","_status":{"extension":[\#(absent)]},"code":{"text":"x"}}"#, "sound")
        #expect(
            try ShapeExamples.repaired(
                #"{"resourceType":"MedicationRequest","status":"active","intent":"order","subject":{"display":"x"}}"#
            )
            .contains(#""medicationCodeableConcept":{"extension":[\#(absent)]}"#))
    }

    @Test func `finds a resource unreadable of no type of R4, or without a place for what is illegal`() throws {
        try expect(#"{"resourceType":"Zebra"}"#, "unreadable: Resource")
        try expect(#"{"resourceType":"Binary","contentType":"text/plain","data":1}"#, "unreadable: Binary.data")
    }

    @Test func `names no content in what it describes`() throws {
        let text = observation(#""Jane Doe":"1 Acacia Avenue""#)
        let resource = try #require(Resource<R4>(JSONDocument(parsing: text).root))
        guard case .repaired(let tree, let moved) = ShapeCheck.examine(resource) else {
            Issue.record("not repaired")
            return
        }
        #expect("\(tree) \(moved)" == "<redacted JSONTree> [unknown element]")
    }
}
