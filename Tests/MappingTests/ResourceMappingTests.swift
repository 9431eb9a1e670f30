// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@testable import Mapping

@Suite struct `Mapping each type of resource` {
    @Test func `an allergy keeps its statuses as concepts and its dates as written`() throws {
        let text = try mappedText(
            #"{"resourceType":"AllergyIntolerance","id":"1","clinicalStatus":"active","verificationStatus":"refuted","category":["medication"],"criticality":"high","patient":{"reference":"Patient/1"},"assertedDate":"2019-03","reaction":[{"manifestation":[{"text":"Rash"}],"onset":"2019","severity":"mild"}]}"#
        )
        expect(
            text,
            contains:
                #""clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]}"#
        )
        expect(text, contains: #"allergyintolerance-verification","code":"refuted"}"#)
        expect(text, contains: #""recordedDate":"2019-03""#)
        expect(text, contains: #""reaction":[{"manifestation":[{"text":"Rash"}],"onset":"2019","severity":"mild"}]"#)
    }

    @Test func `a condition has an encounter and a recorded date`() throws {
        let text = try mappedText(
            #"{"resourceType":"Condition","id":"1","clinicalStatus":"inactive","verificationStatus":"entered-in-error","severity":{"text":"Severe"},"bodySite":[{"text":"Knee"}],"subject":{"reference":"Patient/1"},"context":{"reference":"Encounter/1"},"abatementBoolean":true,"stage":{"summary":{"text":"II"}}}"#
        )
        expect(text, contains: #"condition-ver-status","code":"entered-in-error"}"#)
        expect(text, contains: #""encounter":{"reference":"Encounter/1"}"#)
        expect(text, contains: #""stage":[{"summary":{"text":"II"}}]"#)
        expect(
            text,
            contains:
                #"{"url":"https://mig.example.org/fhir/StructureDefinition/Condition-abatementBoolean","valueBoolean":true}"#
        )
    }

    @Test func `a medication request keeps dose, rate and who asked for it`() throws {
        let text = try mappedText(
            #"{"resourceType":"MedicationRequest","id":"1","status":"active","intent":"plan","medicationCodeableConcept":{"text":"M"},"subject":{"reference":"Patient/1"},"context":{"reference":"Encounter/1"},"requester":{"agent":{"reference":"Practitioner/1"},"onBehalfOf":{"reference":"Organization/1"}},"category":{"text":"c"},"dosageInstruction":[{"doseQuantity":{"value":1.50,"unit":"mg"},"rateRatio":{"numerator":{"value":1}}}],"substitution":{"allowed":false}}"#
        )
        expect(
            text,
            contains:
                #""doseAndRate":[{"doseQuantity":{"value":1.50,"unit":"mg"},"rateRatio":{"numerator":{"value":1}}}]"#)
        expect(text, contains: #""requester":{"reference":"Practitioner/1"}"#)
        expect(
            text, contains: #"MedicationRequest-requester-onBehalfOf","valueReference":{"reference":"Organization/1"}}"#
        )
        expect(text, contains: #""category":[{"text":"c"}]"#)
        expect(text, contains: #""substitution":{"allowedBoolean":false}"#)
        expect(text, contains: #""encounter":{"reference":"Encounter/1"}"#)
    }

    @Test func `a medicine that was not taken says so in its status`() throws {
        func statement(_ status: String, _ taken: String) -> String {
            #"{"resourceType":"MedicationStatement","id":"1","status":"\#(status)","taken":"\#(taken)","reasonNotTaken":[{"text":"r"}],"medicationReference":{"reference":"Medication/1"},"subject":{"reference":"Patient/1"}}"#
        }
        let notTaken = try mappedText(statement("active", "n"))
        expect(notTaken, contains: #""status":"not-taken""#)
        expect(notTaken, contains: #"source-code","valueCode":"active"}"#)
        expect(notTaken, contains: #"MedicationStatement-taken","valueCode":"n"}"#)
        expect(notTaken, contains: #""statusReason":[{"text":"r"}]"#)
        expect(try mappedText(statement("entered-in-error", "n")), contains: #""status":"entered-in-error""#)
        expect(try mappedText(statement("active", "unk")), contains: #""status":"active""#)
        let unreadable = try mappedText(statement("not a status", "n"))
        expect(unreadable, contains: #""status":"not-taken""#)
        expect(unreadable, contains: #"{"url":"text","valueString":"not a status"}"#)
    }

    @Test func `an immunisation that was not given says so in its status`() throws {
        func immunisation(_ status: String, _ notGiven: String) -> String {
            #"{"resourceType":"Immunization","id":"1","status":\#(status),"notGiven":\#(notGiven),"vaccineCode":{"text":"V"},"patient":{"reference":"Patient/1"},"date":"2020-01-02","explanation":{"reasonNotGiven":[{"text":"a"},{"text":"b"}]},"practitioner":[{"role":{"text":"AP"},"actor":{"reference":"Practitioner/1"}}],"vaccinationProtocol":[{"doseSequence":2,"targetDisease":[{"text":"d"}],"doseStatus":{"text":"counts"}}]}"#
        }
        let notGiven = try mappedText(immunisation(#""completed""#, "true"))
        expect(notGiven, contains: #""status":"not-done""#)
        expect(notGiven, contains: #"source-code","valueCode":"completed"}"#)
        expect(notGiven, contains: #""statusReason":{"text":"a"}"#)
        expect(notGiven, contains: #"Immunization-explanation-reasonNotGiven","valueCodeableConcept":{"text":"b"}}"#)
        expect(notGiven, contains: #""performer":[{"function":{"text":"AP"},"actor":{"reference":"Practitioner/1"}}]"#)
        expect(notGiven, contains: #""doseNumberPositiveInt":2"#)
        expect(try mappedText(immunisation(#""completed""#, "false")), contains: #""status":"completed""#)
        expect(try mappedText(immunisation(#""entered-in-error""#, "true")), contains: #""status":"entered-in-error""#)
        expect(try mappedText(immunisation("null", "true")), contains: #""status":"not-done""#)
        expect(try mappedText(immunisation(#"" bad""#, "true")), contains: #""status":"not-done""#)
        expect(try mappedText(immunisation(#"" bad""#, "true")), contains: #"{"url":"text","valueString":" bad"}"#)
    }

    @Test func `an observation keeps its comment, its links and the kind of its value`() throws {
        let text = try mappedText(
            #"{"resourceType":"Observation","id":"1","status":"final","code":{"text":"x"},"comment":"As said","interpretation":{"text":"High"},"valueString":"1.50","related":[{"type":"has-member","target":{"reference":"Observation/2"}},{"type":"derived-from","target":{"reference":"Observation/3"}},{"type":"replaces","target":{"reference":"Observation/4"}},{"target":{"reference":"Observation/5"}}],"component":[{"code":{"text":"s"},"valueQuantity":{"value":120.0,"unit":"mmHg"}}]}"#
        )
        expect(text, contains: #""text":"As said""#)
        expect(text, contains: #"source-element","valueString":"Observation.comment"}"#)
        expect(text, contains: #""hasMember":[{"reference":"Observation/2"}]"#)
        expect(text, contains: #""derivedFrom":[{"reference":"Observation/3"}]"#)
        expect(text, contains: #"{"url":"type","valueCode":"replaces"}"#)
        expect(text, contains: #"{"url":"target","valueReference":{"reference":"Observation/5"}}"#)
        expect(text, contains: #""interpretation":[{"text":"High"}]"#)
        expect(text, contains: #""valueQuantity":{"value":120.0,"unit":"mmHg"}"#)
    }

    @Test func `a report's performers are references with their roles`() throws {
        let text = try mappedText(
            #"{"resourceType":"DiagnosticReport","id":"1","status":"final","code":{"text":"x"},"category":{"text":"c"},"performer":[{"role":{"text":"Lab"},"actor":{"reference":"Organization/1"}}],"codedDiagnosis":[{"text":"d"}],"image":[{"comment":"i","link":{"reference":"Media/1"}}]}"#
        )
        expect(text, contains: #"DiagnosticReport-performer-role","valueCodeableConcept":{"text":"Lab"}}"#)
        expect(text, contains: #""reference":"Organization/1""#)
        expect(text, contains: #""conclusionCode":[{"text":"d"}]"#)
        expect(text, contains: #""media":[{"comment":"i","link":{"reference":"Media/1"}}]"#)
    }

    @Test func `an encounter has the class that R4 requires, as unknown`() throws {
        let text = try mappedText(
            #"{"resourceType":"Encounter","id":"1","status":"finished","reason":[{"text":"r"}],"diagnosis":[{"condition":{"reference":"Condition/1"},"role":{"text":"x"}}]}"#
        )
        expect(
            text,
            contains:
                #""class":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}"#
        )
        expect(text, contains: #""reasonCode":[{"text":"r"}]"#)
        expect(text, contains: #""use":{"text":"x"}"#)
    }

    @Test func `a referral's description is a note, its specialty the kind of performer`() throws {
        let text = try mappedText(
            #"{"resourceType":"ReferralRequest","id":"1","status":"cancelled","intent":"order","subject":{"reference":"Patient/1"},"description":"Please see","recipient":[{"reference":"Practitioner/1"}],"specialty":{"text":"ENT"},"type":{"text":"t"},"serviceRequested":[{"text":"a"},{"text":"b"}],"groupIdentifier":{"value":"g"}}"#
        )
        expect(text, contains: #""text":"Please see""#)
        expect(text, contains: #""status":"revoked""#)
        expect(text, contains: #"source-code","valueCode":"cancelled"}"#)
        expect(text, contains: #""performer":[{"reference":"Practitioner/1"}]"#)
        expect(text, contains: #""performerType":{"text":"ENT"}"#)
        expect(text, contains: #""category":[{"text":"t"}]"#)
        expect(text, contains: #""code":{"text":"a"}"#)
        expect(text, contains: #"ReferralRequest-serviceRequested","valueCodeableConcept":{"text":"b"}}"#)
        expect(text, contains: #""requisition":{"value":"g"}"#)
    }

    @Test func `a document's dates, class and encounter have their places`() throws {
        let text = try mappedText(
            #"{"resourceType":"DocumentReference","id":"1","status":"current","type":{"text":"t"},"class":{"text":"c"},"created":"2020","indexed":"2020-01-01T10:00:00Z","content":[{"attachment":{"contentType":"text/plain"}}],"context":{"encounter":{"reference":"Encounter/1"},"related":[{"identifier":{"value":"i"},"ref":{"reference":"Observation/1"}}]}}"#
        )
        expect(text, contains: #""category":[{"text":"c"}]"#)
        expect(text, contains: #"DocumentReference-created","valueDateTime":"2020"}"#)
        expect(text, contains: #""date":"2020-01-01T10:00:00Z""#)
        expect(text, contains: #""encounter":[{"reference":"Encounter/1"}]"#)
        expect(text, contains: #""related":[{"reference":"Observation/1","identifier":{"value":"i"}}]"#)
    }

    @Test func `an answer without its link says that it is absent`() throws {
        let text = try mappedText(
            #"{"resourceType":"QuestionnaireResponse","id":"1","status":"completed","parent":[{"reference":"Observation/1"}],"questionnaire":{"reference":"Questionnaire/1"},"item":[{"answer":[{"valueReference":{"reference":"Observation/2"}}],"subject":{"reference":"Patient/1"}}]}"#
        )
        expect(
            text,
            contains:
                #""_linkId":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}"#
        )
        expect(text, contains: #""questionnaire":"Questionnaire/1""#)
        expect(text, contains: #""partOf":[{"reference":"Observation/1"}]"#)
    }

    @Test func `people, places and services keep their elements`() throws {
        let patient = try mappedText(
            #"{"resourceType":"Patient","id":"1","animal":{"species":{"text":"Dog"}},"birthDate":"1970-01","contact":[{"gender":"female"}]}"#
        )
        expect(patient, contains: #"{"url":"species","valueCodeableConcept":{"text":"Dog"}}"#)
        expect(patient, contains: #""birthDate":"1970-01""#)
        let service = try mappedText(
            #"{"resourceType":"HealthcareService","id":"1","category":{"text":"c"},"eligibility":{"text":"e"},"eligibilityNote":"n","programName":["p"]}"#
        )
        expect(service, contains: #""category":[{"text":"c"}]"#)
        expect(service, contains: #""eligibility":[{"code":{"text":"e"},"comment":"n"}]"#)
        expect(service, contains: #"HealthcareService-programName","valueString":"p"}"#)
        let location = try mappedText(#"{"resourceType":"Location","id":"1","type":{"text":"t"}}"#)
        expect(location, contains: #""type":[{"text":"t"}]"#)
    }
}
