// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The entries of the sample person.
enum SampleEntries {
    static let all: [RecordEntry] = demographics + risks + medicines + problems + investigations + examinations + events

    static let supporting = [
        SupportingResource(
            id: SampleRecord.opaque("Practitioner/dr-1", SampleRecord.anytown),
            resource: SampleRecord.resource(
                #"{"resourceType":"Practitioner","id":"dr-1","name":[{"family":"Jones","given":["Ann"]}]}"#),
            sourceReference: "Practitioner/dr-1", source: SampleRecord.anytown)
    ]

    static let demographics = [
        SampleRecord.entry(
            .demographics, .person,
            #"{"resourceType":"Patient","id":"pat-1","name":[{"family":"Testpatient","given":["Olwen"]}],"managingOrganization":{"reference":"Organization/unknown-1"}}"#,
            date: nil, title: "Testpatient, Olwen")
    ]

    static let risks = [
        SampleRecord.entry(
            .risks, .allergies,
            #"{"resourceType":"AllergyIntolerance","id":"al-1","meta":{"source":"urn:old"},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},"code":{"coding":[{"system":"http://snomed.info/sct","code":"91936005","display":"Allergy to penicillin"}]},"patient":{"reference":"Patient/pat-1"},"recorder":{"reference":"Practitioner/dr-1"},"asserter":{"reference":"https://elsewhere.example/Practitioner/9"}}"#,
            date: "2009-06-14", title: "Allergy to penicillin",
            details: [("Reaction", "Anaphylaxis"), ("Severity", "severe")]),
        SampleRecord.entry(
            .risks, .allergies,
            #"{"resourceType":"AllergyIntolerance","id":"al-2","code":{"text":"Peanut"},"patient":{"reference":"Patient/pat-1"}}"#,
            date: "1996", title: "Peanut", details: [("Reaction", "Urticaria"), ("Severity", "moderate")]),
        SampleRecord.entry(
            .risks, .resuscitation,
            #"{"resourceType":"Observation","id":"dnr-1","status":"final","code":{"coding":[{"system":"http://snomed.info/sct","code":"450475007"}]},"subject":{"reference":"Patient/pat-1"}}"#,
            date: "2025-11-02", title: "For attempted cardiopulmonary resuscitation"),
        SampleRecord.entry(
            .risks, .safeguarding,
            #"{"resourceType":"Flag","id":"flag-1","status":"active","code":{"text":"Adult safeguarding concern"},"subject":{"reference":"Patient/pat-1"}}"#,
            date: "2025-10-20", title: "Adult safeguarding concern"),
    ]

    static let medicines: [RecordEntry] =
        [
            ("Warfarin 3mg tablets", "As directed by the clinic, see yellow book", "2026-01-12"),
            ("Ramipril 5mg capsules", "One to be taken each day", "2026-01-12"),
            ("Metformin 500mg tablets", "One tablet with breakfast and one with the evening meal", "2026-01-05"),
            ("Atorvastatin 20mg tablets", "One to be taken at night", "2025-12-20"),
            (
                "Salbutamol 100micrograms/dose inhaler CFC free", "Two puffs when needed, up to four times a day",
                "2025-12-01"
            ),
            (
                "Levothyroxine sodium 100microgram tablets", "One to be taken each morning, 30 minutes before food",
                "2025-11-30"
            ),
            ("Furosemide 40mg tablets", "One to be taken in the morning", "2025-11-21"),
        ].enumerated().map { place, medicine in
            SampleRecord.entry(
                .medication, .currentMedication,
                #"{"resourceType":"MedicationStatement","id":"med-\#(place)","status":"active","medicationCodeableConcept":{"text":"x"},"subject":{"reference":"Patient/pat-1"},"dosage":[{"doseAndRate":[{"doseQuantity":{"value":1.50,"unit":"mg"}}]}]}"#,
                date: medicine.2, title: medicine.0,
                details: [("Dose", medicine.1), ("Last issued", SampleRecord.date(medicine.2).dayWords)])
        }

    static let problems: [RecordEntry] = [
        ("Atrial fibrillation", "2019-03-11"), ("Type 2 diabetes mellitus", "2015-09"), ("Hypothyroidism", "2008"),
        ("Chronic kidney disease stage 3", "2021-04-02"),
    ].enumerated().map { place, problem in
        SampleRecord.entry(
            .problems, .activeProblems,
            ##"{"resourceType":"Condition","id":"con-\##(place)","code":{"text":"x"},"subject":{"reference":"Patient/pat-1"},"evidence":[{"detail":[{"reference":"#c1"},{"reference":"#gone"}]}],"contained":[{"resourceType":"Observation","id":"c1","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/pat-1"}}]}"##,
            date: problem.1, title: problem.0, details: [("Significance", "major")])
    }

    static let investigations: [RecordEntry] = [
        ("eGFR using creatinine (CKD-EPI) per 1.73 square metres", "44 mL/min/1.73m*2", "2026-01-09T08:15:00+00:00"),
        ("Serum potassium level", "5.10 mmol/L", "2026-01-09T08:15:00+00:00"),
        ("International normalised ratio", "2.6", "2026-01-05"),
        ("eGFR using creatinine (CKD-EPI) per 1.73 square metres", "49 mL/min/1.73m*2", "2025-07-02"),
        ("Serum ferritin level", "< 5 ug/L", "2025-07-02"),
    ].enumerated().map { place, result in
        SampleRecord.entry(
            .investigations, .results,
            #"{"resourceType":"Observation","id":"res-\#(place)","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/pat-1"},"valueQuantity":{"value":5.10}}"#,
            date: result.2, title: result.0, details: [("Value", result.1)])
    }

    static let examinations = [
        SampleRecord.entry(
            .examinations, .bloodPressure,
            #"{"resourceType":"Observation","id":"bp-1","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/7"}}"#,
            date: "2026-01-09T10:02:00+00:00", title: "Blood pressure", details: [("Value", "148/86 mmHg")],
            source: SampleRecord.community)
    ]

    static let events = [
        SampleRecord.entry(
            .events, .encounters,
            #"{"resourceType":"Encounter","id":"enc-1","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/pat-1"}}"#,
            date: "2026-01-09T10:00:00+00:00", title: "Surgery consultation", details: [("With", "Dr A Jones")]),
        SampleRecord.entry(
            .events, .admissions,
            #"{"resourceType":"Encounter","id":"enc-2","status":"finished","class":{"code":"IMP"},"subject":{"reference":"Patient/pat-1"}}"#,
            date: "2025-09-14", title: "Emergency admission", details: [("Place", "St Elsewhere's Hospital")]),
    ]
}
