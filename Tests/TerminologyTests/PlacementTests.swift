// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Terminology
import Testing

private func resource(_ json: String) throws -> Resource<R4> {
    try #require(Resource<R4>(JSONDocument(parsing: json).root))
}

private func place(
    _ json: String, areas: Set<ClinicalArea> = [], headings: [String] = []
) throws -> Placement {
    let item = ClassifiableResource(resource: try resource(json), areas: areas, headings: headings)
    return try #require(DatasetClassifier.builtIn.place([item]).first)
}

private func observation(_ code: String, _ display: String, text: String? = nil, more: String = "") -> String {
    let words = text.map { #","text":"\#($0)""# } ?? ""
    return
        #"{"resourceType":"Observation","id":"o","status":"final","code":{"coding":[{"system":"http://snomed.info/sct","code":"\#(code)","display":"\#(display)"}]\#(words)}\#(more)}"#
}

@Suite struct `Placing an observation` {
    @Test(arguments: [
        ("75367002", Placement.entry(.examinations, .bloodPressure)),
        ("163020007", .entry(.examinations, .bloodPressure)),
        ("450476008", .entry(.risks, .resuscitation)), ("1382601000000107", .entry(.risks, .resuscitation)),
        ("22298006", .entry(.diagnoses, .recordedDiagnoses)), ("266919005", .entry(.examinations, .lifestyle)),
        ("1000731000000107", .entry(.investigations, .results)),
        ("315640000", .entry(.procedures, .immunisationsNotGiven)),
        ("341051000000100", .entry(.risks, .attorneyAndConsent)), ("342191000000101", .entry(.risks, .safeguarding)),
        ("160357008", .entry(.diagnoses, .familyHistory)), ("399211009", .entry(.diagnoses, .historyOf)),
        ("265157000", .entry(.procedures, .operations)), ("925861000000102", .entry(.examinations, .function)),
        ("77386006", .entry(.risks, .otherRisks)), ("182764009", .entry(.risks, .otherRisks)),
        ("306237005", .entry(.events, .referrals)), ("704502000", .entry(.other, .otherCodedEntries)),
        ("999999990", .entry(.other, .otherCodedEntries)),
    ])
    func `goes by the code`(code: String, placement: Placement) throws {
        #expect(try place(observation(code, "a term")) == placement)
    }

    @Test(arguments: [
        ("Family history of myocardial infarction", DatasetSection.familyHistory), ("FH: MI", .familyHistory),
        ("H/O: myocardial infarction", .historyOf), ("[V]Personal history of MI", .historyOf),
        ("?Myocardial infarction", .suspectedOrExcluded), ("Suspected myocardial infarction", .suspectedOrExcluded),
        ("No evidence of myocardial infarction", .suspectedOrExcluded),
        ("Myocardial infarction ruled out", .suspectedOrExcluded),
        ("No h/o myocardial infarction", .suspectedOrExcluded), ("Myocardial infarction?", .suspectedOrExcluded),
    ])
    func `is no diagnosis where its words say otherwise`(text: String, section: DatasetSection) throws {
        let listed = try place(observation("22298006", "Myocardial infarction", text: text))
        #expect(listed == .entry(.diagnoses, section))
        let unlisted = try place(observation("999999990", text))
        #expect(unlisted == .entry(.diagnoses, section))
    }

    @Test func `is no diagnosis of this person where it is about another, an error or denied`() throws {
        let other = #","focus":[{"reference":"RelatedPerson/2"}]"#
        #expect(try place(observation("22298006", "MI", more: other)) == .entry(.other, .otherCodedEntries))
        let denied = #","valueBoolean":false"#
        #expect(try place(observation("22298006", "MI", more: denied)) == .entry(.diagnoses, .suspectedOrExcluded))
        let error = observation("22298006", "MI").replacing("final", with: "entered-in-error")
        #expect(try place(error) == .entry(.diagnoses, .suspectedOrExcluded))
    }

    @Test(arguments: [
        ("450476008", DatasetSection.resuscitation), ("75367002", .bloodPressure), ("999999990", .otherCodedEntries),
        ("1000731000000107", .results),
    ])
    func `about a fetus, a donor or a relative is no measurement and no decision of this person`(
        code: String, own: DatasetSection
    ) throws {
        let others = [
            #","focus":[{"display":"Fetus"}]"#, #","partOf":[{"reference":"FamilyMemberHistory/1"}]"#,
            #","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/observation-focal-subject","valueReference":{"display":"Donor"}}]"#,
        ]
        for more in others {
            guard case .entry(_, let section) = try place(observation(code, "a term", more: more)) else {
                Issue.record("it has no place")
                continue
            }
            #expect(![.resuscitation, .bloodPressure, .vitalSigns].contains(section))
        }
        // A focus that names the subject once more is about this person.
        let same = #","subject":{"reference":"Patient/1"},"focus":[{"reference":"Patient/1"}]"#
        guard case .entry(_, let section) = try place(observation(code, "a term", more: same)) else { return }
        #expect(section == own)
    }

    @Test func `that states an allergy in error, or another's, is no allergy`() throws {
        let words = observation("999999990", "Penicillin allergy")
        #expect(try place(words) == .entry(.risks, .allergies))
        let error = words.replacing("final", with: "entered-in-error")
        #expect(try place(error) == .entry(.risks, .refutedAllergies))
        let fetus = observation("999999990", "Penicillin allergy", more: #","focus":[{"display":"Brother"}]"#)
        #expect(try place(fetus) == .entry(.other, .otherCodedEntries))
    }

    @Test(arguments: [
        ("DNACPR discussed", DatasetSection.resuscitation), ("Adult safeguarding case closed", .safeguarding),
        ("Registered power of attorney", .attorneyAndConsent), ("Penicillin allergy", .allergies),
        ("At risk of falls", .otherRisks),
    ])
    func `is a warning where its words warn`(text: String, section: DatasetSection) throws {
        #expect(try place(observation("999999990", text)) == .entry(.risks, section))
    }

    @Test func `never makes a diagnosis of words`() throws {
        for heading in ["Problem", "History", "Diagnosis"] {
            let placement = try place(observation("999999990", "Myocardial infarction"), headings: [heading])
            #expect(placement == .entry(.other, .otherCodedEntries))
        }
    }

    @Test(arguments: [
        ("vital-signs", Placement.entry(.examinations, .vitalSigns)), ("laboratory", .entry(.investigations, .results)),
        ("imaging", .entry(.investigations, .reports)), ("social-history", .entry(.examinations, .lifestyle)),
    ])
    func `goes by its category where the code is not listed`(category: String, placement: Placement) throws {
        let more = #","category":[{"coding":[{"code":"\#(category)"}]}]"#
        #expect(try place(observation("999999990", "x", more: more)) == placement)
    }

    @Test func `of mental capacity stands with attorney and consent`() throws {
        let json =
            #"{"resourceType":"Observation","id":"o","status":"final","code":{"text":"Has mental capacity to make decision"},"category":[{"coding":[{"code":"social-history"}]}]}"#
        #expect(try place(json) == .entry(.risks, .attorneyAndConsent))
    }

    @Test func `in a group of tests of a report is a result, whatever its code and without a range`() throws {
        let items = try [
            #"{"resourceType":"DiagnosticReport","id":"r","status":"final","code":{"text":"Report"},"result":[{"reference":"Observation/g"}]}"#,
            #"{"resourceType":"Observation","id":"g","status":"final","code":{"text":"A group"},"hasMember":[{"reference":"Observation/t"}]}"#,
            #"{"resourceType":"Observation","id":"t","status":"final","code":{"text":"A test"},"valueQuantity":{"value":2.4}}"#,
        ].map { ClassifiableResource(resource: try resource($0)) }
        let placements = DatasetClassifier.builtIn.place(items)
        #expect(placements[1] == .entry(.investigations, .results))
        #expect(placements[2] == .entry(.investigations, .results))
    }

    @Test func `in groups that hold each other ends somewhere`() throws {
        let items = try [("a", "b"), ("b", "a")].map { own, other in
            ClassifiableResource(
                resource: try resource(
                    #"{"resourceType":"Observation","id":"\#(own)","status":"final","code":{"text":"A test"},"hasMember":[{"reference":"Observation/\#(other)"}]}"#
                ))
        }
        #expect(
            DatasetClassifier.builtIn.place(items) == [
                .entry(.other, .otherCodedEntries), .entry(.other, .otherCodedEntries),
            ])
    }

    @Test func `with a value and a range is a result`() throws {
        let more = #","valueQuantity":{"value":4.2},"referenceRange":[{"high":{"value":5}}]"#
        #expect(try place(observation("999999990", "x", more: more)) == .entry(.investigations, .results))
        #expect(try place(observation("999999990", "x"), areas: [.investigations]) == .entry(.investigations, .results))
    }

    @Test func `with a Read code is found with and without its term code`() throws {
        for code in ["2469.", "2469.00"] {
            let json =
                #"{"resourceType":"Observation","code":{"coding":[{"system":"http://read.info/readv2","code":"\#(code)"}]}}"#
            #expect(try place(json) == .entry(.examinations, .bloodPressure))
        }
    }

    @Test func `with a code that R4 does not allow is placed by it`() throws {
        let json =
            #"{"resourceType":"Observation","code":{"coding":[{"system":"http://snomed.info/sct","extension":[{"url":"https://mig.example.org/fhir/StructureDefinition/source-value","extension":[{"url":"path","valueString":"Observation.code.coding.code"},{"url":"text","valueString":" 86290005"}]}]}]}}"#
        #expect(try place(json) == .entry(.examinations, .vitalSigns))
    }

    @Test func `that is a note belongs to its result, and alone to the journal`() throws {
        let note = try resource(observation("37331000000100", "Comment note").replacing("\"o\"", with: "\"n\""))
        let report = try resource(
            #"{"resourceType":"DiagnosticReport","id":"r","result":[{"reference":"Observation/n"},{"reference":"Observation/o"}]}"#
        )
        let result = try resource(observation("999999990", "Rare test"))
        let items = [note, report, result].map { ClassifiableResource(resource: $0) }
        #expect(
            DatasetClassifier.builtIn.place(items) == [
                .partOf(reference: "DiagnosticReport/r"), .entry(.investigations, .reports),
                .entry(.investigations, .results),
            ])
        #expect(DatasetClassifier.builtIn.place([items[0]]) == [.entry(.other, .journal)])
    }

    @Test func `behind a problem has the status of the problem`() throws {
        let disorder = try resource(observation("22298006", "MI"))
        let problem = try resource(
            #"{"resourceType":"Condition","id":"c","category":[{"coding":[{"code":"problem-list-item"}]}],"clinicalStatus":{"coding":[{"code":"inactive"}]},"extension":[{"url":"https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-ActualProblem-1","valueReference":{"reference":"Observation/o"}}]}"#
        )
        let items = [disorder, problem].map { ClassifiableResource(resource: $0) }
        #expect(
            DatasetClassifier.builtIn.place(items) == [
                .entry(.diagnoses, .pastDiagnoses), .entry(.problems, .pastProblems),
            ])
    }
}

