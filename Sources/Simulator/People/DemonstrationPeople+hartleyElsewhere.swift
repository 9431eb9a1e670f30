// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension DemonstrationPeople {
    /// A report that reached both the practice and the hospital that made it: the same report, told twice.
    static func hartleyBloods(_ today: RecordDay, key: String) -> SimulatedPanel {
        SimulatedPanel(
            key: key, term: .ureaAndElectrolytes, report: "26-B-0041187", collected: today.adding(days: -20),
            issued: today.adding(days: -19),
            results: [
                .init(
                    key: "\(key)-creatinine", term: .creatinine,
                    amount: .init(value: "104", unit: "umol/L", ucum: "umol/L"), low: "45", high: "84", flag: "H"),
                .init(
                    key: "\(key)-egfr", term: .filtrationRate,
                    amount: .init(value: "48", unit: "mL/min/1.73m2", ucum: "mL/min/{1.73_m2}"), low: "60",
                    note: "Consistent with chronic kidney disease stage 3a if persistent", flag: "L"),
                .init(
                    key: "\(key)-potassium", term: .potassium,
                    amount: .init(value: "4.60", unit: "mmol/L", ucum: "mmol/L"), low: "3.5", high: "5.3"),
                .init(
                    key: "\(key)-sodium", term: .sodium, amount: .init(value: "139", unit: "mmol/L", ucum: "mmol/L"),
                    low: "133", high: "146"),
                .init(
                    key: "\(key)-haemoglobin", term: .haemoglobin,
                    amount: .init(value: "121", unit: "g/L", ucum: "g/L"), low: "115", high: "165"),
                .init(
                    key: "\(key)-hba1c", term: .longTermGlucose,
                    amount: .init(value: "58", unit: "mmol/mol", ucum: "mmol/mol"), low: "20", high: "41", flag: "H"),
            ], comment: "Diabetic and lithium monitoring")
    }

    /// A report of that time, which the laboratory sent to the practice that had asked for it and kept itself.
    private static func hartleySodium(_ today: RecordDay) -> SimulatedPanel {
        one(
            "sodium", .sodium, "138", "mmol/L", report: "24-B-0007730", on: today.yearsAgo(2), "11:20:00", high: "146",
            issued: "16:05:00")
    }

    /// She was a temporary patient there while she cared for her sister.
    static func hartleyAtHillside(_ today: RecordDay) -> SimulatedRecord {
        var record = SimulatedRecord()
        record.allergies = [
            SimulatedAllergy(key: "none", term: .noKnownAllergies, recorded: today.yearsAgo(2))
        ]
        record.problems = [
            SimulatedProblem(key: "hypertension", term: .hypertension, onset: RecordDay(2011, 10, 4))
        ]
        record.medicines = [
            SimulatedMedicine(
                key: "paracetamol", product: .paracetamol, supplierCode: "06155009", kind: .acute, state: .completed,
                dosage: "TAKE TWO UP TO FOUR TIMES A DAY", patientInstruction: "No more than eight in a day",
                quantity: "100", days: 14, start: today.yearsAgo(2), end: today.yearsAgo(2).adding(days: 14),
                issues: [today.yearsAgo(2)])
        ]
        record.panels = [hartleySodium(today)]
        record.measurements = [
            SimulatedMeasurement(
                key: "bp", term: .bloodPressurePractice, day: today.yearsAgo(2),
                components: [
                    (.systolic, .init(value: "146", unit: "mm[Hg]")), (.diastolic, .init(value: "88", unit: "mm[Hg]")),
                ]),
            SimulatedMeasurement(
                key: "smoking", term: .neverSmoked, day: today.yearsAgo(2), category: "social-history"),
        ]
        record.consultations = [
            SimulatedConsultation(
                key: "temporary", day: today.yearsAgo(2), kind: "Surgery Consultation",
                topics: [
                    .init(
                        title: "Sprained ankle",
                        headings: [
                            .init(title: "History", words: ["Here to look after her sister. Turned ankle on steps."]),
                            .init(title: "Examination", entries: ["bp"]),
                            .init(title: "Plan", words: ["Rest, paracetamol."], entries: ["paracetamol"]),
                        ])
                ])
        ]
        return record
    }

    static func hartleyAtAcuteTrust(_ today: RecordDay) -> SimulatedRecord {
        var record = SimulatedRecord()
        record.allergies = [
            SimulatedAllergy(
                key: "penicillin", term: .penicillinAllergy, recorded: today.yearsAgo(4), reaction: .anaphylaxis,
                severity: "severe", note: "Anaphylaxis in recovery, adrenaline given"),
            SimulatedAllergy(
                key: "latex", term: .latexAllergy, category: "environment", recorded: today.yearsAgo(4),
                reaction: .rash, severity: "moderate"),
        ]
        record.problems = [
            SimulatedProblem(key: "knee", term: .kneeOsteoarthritis, onset: today.adding(days: -41), isMajor: false)
        ]
        record.panels = [hartleyBloods(today, key: "bloods"), hartleySodium(today)]
        record.measurements = [
            SimulatedMeasurement(
                key: "bp", term: .bloodPressure, day: today.adding(days: -41), time: "09:52:00",
                components: [
                    (.systolic, .init(value: "141", unit: "mmHg", ucum: "mm[Hg]")),
                    (.diastolic, .init(value: "84", unit: "mmHg", ucum: "mm[Hg]")),
                ]),
            SimulatedMeasurement(
                key: "weight", term: .weight, day: today.adding(days: -41), time: "09:50:00",
                amount: .init(value: "82.1", unit: "kg", ucum: "kg")),
        ]
        record.stays = [
            SimulatedStay(
                key: "knee-clinic", encounterClass: "AMB", kind: .outpatientVisit, specialty: "Trauma and orthopaedics",
                reason: .kneeOsteoarthritis, start: today.adding(days: -41), end: today.adding(days: -41)),
            SimulatedStay(
                key: "pneumonia", encounterClass: "IMP", kind: .hospitalAdmission, specialty: "Respiratory medicine",
                reason: .pneumonia, start: today.yearsAgo(4), end: today.yearsAgo(4).adding(days: 5)),
        ]
        record.documents = [
            SimulatedDocument(
                key: "discharge", type: .dischargeSummary, title: "Discharge summary, respiratory medicine",
                day: today.yearsAgo(4).adding(days: 5))
        ]
        record.appointments = [
            SimulatedAppointment(
                key: "knee-follow-up", day: today.adding(days: 23), specialty: "Trauma and orthopaedics",
                words: "Knee clinic, follow-up")
        ]
        return record
    }

    static func hartleyAtMentalHealthTrust(_ today: RecordDay) -> SimulatedRecord {
        var record = SimulatedRecord()
        record.problems = [
            SimulatedProblem(key: "bipolar", term: .bipolarDisorder, onset: RecordDay(1996, 5, 1))
        ]
        record.medicines = [
            SimulatedMedicine(
                key: "lithium", product: .lithium, kind: .hospitalOnly, dosage: "800 mg at night", quantity: "56",
                start: RecordDay(1997, 1, 20), issues: [today.adding(days: -21)],
                note: "Supplied by the trust's clinic, not by the GP. Three-monthly levels.", problem: "bipolar")
        ]
        record.panels = [
            SimulatedPanel(
                key: "lithium-level", term: .lithiumLevel, report: "26-L-000731", collected: today.adding(days: -24),
                issued: today.adding(days: -23),
                results: [
                    .init(
                        key: "lithium-level-result", term: .lithiumLevel,
                        amount: .init(value: "0.71", unit: "mmol/L", ucum: "mmol/L"), low: "0.4", high: "1.0")
                ])
        ]
        record.carePlans = [
            SimulatedCarePlan(
                key: "crisis", category: .crisisPlan, title: "Mental health crisis plan",
                start: today.adding(days: -90),
                review: today.adding(days: 275),
                words:
                    "Early signs: two nights without sleep, spending. Ring the crisis line; husband Martin knows the plan."
            )
        ]
        record.stays = [
            SimulatedStay(
                key: "clinic", encounterClass: "AMB", kind: .outpatientVisit, specialty: "Adult mental illness",
                reason: .bipolarDisorder, start: today.adding(days: -24), end: today.adding(days: -24))
        ]
        return record
    }
}
