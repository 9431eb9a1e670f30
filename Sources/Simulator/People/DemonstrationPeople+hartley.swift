// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension DemonstrationPeople {
    static func eleanorHartley(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: knownToAll,
            name: SimulatedName(
                prefix: "Mrs", given: ["Eleanor", "Rose"], family: "Hartley", formerFamily: "Quill"),
            gender: "female", birthDay: RecordDay(1958, 3, 14),
            address: SimulatedAddress(lines: ["7 Orchard Close"], city: "Anytown", postcode: "ZZ99 5AB"),
            practice: .anytownSurgery,
            lookFor:
                "all seven sources answer: an allergy that one practice has and another denies, one blood test that reached two of them, lithium that only the hospital gives"
        )
        person.phone = "07700900101"
        person.nextOfKin = SimulatedContact(
            relationship: "Husband", name: SimulatedName(prefix: "Mr", given: ["Martin"], family: "Hartley"),
            gender: "male", phone: "07700900102")
        person.records[.anytownSurgery] = hartleyAtAnytown(today)
        person.records[.hillsideMedicalCentre] = hartleyAtHillside(today)
        person.records[.acuteTrust] = hartleyAtAcuteTrust(today)
        person.records[.mentalHealthTrust] = hartleyAtMentalHealthTrust(today)
        person.records[.communityTrust] = hartleyAtCommunityTrust(today)
        person.records[.adultSocialCare] = hartleyAtSocialCare(today)
        person.records[.ambulanceService] = hartleyAtAmbulanceService(today)
        let results = hartleyBloods(today, key: "bloods").results.map(\.key)
        person.truth.sameFacts =
            results.map { [.init(.anytownSurgery, $0), .init(.acuteTrust, $0)] }
            + [
                [
                    .init(.anytownSurgery, "penicillin"), .init(.acuteTrust, "penicillin"),
                    .init(.ambulanceService, "penicillin"),
                ], [.init(.anytownSurgery, "hypertension"), .init(.hillsideMedicalCentre, "hypertension")],
            ]
        person.truth.copies = [
            [.init(.hillsideMedicalCentre, "sodium-result"), .init(.acuteTrust, "sodium-result")]
        ]
        person.truth.disagreements = [
            .init(
                about: .allergy,
                statements: [.init(.anytownSurgery, "penicillin"), .init(.hillsideMedicalCentre, "none")])
        ]
        return person
    }

    private static func hartleyAtAnytown(_ today: RecordDay) -> SimulatedRecord {
        var record = SimulatedRecord()
        record.allergies = [
            SimulatedAllergy(
                key: "penicillin", term: .penicillinAllergy, onset: RecordDay(1987, 6, 2),
                recorded: RecordDay(1999, 4, 12), reaction: .urticaria, severity: "severe",
                note: "Widespread urticaria and facial swelling after oral penicillin"),
            SimulatedAllergy(
                key: "ace-inhibitor", term: .aceInhibitorAllergy, onset: today.yearsAgo(6),
                recorded: today.yearsAgo(6), reaction: .cough, severity: "mild",
                ended: (today.yearsAgo(2), "Rechallenged without cough")),
        ]
        record.problems = hartleyProblems(today)
        record.medicines = hartleyMedicines(today)
        record.measurements = hartleyMeasurements(today)
        record.panels = [hartleyBloods(today, key: "bloods")]
        record.immunisations = [
            SimulatedImmunisation(
                key: "influenza", procedure: .influenzaVaccination, day: today.adding(days: -31), batch: "FL26-3311",
                expiry: today.adding(days: 200), site: .leftArm),
            SimulatedImmunisation(
                key: "pneumococcal-declined", procedure: .pneumococcalDeclined, day: today.yearsAgo(1),
                isGiven: false, note: "Offered at diabetic review; wishes to think about it"),
        ]
        record.procedures = [
            SimulatedProcedure(key: "appendix", term: .appendicectomy, day: RecordDay(1976, 9, 3))
        ]
        record.consultations = hartleyConsultations(today)
        record.referrals = [
            SimulatedReferral(
                key: "knee", term: .orthopaedicReferral, day: today.adding(days: -64),
                to: "Anytown University Hospitals NHS Trust", reason: "Right knee pain, giving way on stairs")
        ]
        record.documents = [
            SimulatedDocument(
                key: "clinic-letter", type: .clinicLetter, title: "Orthopaedic clinic letter",
                day: today.adding(days: -40))
        ]
        record.recalls = [
            SimulatedRecall(
                key: "diabetic-review", term: .medicationReview, due: today.adding(days: 120),
                recorded: today.adding(days: -60), note: "Annual diabetic review")
        ]
        return record
    }

    private static func hartleyProblems(_ today: RecordDay) -> [SimulatedProblem] {
        [
            SimulatedProblem(
                key: "diabetes", term: .type2Diabetes, onset: RecordDay(2014, 2, 20), related: ["bloods-hba1c"]),
            SimulatedProblem(
                key: "hypertension", term: .hypertension, onset: RecordDay(2011, 10, 4), related: ["bp-recent"]),
            SimulatedProblem(
                key: "kidney", term: .chronicKidneyDisease3, onset: today.yearsAgo(3),
                note: "Watch non-steroidals: also on lithium"),
            SimulatedProblem(
                key: "back-pain", term: .backPain, onset: today.yearsAgo(8), ended: today.yearsAgo(7), isMajor: false),
        ]
    }

    private static func hartleyMedicines(_ today: RecordDay) -> [SimulatedMedicine] {
        let issues = [today.adding(days: -84), today.adding(days: -56), today.adding(days: -28)]
        return [
            SimulatedMedicine(
                key: "metformin", product: .metformin, supplierCode: "META2450", kind: .repeat,
                dosage: "One To Be Taken Twice A Day With Meals", quantity: "56", start: RecordDay(2014, 3, 1),
                issues: issues, issuesAllowed: 12, problem: "diabetes"),
            SimulatedMedicine(
                key: "amlodipine", product: .amlodipine, supplierCode: "AMTA5523", kind: .repeat,
                dosage: "One To Be Taken Each Day", start: RecordDay(2012, 1, 9), issues: issues, issuesAllowed: 12,
                problem: "hypertension"),
            SimulatedMedicine(
                key: "atorvastatin", product: .atorvastatin, supplierCode: "ATTA9012", kind: .repeatDispensing,
                dosage: "One To Be Taken At Night", start: today.yearsAgo(5), issues: [today.adding(days: -28)],
                issuesAllowed: 6),
            SimulatedMedicine(
                key: "doxycycline-alternative", product: Term(nil, "Doxycycline 100mg capsules"), kind: .acute,
                state: .completed, dosage: "Two On The First Day Then One Each Day", quantity: "8", unit: "capsule",
                days: 7, start: today.adding(days: -33), end: today.adding(days: -26),
                issues: [today.adding(days: -33)], note: "Chest infection; not amoxicillin: allergic"),
            SimulatedMedicine(
                key: "ramipril", product: .ramipril, supplierCode: "RACA7781", kind: .repeat,
                state: .stopped(today.yearsAgo(6), "Dry cough"), dosage: "One To Be Taken Each Day", unit: "capsule",
                start: today.yearsAgo(9), end: today.yearsAgo(6), issues: [today.yearsAgo(6).adding(days: -20)],
                issuesAllowed: 12, problem: "hypertension"),
        ]
    }

    private static func hartleyMeasurements(_ today: RecordDay) -> [SimulatedMeasurement] {
        func pressure(_ key: String, _ day: RecordDay, _ high: String, _ low: String) -> SimulatedMeasurement {
            SimulatedMeasurement(
                key: key, term: .bloodPressurePractice, day: day, time: "10:14:00",
                components: [
                    (.systolic, .init(value: high, unit: "mm[Hg]")), (.diastolic, .init(value: low, unit: "mm[Hg]")),
                ])
        }
        return [
            pressure("bp-recent", today.adding(days: -17), "138", "82"),
            pressure("bp-year", today.yearsAgo(1), "152", "90"),
            SimulatedMeasurement(
                key: "weight", term: .weightPractice, day: today.adding(days: -17),
                amount: .init(value: "81.40", unit: "kg")),
            SimulatedMeasurement(
                key: "height", term: .heightPractice, day: today.yearsAgo(4), amount: .init(value: "164.0", unit: "cm")
            ),
            SimulatedMeasurement(
                key: "smoking", term: .exSmoker, day: today.adding(days: -17), category: "social-history",
                note: "Stopped in 2009"),
            SimulatedMeasurement(
                key: "alcohol", term: .alcoholUnits, day: today.adding(days: -17),
                amount: .init(value: "4", unit: "units/week"), category: "social-history"),
        ]
    }

    private static func hartleyConsultations(_ today: RecordDay) -> [SimulatedConsultation] {
        [
            SimulatedConsultation(
                key: "review", day: today.adding(days: -17), kind: "GP Surgery",
                topics: [
                    .init(
                        title: "Type 2 diabetes mellitus", problem: "diabetes",
                        headings: [
                            .init(title: "History", words: ["Feels well. No hypos. Feet checked."]),
                            .init(
                                title: "Examination", entries: ["bp-recent", "weight", "smoking", "alcohol"]),
                            .init(title: "Comment", words: ["Kidney function stable; repeat in six months."]),
                        ])
                ]),
            SimulatedConsultation(
                key: "chest", day: today.adding(days: -33), time: "16:35:00", kind: "Telephone consultation",
                topics: [
                    .init(
                        headings: [
                            .init(
                                title: "History",
                                words: ["Productive cough for five days, no fever. Penicillin allergy confirmed."]),
                            .init(title: "Medication", entries: ["doxycycline-alternative"]),
                        ])
                ]),
        ]
    }
}
