// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What a FHIR R4 source answers about an invented person: about 50 KB, each source with contents of its own.
struct InventedR4Record {
    let person: InventedPerson
    /// Which of the sources, from 0.
    let source: Int

    private var patient: String { "p\(person.place)s\(source)" }
    private var base: String { "http://127.0.0.1/source\(source)/fhir" }

    /// The resources of the record.
    var resources: [(type: String, id: String, json: String)] {
        var all = [("Patient", patient, patientJSON)]
        all.append(
            (
                "Organization", "org\(source)",
                #"{"resourceType":"Organization","id":"org\#(source)","name":"Invented Trust \#(source)"}"#
            ))
        for number in 0..<2 { all.append(("Practitioner", "dr\(number)", practitioner(number))) }
        for number in 0..<6 { all.append(("Encounter", "enc\(number)", encounter(number))) }
        for number in 0..<5 { all.append(("Condition", "con\(number)", condition(number))) }
        for number in 0..<3 { all.append(("AllergyIntolerance", "all\(number)", allergy(number))) }
        for number in 0..<7 { all.append(("MedicationRequest", "med\(number)", medicine(number))) }
        for number in 0..<2 { all.append(("Immunization", "imm\(number)", immunisation(number))) }
        for number in 0..<2 { all.append(("Procedure", "pro\(number)", procedure(number))) }
        for number in 0..<person.observationCount { all.append(("Observation", "obs\(number)", observation(number))) }
        return all
    }

    /// The answer to `$everything`.
    var everything: String {
        let entries = resources.map {
            #"{"fullUrl":"\#(base)/\#($0.type)/\#($0.id)","resource":\#($0.json),"search":{"mode":"match"}}"#
        }
        return #"{"resourceType":"Bundle","id":"e-\#(patient)","type":"searchset","total":\#(entries.count),"entry":["#
            + entries.joined(separator: ",") + "]}"
    }

    /// The answer to a search for the person's number.
    var search: String {
        #"{"resourceType":"Bundle","type":"searchset","total":1,"entry":[{"fullUrl":"\#(base)/Patient/\#(patient)","resource":"#
            + patientJSON + #","search":{"mode":"match"}}]}"#
    }

    private func head(_ type: String, _ id: String) -> String {
        #"{"resourceType":"\#(type)","id":"\#(id)","meta":{"versionId":"\#(1 + person.place % 3)","lastUpdated":"\#(person.day(id.utf8.count))T09:30:00.000+00:00","profile":["https://fhir.hl7.org.uk/StructureDefinition/UKCore-\#(type)"]},"identifier":[{"system":"https://source\#(source).example.org/identifiers","value":"\#(patient)-\#(id)"}]"#
    }