@Suite struct `Placing other resources` {
    @Test(arguments: [
        ("active", "confirmed", DatasetSection.currentDiagnoses), ("resolved", "confirmed", .pastDiagnoses),
        ("active", "refuted", .suspectedOrExcluded), ("active", "provisional", .suspectedOrExcluded),
        ("active", "differential", .suspectedOrExcluded), ("active", "entered-in-error", .suspectedOrExcluded),
    ])
    func `a condition goes by its statuses`(clinical: String, verification: String, section: DatasetSection) throws {
        let json =
            #"{"resourceType":"Condition","code":{"text":"Asthma"},"clinicalStatus":{"coding":[{"code":"\#(clinical)"}]},"verificationStatus":{"coding":[{"code":"\#(verification)"}]}}"#
        #expect(try place(json) == .entry(.diagnoses, section))
    }

    @Test(
        arguments: [
            ("active", "confirmed", [], DatasetSection.allergies), ("inactive", "confirmed", [], .endedAllergies),
            ("active", "refuted", [], .refutedAllergies), ("active", "entered-in-error", [], .refutedAllergies),
            ("active", "confirmed", [.endedAllergies], .endedAllergies), ("", "", [], .allergies),
        ] as [(String, String, Set<ClinicalArea>, DatasetSection)])
    func `an allergy goes by its statuses`(
        clinical: String, verification: String, areas: Set<ClinicalArea>, section: DatasetSection
    ) throws {
        let json =
            #"{"resourceType":"AllergyIntolerance","clinicalStatus":{"coding":[{"code":"\#(clinical)"}]},"verificationStatus":{"coding":[{"code":"\#(verification)"}]}}"#
        #expect(try place(json, areas: areas) == .entry(.risks, section))
    }

