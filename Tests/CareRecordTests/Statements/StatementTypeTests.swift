// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Testing

@Suite struct `Reading each type` {
    @Test func `a medicine has its product, dose and last issue as written`() throws {
        let statement = try reading(
            #"{"resourceType":"MedicationStatement","status":"active","extension":[{"url":"https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-MedicationStatementLastIssueDate-1","valueDateTime":"2024-03-04"},{"url":"https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-PrescriptionType-1","valueCodeableConcept":{"coding":[{"code":"repeat","display":"Repeat"}]}},{"url":"https://mig.example.org/fhir/StructureDefinition/MedicationStatement-taken","valueCode":"n"}],"medicationReference":{"reference":"Medication/m"},"effectivePeriod":{"start":"2024-01-02"},"dosage":[{"text":"1 BD ","patientInstruction":"with food"}],"reasonCode":[{"text":"Pain"}],"note":[{"text":"First line.\nSecond line."}]}"#,
            among: #"{"resourceType":"Medication","id":"m","code":{"coding":[{"display":"Ibuprofen 400mg tablets"}]}}"#)
        #expect(statement.title == "Ibuprofen 400mg tablets")
        #expect(statement.date?.text == "2024-01-02")
        #expect(statement.text("Dose") == "1 BD ; with food")
        #expect(statement.text("Prescription type") == "Repeat")
        #expect(statement.text("Last issued") == "04-Mar-2024")
        #expect(statement.text("Start and end") == "from 02-Jan-2024")
        #expect(statement.text("Reason") == "Pain")
        #expect(statement.text("Note") == "First line.\nSecond line.")
        #expect(statement.warnings == ["Not taken by the patient"])
    }

    @Test func `a structured dose is put in words without working anything out`() throws {
        let statement = try reading(
            #"{"resourceType":"MedicationRequest","status":"active","intent":"order","medicationCodeableConcept":{"text":"Morphine"},"dosageInstruction":[{"doseAndRate":[{"doseQuantity":{"value":2.50,"unit":"mg"}}],"route":{"text":"oral"},"asNeededBoolean":true}],"dispenseRequest":{"quantity":{"value":28,"unit":"tablet","extension":[{"url":"x/MedicationQuantityText","valueString":"1 packet"}]}}}"#
        )
        #expect(statement.text("Dose") == "2.50 mg; oral; as needed: Yes")
        #expect(statement.text("Quantity") == "28 tablet; 1 packet")
    }

    @Test func `an allergy has substance, reactions, severity and statuses`() throws {
        let statement = try reading(
            #"{"resourceType":"AllergyIntolerance","code":{"text":"Penicillin"},"criticality":"high","clinicalStatus":{"coding":[{"code":"active"}]},"onsetDateTime":"1999","reaction":[{"manifestation":[{"text":"Rash"},{"text":"Wheeze"}],"severity":"severe","description":"at night"}],"recorder":{"reference":"Practitioner/p"}}"#,
            among:
                #"{"resourceType":"Practitioner","id":"p","name":[{"prefix":["Dr"],"given":["Anna"],"family":"Smith"}]}"#
        )
        #expect(statement.title == "Penicillin")
        #expect(statement.text("Reaction") == "Rash, Wheeze; at night; severity severe")
        #expect(statement.text("Criticality") == "high")
        #expect(statement.date?.dayWords == "1999")
        #expect(statement.authors == ["Dr Anna Smith"])
    }

    @Test func `a problem has significance, status, start and end`() throws {
        let statement = try reading(
            #"{"resourceType":"Condition","code":{"coding":[{"display":"Asthma"}]},"clinicalStatus":{"coding":[{"code":"inactive"}]},"extension":[{"url":"x/Extension-CareConnect-ProblemSignificance-1","valueCode":"major"}],"onsetDateTime":"2001-05","abatementDateTime":"2003-06-07"}"#
        )
        #expect(statement.text("Significance") == "major")
        #expect(statement.text("Status") == "inactive")
        #expect(statement.text("Onset") == "May-2001")
        #expect(statement.text("Ended") == "07-Jun-2003")
        #expect(try reading(#"{"resourceType":"Condition"}"#).warnings == ["Status not recorded"])
    }

    @Test func `an immunisation says whether it was given`() throws {
        let given = try reading(
            #"{"resourceType":"Immunization","status":"completed","extension":[{"url":"x/VaccinationProcedure-1","valueCodeableConcept":{"text":"First MMR"}}],"vaccineCode":{"text":"MMR vaccine"},"lotNumber":"A0012","protocolApplied":[{"doseNumberPositiveInt":1,"seriesDosesPositiveInt":2}],"site":{"text":"Left arm"}}"#
        )
        #expect(given.title == "First MMR")
        #expect(given.text("Given") == "Yes")
        #expect(given.text("Dose number") == "1 of 2")
        #expect(given.text("Batch") == "A0012")
        let declined = try reading(
            #"{"resourceType":"Immunization","status":"not-done","statusReason":{"text":"Declined"},"vaccineCode":{"text":"Influenza"}}"#
        )
        #expect(declined.title == "Not given: Influenza")
        #expect(declined.text("Reason not given") == "Declined")
        #expect(declined.warnings == ["Status: not-done"])
    }

    @Test func `a procedure that was not done says so`() throws {
        let statement = try reading(
            #"{"resourceType":"Procedure","status":"not-done","code":{"text":"Appendectomy"},"performedDateTime":"2020-01-02T10:20:00Z"}"#
        )
        #expect(statement.title == "Not done: Appendectomy")
        #expect(statement.text("Performed") == "02-Jan-2020 10:20")
    }

    @Test func `a contact has people, place, length and period`() throws {
        let statement = try reading(
            #"{"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},"type":[{"text":"Surgery consultation"}],"participant":[{"individual":{"reference":"PractitionerRole/r"}}],"period":{"start":"2024-02-03T10:00:00Z"},"length":{"value":10,"unit":"minutes"},"location":[{"location":{"display":"Anytown Surgery"}}]}"#,
            among:
                #"{"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"Practitioner/p"},"organization":{"display":"Anytown"}}"#,
            #"{"resourceType":"Practitioner","id":"p","name":[{"text":"Nurse Jones"}]}"#)
        #expect(statement.title == "Surgery consultation")
        #expect(statement.authors == ["Nurse Jones, Anytown"])
        #expect(statement.text("Location") == "Anytown Surgery")
        #expect(statement.text("Length") == "10 minutes")
    }

    @Test func `a referral has whom it is to, its priority and reason`() throws {
        let statement = try reading(
            #"{"resourceType":"ServiceRequest","status":"active","intent":"order","priority":"urgent","reasonCode":[{"text":"Chest pain"}],"performer":[{"display":"Cardiology"}],"authoredOn":"2024-01-02"}"#
        )
        #expect(statement.title == "Chest pain")
        #expect(statement.text("To") == "Cardiology")
        #expect(statement.text("Priority") == "urgent")
    }

    @Test func `a document has title, type and size`() throws {
        let statement = try reading(
            #"{"resourceType":"DocumentReference","status":"superseded","type":{"text":"Letter"},"date":"2024-01-02T00:00:00Z","content":[{"attachment":{"contentType":"application/pdf","size":1234,"title":"Clinic letter"}}],"author":[{"display":"Dr Who"}]}"#
        )
        #expect(statement.title == "Clinic letter")
        #expect(statement.text("Type") == "Letter")
        #expect(statement.text("Attachment") == "Clinic letter, application/pdf, 1234 bytes")
        #expect(statement.warnings == ["Status: superseded"])
    }

    @Test func `a report has its conclusion and how many results`() throws {
        let statement = try reading(
            #"{"resourceType":"DiagnosticReport","status":"preliminary","code":{"text":"FBC"},"conclusion":"Normal","result":[{"reference":"Observation/1"},{"reference":"Observation/2"}]}"#
        )
        #expect(statement.text("Conclusion") == "Normal")
        #expect(statement.text("Results") == "2")
        #expect(statement.text("Status") == "preliminary")
    }

    @Test func `a flag, a consent, a plan and an appointment say what they are`() throws {
        let flag = try reading(#"{"resourceType":"Flag","status":"inactive","code":{"text":"Dog"}}"#)
        #expect(flag.warnings == ["No longer in force"])
        let consent = try reading(
            #"{"resourceType":"Consent","status":"rejected","scope":{"text":"Privacy"},"provision":{"type":"deny"}}"#)
        #expect(consent.title == "Privacy")
        #expect(consent.text("Provision") == "deny")
        #expect(consent.warnings.contains("Not in force"))
        let plan = try reading(
            #"{"resourceType":"CarePlan","status":"active","title":"Plan","activity":[{"detail":{"description":"Walk","doNotPerform":true}}]}"#
        )
        #expect(plan.text("Activity") == "Walk; NOT to be done")
        let appointment = try reading(
            #"{"resourceType":"Appointment","status":"booked","description":"Review","start":"2026-01-02T09:00:00Z"}"#)
        #expect(appointment.title == "Review")
        #expect(appointment.text("Start") == "02-Jan-2026 09:00")
    }

    @Test func `a person has every name, address and way of contact`() throws {
        let statement = try reading(
            #"{"resourceType":"Patient","active":false,"identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9434765919"}],"name":[{"use":"official","given":["Ann"],"family":"Lee"},{"use":"nickname","given":["Annie"]}],"birthDate":"1950-01-02","deceasedBoolean":false,"telecom":[{"system":"phone","use":"home","value":"01234"}],"address":[{"line":["1 High St"],"city":"Town"}]}"#
        )
        #expect(statement.title == "Ann Lee")
        #expect(statement.text("NHS number") == "943 476 5919")
        #expect(statement.text("Name (nickname)") == "Annie")
        #expect(statement.text("Born") == "02-Jan-1950")
        #expect(statement.text("Phone, home") == "01234")
        #expect(statement.warnings == ["This record of a person is not in use"])
    }

    @Test func `a type without words of its own shows every element`() throws {
        let statement = try reading(
            #"{"resourceType":"Goal","lifecycleStatus":"active","description":{"text":"Lose weight"},"startDate":"2024-01-02"}"#
        )
        #expect(statement.text("Description") == "Lose weight")
        #expect(statement.text("Lifecycle status") == "active")
        #expect(statement.text("Start date") == "02-Jan-2024")
    }
}
