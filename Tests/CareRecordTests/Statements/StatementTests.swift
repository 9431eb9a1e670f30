// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Testing

func resource(_ json: String) throws -> Resource<R4> {
    try #require(Resource<R4>(JSONDocument(parsing: json).root))
}

func reading(_ json: String, among others: String...) throws -> Statement {
    let index = ReferenceIndex(try others.map { try resource($0) })
    return Statement.reading(try resource(json)) { index.resource(for: $0) }
}

extension Statement {
    func texts(_ label: String) -> [String] { details.filter { $0.label == label }.map(\.text) }
    func text(_ label: String) -> String? { texts(label).first }
}

@Suite struct `Reading an observation` {
    @Test func `keeps the value as it was written`() throws {
        let statement = try reading(
            #"{"resourceType":"Observation","status":"final","code":{"text":"Serum potassium"},"effectiveDateTime":"2024-02-03","valueQuantity":{"value":5.10,"comparator":"<","unit":"mmol/L"},"referenceRange":[{"low":{"value":3.5,"unit":"mmol/L"},"high":{"value":5.3,"unit":"mmol/L"}}],"interpretation":[{"coding":[{"code":"H","display":"High"}]}],"note":[{"text":"Haemolysed"}],"specimen":{"display":"Blood"}}"#
        )
        #expect(statement.title == "Serum potassium")
        #expect(statement.date?.text == "2024-02-03")
        #expect(statement.text("Value") == "< 5.10 mmol/L")
        #expect(statement.text("Reference range") == "3.5 to 5.3 mmol/L")
        #expect(statement.text("Interpretation") == "High")
        #expect(statement.text("Note") == "Haemolysed")
        #expect(statement.text("Specimen") == "Blood")
        #expect(statement.warnings.isEmpty)
    }

    private func pressure(_ first: String, _ second: String, units: (String, String)) -> String {
        #"{"resourceType":"Observation","status":"final","code":{"text":"Blood pressure"},"component":[{"code":{"coding":[{"code":"\#(first)","display":"first"}]},"valueQuantity":{"value":120,"unit":"\#(units.0)"}},{"code":{"coding":[{"code":"\#(second)","display":"second"}]},"valueQuantity":{"value":80,"unit":"\#(units.1)"}}]}"#
    }

    @Test func `writes a blood pressure as one only where both parts are certain`() throws {
        let certain = try reading(pressure("271649006", "271650006", units: ("mm[Hg]", "mm[Hg]")))
        #expect(certain.text("Value") == "120/80 mm[Hg]")
        let turned = try reading(pressure("163031004", "163030003", units: ("mmHg", "mmHg")))
        #expect(turned.text("Value") == "80/120 mmHg")
        for uncertain in [
            pressure("271649006", "271650006", units: ("mmHg", "kPa")),
            pressure("271649006", "271649006", units: ("mmHg", "mmHg")), pressure("1", "2", units: ("mmHg", "mmHg")),
        ] {
            let statement = try reading(uncertain)
            #expect(statement.text("Value") == nil)
            #expect(statement.details.count == 2)
        }
    }

