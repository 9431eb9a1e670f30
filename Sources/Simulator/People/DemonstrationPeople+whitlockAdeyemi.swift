// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension DemonstrationPeople {
    static func danielWhitlock(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: restricted, name: SimulatedName(prefix: "Mr", given: ["Daniel", "James"], family: "Whitlock"),
            gender: "male", birthDay: RecordDay(1990, 1, 30),
            address: SimulatedAddress(lines: ["5 Harbour View"], city: "Anytown", postcode: "ZZ99 8GH"),
            practice: .anytownSurgery,
            lookFor: "restricted: the answer is the one that an unknown number gets, though two sources hold a record")
        person.isRestricted = true
        var practice = SimulatedRecord()
        practice.allergies = [
            SimulatedAllergy(key: "none", term: .noKnownAllergies, recorded: today.yearsAgo(1))
        ]
        practice.problems = [
            SimulatedProblem(key: "depression", term: .depression, onset: today.yearsAgo(2))
        ]
        practice.medicines = [
            SimulatedMedicine(
                key: "sertraline", product: .sertraline, supplierCode: "SETA1001", kind: .repeat,
                dosage: "One To Be Taken Each Day", start: today.yearsAgo(2), issues: [today.adding(days: -15)],
                issuesAllowed: 6, problem: "depression")
        ]
        person.records[.anytownSurgery] = practice
        var hospital = SimulatedRecord()
        hospital.stays = [
            SimulatedStay(
                key: "visit", encounterClass: "EMER", kind: .emergencyVisit, specialty: "Emergency medicine",
                reason: .backPain, start: today.adding(days: -12), end: today.adding(days: -12))
        ]
        person.records[.acuteTrust] = hospital
        return person
    }

    static func graceAdeyemi(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: inTransit,
            name: SimulatedName(prefix: "Miss", given: ["Grace", "Oluwaseun"], family: "Adeyemi"),
            gender: "female", birthDay: RecordDay(1999, 5, 9),
            address: SimulatedAddress(lines: ["Room 12", "Weir House"], city: "Riverside", postcode: "ZZ99 9JK"),
            practice: .anytownSurgery,
            lookFor:
                "her GP record has not all arrived and has items left out: the page says both; clozapine and a safeguarding flag come from the hospitals"
        )
        person.phone = "07700900501"
        person.records[.anytownSurgery] = adeyemiAtAnytown(today)
        person.records[.acuteTrust] = adeyemiAtAcuteTrust(today)
        person.records[.mentalHealthTrust] = adeyemiAtMentalHealthTrust(today)
        return person
    }

    private static func adeyemiAtAnytown(_ today: RecordDay) -> SimulatedRecord {
        var record = SimulatedRecord()
        record.inTransitBefore = today.adding(days: -38)
        record.confidentialAreas = [.problems, .medication, .uncategorised]
        record.problems = [
            SimulatedProblem(key: "asthma", term: .asthma, onset: today.adding(days: -30), isMajor: false)
        ]
        record.medicines = [
            SimulatedMedicine(
                key: "salbutamol", product: .salbutamol, supplierCode: "SAIN4401", kind: .acute,
                dosage: "Two Puffs To Be Inhaled When Needed", quantity: "1", unit: "inhaler",
                start: today.adding(days: -30), issues: [today.adding(days: -30)], problem: "asthma")
        ]
        record.measurements = [
            SimulatedMeasurement(
                key: "bp", term: .bloodPressurePractice, day: today.adding(days: -30),
                components: [
                    (.systolic, .init(value: "112", unit: "mm[Hg]")), (.diastolic, .init(value: "70", unit: "mm[Hg]")),
                ])
        ]
        record.consultations = [
            SimulatedConsultation(
                key: "new-patient", day: today.adding(days: -30), kind: "New Patient Check",
                topics: [
                    .init(
                        headings: [
                            .init(title: "History", words: ["Joined the practice; old record awaited."]),
                            .init(title: "Examination", entries: ["bp"]),
                        ])
                ])
        ]
        return record
    }

    private static func adeyemiAtAcuteTrust(_ today: RecordDay) -> SimulatedRecord {
        var record = SimulatedRecord()
        record.allergies = [
            SimulatedAllergy(
                key: "penicillin", term: .penicillinAllergy, recorded: today.yearsAgo(1), reaction: .rash,
                severity: "mild")
        ]
        record.stays = [
            SimulatedStay(
                key: "infection", encounterClass: "IMP", kind: .hospitalAdmission, specialty: "General medicine",
                reason: .urinaryInfection, start: today.yearsAgo(1), end: today.yearsAgo(1).adding(days: 2))
        ]
        record.flags = [
            SimulatedFlag(
                key: "safeguarding", category: "safety", term: Term(nil, "Adult safeguarding concern"),
                start: today.yearsAgo(1), note: "See alone. Speak to the safeguarding team before any home visit.")
        ]
        return record
    }

    private static func adeyemiAtMentalHealthTrust(_ today: RecordDay) -> SimulatedRecord {
        var record = SimulatedRecord()
        record.problems = [
            SimulatedProblem(key: "schizophrenia", term: .schizophrenia, onset: today.yearsAgo(4))
        ]
        record.medicines = [
            SimulatedMedicine(
                key: "clozapine", product: .clozapine, kind: .hospitalOnly, dosage: "100 mg morning, 200 mg night",
                quantity: "84", start: today.yearsAgo(3), issues: [today.adding(days: -7)],
                note: "Supplied weekly by the trust's clinic. Blood count before every supply.",
                problem: "schizophrenia")
        ]
        record.panels = [
            SimulatedPanel(
                key: "count", term: .fullBloodCount, report: "26-H-552019", collected: today.adding(days: -8),
                issued: today.adding(days: -8),
                results: [
                    .init(
                        key: "count-white", term: .whiteCells,
                        amount: .init(value: "6.2", unit: "10*9/L", ucum: "10*9/L"), low: "4.0", high: "11.0"),
                    .init(
                        key: "count-haemoglobin", term: .haemoglobin,
                        amount: .init(value: "128", unit: "g/L", ucum: "g/L"), low: "115", high: "165"),
                    .init(
                        key: "count-platelets", term: .platelets,
                        amount: .init(value: "240", unit: "10*9/L", ucum: "10*9/L"), low: "150", high: "400"),
                ])
        ]
        record.flags = [
            SimulatedFlag(
                key: "home-visit", category: "safety", term: Term(nil, "Visit in pairs"), start: today.yearsAgo(2))
        ]
        return record
    }
}
