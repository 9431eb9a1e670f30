// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension DemonstrationPeople {
    static func haroldPemberton(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: superseded,
            name: SimulatedName(prefix: "Mr", given: ["Harold", "Stanley"], family: "Pemberton"),
            gender: "male", birthDay: RecordDay(1934, 8, 27),
            address: SimulatedAddress(
                lines: ["Beech House Care Home", "9 Park Avenue"], city: "Hillside", postcode: "ZZ99 2LM"),
            practice: .hillsideMedicalCentre,
            lookFor:
                "the hospital knows him by a number that was superseded: asked by either, it is he; his resuscitation decision stands near the top"
        )
        person.supersededNumbers = [supersededBefore]
        person.nextOfKin = SimulatedContact(
            relationship: "Daughter", name: SimulatedName(prefix: "Mrs", given: ["Judith"], family: "Marsh"),
            gender: "female", phone: "07700900601")
        person.records[.hillsideMedicalCentre] = pembertonAtHillside(today)
        person.records[.acuteTrust] = pembertonAtAcuteTrust(today)
        person.truth.sameFacts = ["aspirin", "hip-replacement"].map {
            [.init(.hillsideMedicalCentre, $0), .init(.acuteTrust, $0)]
        }
        return person
    }

    private static func pembertonAtHillside(_ today: RecordDay) -> SimulatedRecord {
        var record = SimulatedRecord()
        record.allergies = [
            SimulatedAllergy(
                key: "aspirin", term: .aspirinAllergy, onset: RecordDay(2003, 2, 11), recorded: RecordDay(2003, 2, 11),
                reaction: .nausea, severity: "moderate")
        ]
        record.problems = [
            SimulatedProblem(key: "dementia", term: .alzheimers, onset: today.yearsAgo(4)),
            SimulatedProblem(key: "heart-failure", term: .heartFailure, onset: today.yearsAgo(6), related: ["bp"]),
            SimulatedProblem(
                key: "hip", term: .hipFracture, onset: today.yearsAgo(2), ended: today.yearsAgo(1), isMajor: true),
        ]
        record.medicines = [
            SimulatedMedicine(
                key: "furosemide", product: .furosemide, supplierCode: "06150404", kind: .repeat,
                dosage: "TAKE ONE EACH MORNING", start: today.yearsAgo(6),
                issues: [today.adding(days: -58), today.adding(days: -30)], issuesAllowed: 12, problem: "heart-failure"
            ),
            SimulatedMedicine(
                key: "bisoprolol", product: .bisoprolol, supplierCode: "06150505", kind: .repeat,
                dosage: "TAKE ONE EACH MORNING", start: today.yearsAgo(6), issues: [today.adding(days: -30)],
                issuesAllowed: 12, problem: "heart-failure"),
            SimulatedMedicine(
                key: "omeprazole", product: .omeprazole, supplierCode: "06150606", kind: .repeat,
                state: .stopped(today.adding(days: -90), "No longer needed"), dosage: "TAKE ONE EACH DAY",
                unit: "capsule", start: today.yearsAgo(3), end: today.adding(days: -90),
                issues: [today.adding(days: -120)], issuesAllowed: 6),
        ]
        record.measurements = [
            SimulatedMeasurement(
                key: "bp", term: .bloodPressurePractice, day: today.adding(days: -44),
                components: [
                    (.systolic, .init(value: "108", unit: "mm[Hg]")), (.diastolic, .init(value: "62", unit: "mm[Hg]")),
                ]),
            SimulatedMeasurement(
                key: "frailty", term: .frailtyScore, day: today.adding(days: -44),
                amount: .init(value: "7", unit: "score"), category: "survey"),
            SimulatedMeasurement(
                key: "resuscitation", term: .notForResuscitation, day: today.adding(days: -200), category: "exam",
                note: "Discussed with daughter, who holds power of attorney for health"),
            SimulatedMeasurement(
                key: "attorney", term: .lastingPowerOfAttorney, day: today.yearsAgo(3), category: "social-history",
                note: "Judith Marsh, daughter"),
        ]
        record.procedures = [
            SimulatedProcedure(key: "hip-replacement", term: .hipReplacement, day: today.yearsAgo(2).adding(days: 1))
        ]
        record.immunisations = [
            SimulatedImmunisation(
                key: "influenza", procedure: .influenzaVaccination, day: today.adding(days: -20), batch: "FL26-8890",
                expiry: today.adding(days: 180), site: .rightArm)
        ]
        record.referrals = [
            SimulatedReferral(
                key: "palliative", term: .palliativeReferral, day: today.adding(days: -200), priority: "urgent",
                to: "Hillside Hospice", reason: "Advance care planning")
        ]
        return record
    }

    private static func pembertonAtAcuteTrust(_ today: RecordDay) -> SimulatedRecord {
        var record = SimulatedRecord()
        record.knownNumber = supersededBefore
        record.allergies = [
            SimulatedAllergy(
                key: "aspirin", term: .aspirinAllergy, recorded: today.yearsAgo(2), reaction: .nausea,
                severity: "moderate")
        ]
        record.procedures = [
            SimulatedProcedure(
                key: "hip-replacement", term: .hipReplacement, day: today.yearsAgo(2).adding(days: 1),
                note: "Right hip, cemented")
        ]
        record.stays = [
            SimulatedStay(
                key: "hip", encounterClass: "IMP", kind: .hospitalAdmission, specialty: "Trauma and orthopaedics",
                reason: .hipFracture, start: today.yearsAgo(2), end: today.yearsAgo(2).adding(days: 12))
        ]
        record.documents = [
            SimulatedDocument(
                key: "discharge", type: .dischargeSummary, title: "Discharge summary, trauma and orthopaedics",
                day: today.yearsAgo(2).adding(days: 12))
        ]
        record.flags = [
            SimulatedFlag(
                key: "resuscitation", category: "advance-directive", term: .notForResuscitation,
                start: today.adding(days: -200), note: "Form held at Beech House Care Home")
        ]
        record.carePlans = [
            SimulatedCarePlan(
                key: "respect", category: .respectForm, title: "ReSPECT form", start: today.adding(days: -200),
                review: today.adding(days: 165),
                words: "Comfort first. Treat infections at the care home; hospital only for pain or a fracture.")
        ]
        return record
    }
}
