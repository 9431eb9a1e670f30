// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension DemonstrationPeople {
    static func thomasPrice(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: slowPractice, name: SimulatedName(prefix: "Mr", given: ["Thomas", "Idris"], family: "Price"),
            gender: "male", birthDay: RecordDay(1985, 7, 22),
            address: SimulatedAddress(lines: ["Flat 3", "22 Station Road"], city: "Hillside", postcode: "ZZ99 6CD"),
            practice: .hillsideMedicalCentre,
            lookFor: "his practice is slower than the deadline: the page says what is missing, and offers to try again")
        person.phone = "07700900201"
        person.language = SimulatedLanguage(code: "cy", name: "Welsh", interpreterRequired: false)
        person.records[.hillsideMedicalCentre] = priceAtHillside(today)
        var hospital = SimulatedRecord()
        hospital.allergies = [
            SimulatedAllergy(
                key: "peanut", term: .peanutAllergy, category: "food", recorded: today.adding(days: -75),
                reaction: .breathingDifficulty, severity: "severe")
        ]
        hospital.stays = [
            SimulatedStay(
                key: "asthma-attack", encounterClass: "EMER", kind: .emergencyVisit, specialty: "Emergency medicine",
                reason: .asthma, start: today.adding(days: -75), end: today.adding(days: -75))
        ]
        hospital.measurements = [
            SimulatedMeasurement(
                key: "saturation", term: .oxygenSaturation, day: today.adding(days: -75), time: "03:12:00",
                amount: .init(value: "91", unit: "%", ucum: "%")),
            SimulatedMeasurement(
                key: "news", term: .earlyWarningScore, day: today.adding(days: -75), time: "03:12:00",
                amount: .init(value: "7", unit: "score", ucum: "{score}"), category: "survey"),
        ]
        person.records[.acuteTrust] = hospital
        person.truth.sameFacts = [[.init(.hillsideMedicalCentre, "peanut"), .init(.acuteTrust, "peanut")]]
        return person
    }

    private static func priceAtHillside(_ today: RecordDay) -> SimulatedRecord {
        var record = SimulatedRecord()
        record.allergies = [
            SimulatedAllergy(
                key: "peanut", term: .peanutAllergy, category: "food", onset: RecordDay(1991, 8, 1),
                recorded: RecordDay(2004, 3, 3), reaction: .breathingDifficulty, severity: "severe",
                note: "Carries two adrenaline pens")
        ]
        record.problems = [
            SimulatedProblem(key: "asthma", term: .asthma, onset: RecordDay(1993, 5, 17), related: ["peak-flow"]),
            SimulatedProblem(key: "migraine", term: .migraine, onset: today.yearsAgo(5), isMajor: false),
        ]
        record.medicines = [
            SimulatedMedicine(
                key: "salbutamol", product: .salbutamol, supplierCode: "06150101", kind: .repeat,
                dosage: "INHALE TWO PUFFS WHEN REQUIRED", quantity: "1", unit: "inhaler", start: today.yearsAgo(10),
                issues: [today.adding(days: -70), today.adding(days: -35)], issuesAllowed: 6, problem: "asthma"),
            SimulatedMedicine(
                key: "beclometasone", product: .beclometasone, supplierCode: "06150202", kind: .repeat,
                dosage: "INHALE TWO PUFFS TWICE A DAY", quantity: "1", unit: "inhaler", start: today.yearsAgo(10),
                issues: [today.adding(days: -35)], issuesAllowed: 6, problem: "asthma"),
            SimulatedMedicine(
                key: "prednisolone", product: .prednisolone, supplierCode: "06150303", kind: .acute,
                state: .completed, dosage: "TAKE EIGHT EACH MORNING FOR FIVE DAYS", quantity: "40", days: 5,
                start: today.adding(days: -74), end: today.adding(days: -69), issues: [today.adding(days: -74)],
                problem: "asthma"),
        ]
        record.measurements = [
            SimulatedMeasurement(
                key: "peak-flow", term: .peakFlow, day: today.adding(days: -74),
                amount: .init(value: "320", unit: "L/min"), category: "exam"),
            SimulatedMeasurement(key: "smoking", term: .smoker, day: today.yearsAgo(1), category: "social-history"),
        ]
        record.immunisations = [
            SimulatedImmunisation(
                key: "influenza-declined", procedure: .influenzaDeclined, day: today.adding(days: -25),
                isGiven: false, note: "Declined by text message")
        ]
        return record
    }

    static func priyaSharma(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: failingTrust, name: SimulatedName(prefix: "Ms", given: ["Priya"], family: "Sharma"),
            gender: "female", birthDay: RecordDay(1971, 12, 5),
            address: SimulatedAddress(lines: ["41 Canal Street"], city: "Anytown", postcode: "ZZ99 7EF"),
            practice: .anytownSurgery,
            lookFor:
                "her hospital fails: warfarin and the last INR stand on the page, the allergies are marked incomplete")
        person.phone = "07700900301"
        person.language = SimulatedLanguage(code: "gu", name: "Gujarati", interpreterRequired: true)
        person.records[.anytownSurgery] = sharmaAtAnytown(today)
        var hospital = SimulatedRecord()
        hospital.allergies = [
            SimulatedAllergy(
                key: "aspirin", term: .aspirinAllergy, recorded: today.yearsAgo(1), reaction: .breathingDifficulty,
                severity: "severe")
        ]
        hospital.problems = [
            SimulatedProblem(key: "fibrillation", term: .atrialFibrillation, onset: today.yearsAgo(3))
        ]
        hospital.stays = [
            SimulatedStay(
                key: "cardiology", encounterClass: "AMB", kind: .outpatientVisit, specialty: "Cardiology",
                reason: .atrialFibrillation, start: today.adding(days: -50), end: today.adding(days: -50))
        ]
        person.records[.acuteTrust] = hospital
        return person
    }

    private static func sharmaAtAnytown(_ today: RecordDay) -> SimulatedRecord {
        var record = SimulatedRecord()
        record.allergies = [
            SimulatedAllergy(key: "none", term: .noKnownAllergies, recorded: today.yearsAgo(3))
        ]
        record.problems = [
            SimulatedProblem(
                key: "fibrillation", term: .atrialFibrillation, onset: today.yearsAgo(3), related: ["inr-result"]),
            SimulatedProblem(key: "thyroid", term: .hypothyroidism, onset: today.yearsAgo(12)),
        ]
        record.medicines = [
            SimulatedMedicine(
                key: "warfarin-3", product: .warfarin3, supplierCode: "WATA3331", kind: .repeat,
                dosage: "As Directed By The Anticoagulant Clinic", start: today.yearsAgo(3),
                issues: [today.adding(days: -30)], issuesAllowed: 6, problem: "fibrillation"),
            SimulatedMedicine(
                key: "warfarin-1", product: .warfarin1, supplierCode: "WATA1111", kind: .repeat,
                dosage: "As Directed By The Anticoagulant Clinic", start: today.yearsAgo(3),
                issues: [today.adding(days: -30)], issuesAllowed: 6, problem: "fibrillation"),
            SimulatedMedicine(
                key: "bisoprolol", product: .bisoprolol, supplierCode: "BITA2525", kind: .repeat,
                dosage: "One To Be Taken Each Morning", start: today.yearsAgo(3), issues: [today.adding(days: -30)],
                issuesAllowed: 12, problem: "fibrillation"),
            SimulatedMedicine(
                key: "levothyroxine", product: .levothyroxine, supplierCode: "LETA1000", kind: .repeat,
                dosage: "One To Be Taken Each Morning", start: today.yearsAgo(12), issues: [today.adding(days: -30)],
                issuesAllowed: 12, problem: "thyroid"),
        ]
        record.panels = [
            SimulatedPanel(
                key: "inr", term: .normalisedRatio, report: "26-C-0099120", collected: today.adding(days: -9),
                issued: today.adding(days: -9),
                results: [
                    .init(
                        key: "inr-result", term: .normalisedRatio, amount: .init(value: "4.8", unit: "ratio"),
                        low: "2.0", high: "3.0", note: "Above range: telephoned to practice", flag: "H")
                ])
        ]
        record.measurements = [
            SimulatedMeasurement(
                key: "bp", term: .bloodPressurePractice, day: today.adding(days: -30),
                components: [
                    (.systolic, .init(value: "126", unit: "mm[Hg]")), (.diastolic, .init(value: "74", unit: "mm[Hg]")),
                ])
        ]
        return record
    }
}