    private var subject: String { #""subject":{"reference":"Patient/\#(patient)"}"# }

    private var patientJSON: String {
        #"{"resourceType":"Patient","id":"\#(patient)","meta":{"versionId":"1","lastUpdated":"\#(person.day(1))T09:30:00.000+00:00","profile":["https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient"]},"identifier":[{"extension":[{"url":"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus","valueCodeableConcept":{"coding":[{"system":"https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus","code":"01","display":"Number present and verified"}]}}],"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(person.nhsNumber)"},{"system":"https://source\#(source).example.org/hospital-number","value":"\#(patient)"}],"active":true,"name":[{"use":"official","family":"\#(person.family)","given":["\#(person.given)"],"prefix":["Mx"]}],"telecom":[{"system":"phone","value":"01632 96\#(1000 + person.place % 9000)","use":"home"}],"gender":"other","birthDate":"\#(person.birthDate)","address":[{"use":"home","line":["\#(person.place) Invented Street"],"city":"Testford","postalCode":"\#(person.postcode)"}],"managingOrganization":{"reference":"Organization/org\#(source)"}}"#
    }

    private func practitioner(_ number: Int) -> String {
        head("Practitioner", "dr\(number)")
            + #","active":true,"name":[{"use":"official","family":"Clinician-\#(source)-\#(number)","given":["Pat"],"prefix":["Dr"]}]}"#
    }

    private func encounter(_ number: Int) -> String {
        head("Encounter", "enc\(number)")
            + #","status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB","display":"ambulatory"},"type":[{"coding":[{"system":"http://snomed.info/sct","code":"185317003","display":"Telephone encounter"}],"text":"Telephone encounter"}],\#(subject),"participant":[{"type":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"PPRF"}]}],"individual":{"reference":"Practitioner/dr\#(number % 2)","display":"Dr Clinician"}}],"period":{"start":"\#(person.day(number))T10:00:00+00:00","end":"\#(person.day(number))T10:20:00+00:00"},"serviceProvider":{"reference":"Organization/org\#(source)"}}"#
    }

    private func condition(_ number: Int) -> String {
        let code = ClinicalCode.disorders[(person.place + number + source) % ClinicalCode.disorders.count]
        return head("Condition", "con\(number)")
            + #","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed"}]},"category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-category","code":"problem-list-item","display":"Problem List Item"}]}],"code":\#(ClinicalCode.coding(code)),\#(subject),"encounter":{"reference":"Encounter/enc\#(number % 6)"},"onsetDateTime":"\#(person.day(number + 40))","recordedDate":"\#(person.day(number + 40))T11:00:00+00:00","recorder":{"reference":"Practitioner/dr\#(number % 2)"},"note":[{"text":"Reviewed \#(number). Stable; continue the present plan and review in twelve months' time."}]}"#
    }

    private func allergy(_ number: Int) -> String {
        let code = ClinicalCode.substances[(number + source) % ClinicalCode.substances.count]
        return head("AllergyIntolerance", "all\(number)")
            + #","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},"verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-verification","code":"confirmed"}]},"type":"allergy","category":["medication"],"criticality":"high","code":\#(ClinicalCode.coding(code)),"patient":{"reference":"Patient/\#(patient)"},"onsetDateTime":"\#(person.day(number + 60))","recordedDate":"\#(person.day(number + 60))T11:00:00+00:00","recorder":{"reference":"Practitioner/dr\#(number % 2)"},"reaction":[{"manifestation":[{"coding":[{"system":"http://snomed.info/sct","code":"271807003","display":"Eruption of skin"}]}],"severity":"moderate"}]}"#
    }

    private func medicine(_ number: Int) -> String {
        let code = ClinicalCode.medicines[(person.place + number) % ClinicalCode.medicines.count]
        return head("MedicationRequest", "med\(number)")
            + #","status":"active","intent":"order","medicationCodeableConcept":\#(ClinicalCode.coding(code)),\#(subject),"encounter":{"reference":"Encounter/enc\#(number % 6)"},"authoredOn":"\#(person.day(number + 80))T12:00:00+00:00","requester":{"reference":"Practitioner/dr\#(number % 2)"},"dosageInstruction":[{"text":"\#(1 + (person.place + number) % 3) to be taken each day","patientInstruction":"With food","route":{"coding":[{"system":"http://snomed.info/sct","code":"26643006","display":"Oral"}]}}],"dispenseRequest":{"validityPeriod":{"start":"\#(person.day(number + 80))"},"quantity":{"value":\#(28 + number),"unit":"tablet","system":"http://unitsofmeasure.org","code":"{tbl}"},"expectedSupplyDuration":{"value":28,"unit":"day","system":"http://unitsofmeasure.org","code":"d"}}}"#
    }

    private func immunisation(_ number: Int) -> String {
        let code = ClinicalCode.vaccines[number % ClinicalCode.vaccines.count]
        return head("Immunization", "imm\(number)")
            + #","status":"completed","vaccineCode":\#(ClinicalCode.coding(code)),"patient":{"reference":"Patient/\#(patient)"},"occurrenceDateTime":"\#(person.day(number + 100))","recorded":"\#(person.day(number + 100))","primarySource":true,"lotNumber":"L\#(person.place)","performer":[{"actor":{"reference":"Practitioner/dr\#(number % 2)"}}]}"#
    }

    private func procedure(_ number: Int) -> String {
        let code = ClinicalCode.procedures[number % ClinicalCode.procedures.count]
        return head("Procedure", "pro\(number)")
            + #","status":"completed","code":\#(ClinicalCode.coding(code)),\#(subject),"performedDateTime":"\#(person.day(number + 120))","performer":[{"actor":{"reference":"Practitioner/dr\#(number % 2)"}}],"note":[{"text":"Performed without complication (\#(number))."}]}"#
    }

    private func observation(_ number: Int) -> String {
        let test = ClinicalCode.tests[(person.place + number) % ClinicalCode.tests.count]
        return head("Observation", "obs\(number)")
            + #","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory","display":"Laboratory"}]}],"code":\#(ClinicalCode.coding((test.code, test.display))),\#(subject),"effectiveDateTime":"\#(person.day(number + 140))T08:05:00+01:00","issued":"\#(person.day(number + 140))T17:41:12.250+01:00","performer":[{"reference":"Practitioner/dr\#(number % 2)","display":"Pathology, \"East\" wing"}],"valueQuantity":{"value":\#(person.value(number)),"unit":"\#(test.unit)","system":"http://unitsofmeasure.org","code":"\#(test.unit)"},"referenceRange":[{"low":{"value":4.10,"unit":"\#(test.unit)"},"high":{"value":11.0,"unit":"\#(test.unit)"},"text":"4.10–11.0"}],"note":[{"text":"Filed by the practice.\nNo action needed (\#(number))."}]}"#
    }
}
