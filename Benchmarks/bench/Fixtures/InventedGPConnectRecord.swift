// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What a GP Connect source answers about an invented person, in FHIR STU3: about 50 KB, each source with contents of its own.
struct InventedGPConnectRecord {
    let person: InventedPerson
    /// Which of the sources, from 0.
    let source: Int

    private static let profiles = "https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-"
    private static let extensions = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-"

    private var patient: String { "p\(person.place)s\(source)" }
    private var subject: String { #""subject":{"reference":"Patient/\#(patient)"}"# }

    /// The answer to `$gpc.getstructuredrecord`.
    var bundle: String {
        let statements = clinical
        let all = [patientJSON, organisation] + (0..<2).map(practitioner) + statements.map(\.json) + lists(statements)
        return
            #"{"resourceType":"Bundle","id":"b-\#(patient)","meta":{"profile":["https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-StructuredRecord-Bundle-1"]},"type":"collection","entry":["#
            + all.map { #"{"resource":"# + $0 + "}" }.joined(separator: ",") + "]}"
    }

    private typealias Statement = (area: String, reference: String, json: String)

    private var clinical: [Statement] {
        var all: [Statement] = []
        for number in 0..<6 { all.append(("consultations", "Encounter/enc\(number)", encounter(number))) }
        for number in 0..<5 { all.append(("problems", "Condition/con\(number)", problem(number))) }
        for number in 0..<3 { all.append(("allergies", "AllergyIntolerance/all\(number)", allergy(number))) }
        for number in 0..<5 {
            all.append(("", "Medication/pro\(number)", product(number)))
            all.append(("", "MedicationRequest/plan\(number)", request(number)))
            all.append(("medications", "MedicationStatement/med\(number)", course(number)))
        }
        for number in 0..<2 { all.append(("immunisations", "Immunization/imm\(number)", immunisation(number))) }
        for number in 0..<person.observationCount {
            all.append(("uncategorised", "Observation/obs\(number)", observation(number)))
        }
        return all
    }

    private static let listCodes: [(area: String, code: String, title: String)] = [
        ("consultations", "1149501000000101", "List of consultations"), ("problems", "717711000000103", "Problems"),
        ("allergies", "886921000000105", "Allergies and adverse reactions"),
        ("medications", "933361000000108", "Medications and medical devices"),
        ("immunisations", "1102181000000102", "Immunisations"),
        ("uncategorised", "826501000000100", "Miscellaneous record"),
    ]

    private func lists(_ statements: [Statement]) -> [String] {
        Self.listCodes.map { list in
            let items = statements.filter { $0.area == list.area }.map {
                #"{"item":{"reference":"\#($0.reference)"}}"#
            }
            return
                #"{"resourceType":"List","meta":{"profile":["https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-List-1"]},"status":"current","mode":"snapshot","title":"\#(list.title)","code":{"coding":[{"system":"http://snomed.info/sct","code":"\#(list.code)","display":"\#(list.title)"}]},\#(subject),"date":"2026-11-02T11:59:00+00:00","orderedBy":{"coding":[{"system":"http://hl7.org/fhir/list-order","code":"event-date"}]},"entry":[\#(items.joined(separator: ","))]}"#
        }
    }

    private func head(_ type: String, _ id: String, profile: String? = nil) -> String {
        #"{"resourceType":"\#(type)","id":"\#(id)","meta":{"versionId":"\#(1 + person.place % 3)","profile":["\#(Self.profiles)\#(profile ?? type)-1"]},"identifier":[{"system":"https://source\#(source).example.org/identifiers","value":"\#(patient)-\#(id)"}]"#
    }

    private var patientJSON: String {
        #"{"resourceType":"Patient","id":"\#(patient)","meta":{"versionId":"1","profile":["\#(Self.profiles)Patient-1"]},"identifier":[{"extension":[{"url":"https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-NHSNumberVerificationStatus-1","valueCodeableConcept":{"coding":[{"system":"https://fhir.nhs.uk/CareConnect-NHSNumberVerificationStatus-1","code":"01","display":"Number present and verified"}]}}],"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(person.nhsNumber)"}],"active":true,"name":[{"use":"official","family":"\#(person.family)","given":["\#(person.given)"],"prefix":["Mx"]}],"telecom":[{"system":"phone","value":"01632 96\#(1000 + person.place % 9000)","use":"home"}],"gender":"other","birthDate":"\#(person.birthDate)","address":[{"use":"home","line":["\#(person.place) Invented Street"],"city":"Testford","postalCode":"\#(person.postcode)"}],"managingOrganization":{"reference":"Organization/org\#(source)"}}"#
    }

    private var organisation: String {
        #"{"resourceType":"Organization","id":"org\#(source)","meta":{"profile":["\#(Self.profiles)Organization-1"]},"identifier":[{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"B\#(source)1"}],"name":"Invented Surgery \#(source)"}"#
    }

    private func practitioner(_ number: Int) -> String {
        head("Practitioner", "dr\(number)")
            + #","name":[{"use":"official","family":"Clinician-\#(source)-\#(number)","given":["Pat"],"prefix":["Dr"]}]}"#
    }

    private func encounter(_ number: Int) -> String {
        head("Encounter", "enc\(number)")
            + #","status":"finished","type":[{"text":"GP Surgery"}],\#(subject),"participant":[{"type":[{"coding":[{"system":"http://hl7.org/fhir/v3/ParticipationType","code":"REC","display":"recorder"}]}],"individual":{"reference":"Practitioner/dr\#(number % 2)"}}],"period":{"start":"\#(person.day(number))T10:00:00+00:00","end":"\#(person.day(number))T10:20:00+00:00"},"serviceProvider":{"reference":"Organization/org\#(source)"}}"#
    }

    private func problem(_ number: Int) -> String {
        let code = ClinicalCode.disorders[(person.place + number + source) % ClinicalCode.disorders.count]
        return head("Condition", "con\(number)", profile: "ProblemHeader-Condition")
            + #","extension":[{"url":"https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-ActualProblem-1","valueReference":{"reference":"Observation/obs\#(number)"}},{"url":"https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-ProblemSignificance-1","valueCode":"\#(number % 2 == 0 ? "major" : "minor")"}],"clinicalStatus":"active","category":[{"coding":[{"system":"http://hl7.org/fhir/condition-category","code":"problem-list-item","display":"Problem List Item"}]}],"code":\#(ClinicalCode.coding(code)),\#(subject),"context":{"reference":"Encounter/enc\#(number % 6)"},"onsetDateTime":"\#(person.day(number + 40))","assertedDate":"\#(person.day(number + 40))T11:00:00+00:00","asserter":{"reference":"Practitioner/dr\#(number % 2)"},"note":[{"text":"Reviewed \#(number). Stable; continue the present plan and review in twelve months' time."}]}"#
    }

    private func allergy(_ number: Int) -> String {
        let code = ClinicalCode.substances[(number + source) % ClinicalCode.substances.count]
        return head("AllergyIntolerance", "all\(number)")
            + #","clinicalStatus":"active","verificationStatus":"unconfirmed","category":["medication"],"code":\#(ClinicalCode.coding(code)),"patient":{"reference":"Patient/\#(patient)"},"onsetDateTime":"\#(person.day(number + 60))","assertedDate":"\#(person.day(number + 60))T11:00:00+00:00","recorder":{"reference":"Practitioner/dr\#(number % 2)"},"reaction":[{"manifestation":[{"coding":[{"system":"http://snomed.info/sct","code":"271807003","display":"Eruption of skin"}]}],"severity":"moderate"}]}"#
    }

    private func product(_ number: Int) -> String {
        let code = ClinicalCode.medicines[(person.place + number) % ClinicalCode.medicines.count]
        return
            #"{"resourceType":"Medication","id":"pro\#(number)","meta":{"profile":["\#(Self.profiles)Medication-1"]},"code":\#(ClinicalCode.coding(code))}"#
    }

    private func request(_ number: Int) -> String {
        head("MedicationRequest", "plan\(number)")
            + #","extension":[{"url":"\#(Self.extensions)MedicationRepeatInformation-1","extension":[{"url":"numberOfRepeatPrescriptionsAllowed","valuePositiveInt":6},{"url":"numberOfRepeatPrescriptionsIssued","valuePositiveInt":\#(1 + number)}]},{"url":"\#(Self.extensions)PrescriptionType-1","valueCodeableConcept":{"coding":[{"system":"https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-PrescriptionType-1","code":"repeat","display":"Repeat"}]}}],"status":"active","intent":"plan","medicationReference":{"reference":"Medication/pro\#(number)"},\#(subject),"context":{"reference":"Encounter/enc\#(number % 6)"},"authoredOn":"\#(person.day(number + 80))T12:00:00+00:00","recorder":{"reference":"Practitioner/dr\#(number % 2)"},"dosageInstruction":[{"text":"\#(1 + (person.place + number) % 3) to be taken each day","patientInstruction":"With food"}],"dispenseRequest":{"validityPeriod":{"start":"\#(person.day(number + 80))"},"quantity":{"value":\#(28 + number),"unit":"tablet"},"expectedSupplyDuration":{"value":28,"unit":"day","system":"http://unitsofmeasure.org","code":"d"}}}"#
    }

    private func course(_ number: Int) -> String {
        head("MedicationStatement", "med\(number)")
            + #","extension":[{"url":"\#(Self.extensions)MedicationStatementLastIssueDate-1","valueDateTime":"\#(person.day(number + 90))"},{"url":"\#(Self.extensions)PrescribingAgency-1","valueCodeableConcept":{"coding":[{"system":"https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-PrescribingAgency-1","code":"prescribed-at-gp-practice","display":"Prescribed at GP practice"}]}}],"basedOn":[{"reference":"MedicationRequest/plan\#(number)"}],"status":"active","medicationReference":{"reference":"Medication/pro\#(number)"},\#(subject),"effectivePeriod":{"start":"\#(person.day(number + 80))"},"dateAsserted":"\#(person.day(number + 80))T12:00:00+00:00","taken":"unk","dosage":[{"text":"\#(1 + (person.place + number) % 3) to be taken each day","patientInstruction":"With food"}]}"#
    }

    private func immunisation(_ number: Int) -> String {
        let code = ClinicalCode.vaccines[number % ClinicalCode.vaccines.count]
        return head("Immunization", "imm\(number)")
            + #","extension":[{"url":"\#(Self.extensions)DateRecorded-1","valueDateTime":"\#(person.day(number + 100))"}],"status":"completed","notGiven":false,"vaccineCode":\#(ClinicalCode.coding(code)),"patient":{"reference":"Patient/\#(patient)"},"date":"\#(person.day(number + 100))","primarySource":true,"lotNumber":"L\#(person.place)","practitioner":[{"actor":{"reference":"Practitioner/dr\#(number % 2)"}}]}"#
    }

    private func observation(_ number: Int) -> String {
        let test = ClinicalCode.tests[(person.place + number) % ClinicalCode.tests.count]
        return head("Observation", "obs\(number)")
            + #","status":"final","category":[{"coding":[{"system":"http://hl7.org/fhir/observation-category","code":"laboratory","display":"Laboratory"}]}],"code":\#(ClinicalCode.coding((test.code, test.display))),\#(subject),"context":{"reference":"Encounter/enc\#(number % 6)"},"effectiveDateTime":"\#(person.day(number + 140))T08:05:00+01:00","issued":"\#(person.day(number + 140))T17:41:12.250+01:00","performer":[{"reference":"Practitioner/dr\#(number % 2)"}],"valueQuantity":{"value":\#(person.value(number)),"unit":"\#(test.unit)","system":"http://unitsofmeasure.org","code":"\#(test.unit)"},"comment":"Filed by the practice.\nNo action needed (\#(number)).","referenceRange":[{"low":{"value":4.10,"unit":"\#(test.unit)"},"high":{"value":11.0,"unit":"\#(test.unit)"},"text":"4.10–11.0"}]}"#
    }
}