    @Test func `a line of medication takes its authorisation, issues stand apart`() throws {
        let jsons = [
            #"{"resourceType":"MedicationStatement","id":"s","status":"active","basedOn":[{"reference":"MedicationRequest/p"}]}"#,
            #"{"resourceType":"MedicationRequest","id":"p","intent":"plan","status":"active"}"#,
            #"{"resourceType":"MedicationRequest","id":"i","intent":"order","basedOn":[{"reference":"MedicationRequest/p"}]}"#,
            #"{"resourceType":"MedicationStatement","id":"e","status":"entered-in-error"}"#,
            #"{"resourceType":"MedicationRequest","id":"h","intent":"order","status":"active"}"#,
            #"{"resourceType":"MedicationRequest","id":"g","intent":"order","status":"stopped"}"#,
            #"{"resourceType":"MedicationRequest","id":"q","intent":"plan","status":"active"}"#,
        ]
        let items = try jsons.map { ClassifiableResource(resource: try resource($0)) }
        #expect(
            DatasetClassifier.builtIn.place(items) == [
                .entry(.medication, .currentMedication), .partOf(reference: "MedicationStatement/s"),
                .entry(.medication, .issues), .entry(.medication, .pastMedication),
                .entry(.medication, .currentMedication), .entry(.medication, .pastMedication),
                .entry(.medication, .currentMedication),
            ])
    }

    @Test(arguments: [
        (#"{"resourceType":"Immunization","status":"completed"}"#, Placement.entry(.procedures, .immunisations)),
        (#"{"resourceType":"Immunization","status":"not-done"}"#, .entry(.procedures, .immunisationsNotGiven)),
        (#"{"resourceType":"Encounter","class":{"code":"IMP"}}"#, .entry(.events, .admissions)),
        (#"{"resourceType":"Encounter","class":{"code":"AMB"}}"#, .entry(.events, .encounters)),
        (#"{"resourceType":"Flag","code":{"text":"Dog bites"}}"#, .entry(.risks, .otherRisks)),
        (
            #"{"resourceType":"Flag","code":{"coding":[{"system":"http://snomed.info/sct","code":"450476008"}]}}"#,
            .entry(.risks, .resuscitation)
        ),
        (#"{"resourceType":"Consent","scope":{"coding":[{"code":"adr"}]}}"#, .entry(.risks, .resuscitation)),
        (#"{"resourceType":"CarePlan","title":"Mental health crisis plan"}"#, .entry(.risks, .plans)),
        (#"{"resourceType":"CarePlan","title":"Weight loss"}"#, .entry(.other, .plans)),
        (#"{"resourceType":"DocumentReference","type":{"text":"Discharge letter"}}"#, .entry(.events, .eventDocuments)),
        (#"{"resourceType":"DocumentReference","type":{"text":"Letter"}}"#, .entry(.other, .documents)),
        (#"{"resourceType":"ServiceRequest","intent":"plan"}"#, .entry(.other, .diary)),
        (#"{"resourceType":"ServiceRequest","intent":"order"}"#, .entry(.events, .referrals)),
        (#"{"resourceType":"FamilyMemberHistory"}"#, .entry(.diagnoses, .familyHistory)),
        (#"{"resourceType":"Practitioner"}"#, .supporting), (#"{"resourceType":"List"}"#, .structure),
        (#"{"resourceType":"SomethingNew"}"#, .entry(.other, .journal)),
    ])
    func `go by their type and what they say of themselves`(json: String, placement: Placement) throws {
        #expect(try place(json) == placement)
    }

    @Test func `an appointment before today is past`() throws {
        let item = ClassifiableResource(
            resource: try resource(#"{"resourceType":"Appointment","status":"booked","start":"2026-03-04T09:00:00Z"}"#))
        let day = FHIRDateTime("2026-03-04T12:00:00Z")
        #expect(DatasetClassifier.builtIn.place([item], today: day) == [.entry(.events, .appointments)])
        let later = FHIRDateTime("2026-03-05T00:00:00Z")
        #expect(DatasetClassifier.builtIn.place([item], today: later) == [.entry(.events, .encounters)])
    }

    @Test func `what was not separable is said`() {
        let classifier = DatasetClassifier.builtIn
        let held: Set<Dataset> = [.diagnoses, .procedures, .medication, .examinations]
        let placements: [Placement] = [.entry(.other, .otherCodedEntries), .entry(.examinations, .findings)]
        #expect(classifier.notSeparated(placements, among: held) == [.diagnoses, .procedures])
        #expect(classifier.notSeparated([.entry(.other, .documents)], among: held).isEmpty)
    }
}