    @Test(arguments: [
        (#""valueString":"Positive +++""#, "Positive +++"), (#""valueBoolean":false"#, "No"),
        (#""valueInteger":7"#, "7"),
        (#""valueCodeableConcept":{"text":"O Rh D positive"}"#, "O Rh D positive"),
        (#""valueRange":{"low":{"value":1},"high":{"value":2,"unit":"g"}}"#, "1 to 2 g"),
        (#""valueRatio":{"numerator":{"value":1},"denominator":{"value":128}}"#, "1 / 128"),
        (#""valueDateTime":"2024-02""#, "Feb-2024"), (#""valueTime":"09:30:00""#, "09:30:00"),
        (#""valuePeriod":{"start":"2024-02-03","end":"2024-02-05"}"#, "03-Feb-2024 to 05-Feb-2024"),
        (#""valueSampledData":{"origin":{"value":0,"unit":"mV"},"period":10,"data":"1 2 E"}"#, "1 2 E, 0 mV, 10"),
    ])
    func `has words for every kind of value`(element: String, words: String) throws {
        let statement = try reading(#"{"resourceType":"Observation","code":{"text":"x"},\#(element)}"#)
        #expect(statement.text("Value") == words)
    }

    @Test func `says why there is no value, and whom it is about`() throws {
        let statement = try reading(
            #"{"resourceType":"Observation","status":"unknown","code":{"text":"Heart rate"},"focus":[{"display":"Fetus"}],"dataAbsentReason":{"text":"Not performed"}}"#
        )
        #expect(statement.text("No value") == "Not performed")
        #expect(statement.warnings == ["About another than the patient: Fetus", "Status not known"])
    }

    @Test(arguments: [
        (#""focus":[{"reference":"RelatedPerson/2"}]"#, "the source names whom by a reference alone"),
        (
            #""extension":[{"url":"http://hl7.org/fhir/StructureDefinition/observation-focal-subject","valueReference":{"display":"Donor"}}]"#,
            "Donor"
        ),
        (#""partOf":[{"reference":"FamilyMemberHistory/1"}]"#, "the source names whom by a reference alone"),
    ])
    func `warns of whom it is about however the source says it, even without a name`(
        element: String, words: String
    ) throws {
        let statement = try reading(
            #"{"resourceType":"Observation","status":"final","code":{"text":"Heart rate"},\#(element)}"#)
        #expect(statement.warnings == ["About another than the patient: \(words)"])
    }

    @Test func `does not warn of a focus that is the patient`() throws {
        let statement = try reading(
            #"{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/1"},"focus":[{"reference":"Patient/1"}]}"#
        )
        #expect(statement.warnings.isEmpty)
    }
}

@Suite struct `Reading what changes the meaning` {
    @Test func `warns of errors, refutation, modifiers and displaced values`() throws {
        let statement = try reading(
            #"{"resourceType":"Condition","verificationStatus":{"coding":[{"code":"entered-in-error"}]},"code":{"text":"Asthma"},"modifierExtension":[{"url":"https://example.org/negated","valueBoolean":true}],"bodySite":[{"extension":[{"url":"https://mig.example.org/fhir/StructureDefinition/source-value","extension":[{"url":"path","valueString":"Condition.onset"},{"url":"text","valueString":"1999-13"}]}]}]}"#
        )
        #expect(
            statement.warnings == [
                "Entered in error", "Carries a modifier that this gateway does not know: https://example.org/negated",
                "Kept as the source wrote it, not valid in FHIR R4: Condition.onset: 1999-13",
            ])
        let refuted = try reading(
            #"{"resourceType":"AllergyIntolerance","verificationStatus":{"coding":[{"code":"refuted"}]},"code":{"text":"Penicillin"}}"#
        )
        #expect(refuted.warnings == ["Refuted: found not to be so"])
    }

    @Test(arguments: ["196461000000101", "196471000000108", "196421000000109", "196411000000103"])
    func `shows the original words of a degraded code, with a warning`(code: String) throws {
        let statement = try reading(
            #"{"resourceType":"AllergyIntolerance","code":{"coding":[{"system":"http://snomed.info/sct","code":"\#(code)","display":"Transfer-degraded drug allergy"},{"system":"https://fhir.hl7.org.uk/Id/egton-codes","code":"X","display":"Palonosetron"}]}}"#
        )
        #expect(statement.title == "Palonosetron")
        #expect(statement.text("Coded as") == "Transfer-degraded drug allergy")
        #expect(statement.warnings.contains { $0.hasPrefix("The code lost its meaning") })
    }

    @Test func `warns of an instruction not to`() throws {
        let statement = try reading(
            #"{"resourceType":"MedicationRequest","status":"active","doNotPerform":true,"medicationCodeableConcept":{"text":"Aspirin"}}"#
        )
        #expect(statement.warnings == ["An instruction NOT to do or give this"])
    }

    @Test func `is redacted when printed`() throws {
        let statement = try reading(#"{"resourceType":"Flag","code":{"text":"Secret"}}"#)
        #expect(!"\(statement)".contains("Secret"))
        var dumped = ""
        dump(statement, to: &dumped)
        #expect(!dumped.contains("Secret"))
    }
}
