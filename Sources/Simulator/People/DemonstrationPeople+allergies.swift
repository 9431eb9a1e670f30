// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Allergies that contradict each other, and those that are kept back.
extension DemonstrationPeople {
    static func dominicSalter(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: refutedAllergy,
            name: SimulatedName(prefix: "Mr", given: ["Dominic", "Avery"], family: "Salter"),
            gender: "male", birthDay: RecordDay(1988, 12, 1),
            address: SimulatedAddress(lines: ["19 Glover Street"], city: "Anytown", postcode: "ZZ99 5GS"),
            practice: .anytownSurgery,
            lookFor:
                "amoxicillin: refuted by the trust after a challenge, a degraded code with its words at the practice, penicillin as a class with the ambulance crew; none hides another"
        )
        var practice = SimulatedRecord()
        practice.allergies = [
            SimulatedAllergy(
                key: "degraded", term: .degradedDrugAllergy.written("Amoxil syrup: rash as a child"),
                onset: .year(1991), recorded: today.yearsAgo(3))
        ]
        person.records[.anytownSurgery] = practice
        var hospital = SimulatedRecord()
        hospital.allergies = [
            SimulatedAllergy(
                key: "refuted", term: .amoxicillinAllergy, recorded: today.monthsAgo(11),
                note: "Oral challenge uneventful: label removed", verification: "refuted")
        ]
        person.records[.acuteTrust] = hospital
        var service = SimulatedRecord()
        service.allergies = [
            SimulatedAllergy(
                key: "class", term: .penicillinAllergy, recorded: today.monthsAgo(4), note: "Told by the patient",
                verification: "unconfirmed")
        ]
        service.stays = [
            SimulatedStay(
                key: "fall", encounterClass: "FLD", kind: .ambulanceAttendance, specialty: "Category 3", reason: .fall,
                start: today.monthsAgo(4), end: today.monthsAgo(4), outcome: "Treated at the scene")
        ]
        person.records[.ambulanceService] = service
        let all: [SimulatedTruth.Statement] = [
            .init(.anytownSurgery, "degraded"), .init(.acuteTrust, "refuted"), .init(.ambulanceService, "class"),
        ]
        person.truth.apart = [all]
        person.truth.alwaysShown = ["Amoxil syrup: rash as a child"]
        return person
    }

    static func yvonneCarrick(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: noneAfterAllergy, name: SimulatedName(prefix: "Ms", given: ["Yvonne"], family: "Carrick"),
            gender: "female", birthDay: RecordDay(1966, 5, 23),
            address: SimulatedAddress(lines: ["3 Chapel Row"], city: "Hillside", postcode: "ZZ99 2CR"),
            practice: .hillsideMedicalCentre,
            lookFor:
                "'no known allergies' at the hospital after the practice's aspirin allergy: a conflict, and the allergy on top"
        )
        var practice = SimulatedRecord()
        practice.allergies = [
            SimulatedAllergy(
                key: "aspirin", term: .aspirinAllergy, onset: RecordDay(2011, 2, 7), recorded: RecordDay(2011, 2, 7),
                reaction: .breathingDifficulty, severity: "severe")
        ]
        person.records[.hillsideMedicalCentre] = practice
        var hospital = SimulatedRecord()
        hospital.allergies = [SimulatedAllergy(key: "none", term: .noKnownAllergies, recorded: today.monthsAgo(3))]
        hospital.stays = [
            SimulatedStay(
                key: "day-case", encounterClass: "IMP", kind: .hospitalAdmission, specialty: "Ophthalmology",
                reason: Term("193570009", "Cataract"), start: today.monthsAgo(3), end: today.monthsAgo(3))
        ]
        hospital.procedures = [
            SimulatedProcedure(
                key: "left", term: .cataractExtraction, day: today.monthsAgo(3), site: .leftEye),
            SimulatedProcedure(
                key: "right", term: .cataractExtraction, day: today.adding(days: 40), site: .rightEye, note: "Planned",
                status: "preparation"),
        ]
        person.records[.acuteTrust] = hospital
        person.truth.disagreements = [
            .init(about: .allergy, statements: [.init(.hillsideMedicalCentre, "aspirin"), .init(.acuteTrust, "none")])
        ]
        person.truth.apart = [[.init(.acuteTrust, "left"), .init(.acuteTrust, "right")]]
        return person
    }

    static func aidanProsser(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: confidentialAllergies, name: SimulatedName(prefix: "Mr", given: ["Aidan"], family: "Prosser"),
            gender: "male", birthDay: RecordDay(1982, 3, 30),
            address: SimulatedAddress(lines: ["12 Weavers Court"], city: "Anytown", postcode: "ZZ99 5WC"),
            practice: .anytownSurgery,
            lookFor: "every allergy is kept back as confidential: the page says so, and never 'none recorded'")
        var practice = SimulatedRecord()
        practice.confidentialAreas = [.allergies]
        practice.problems = [SimulatedProblem(key: "back", term: .backPain, onset: today.yearsAgo(2))]
        person.records[.anytownSurgery] = practice
        person.truth.alwaysShown = ["Items excluded due to confidentiality and/or patient preferences."]
        return person
    }

    static func albertNuttall(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: resuscitation, name: SimulatedName(prefix: "Mr", given: ["Albert", "Henry"], family: "Nuttall"),
            gender: "male", birthDay: RecordDay(1938, 7, 4),
            address: SimulatedAddress(lines: ["2 Almshouses"], city: "Hillside", postcode: "ZZ99 2AL"),
            practice: .hillsideMedicalCentre,
            lookFor:
                "three resuscitation decisions: one for, one against, one revoked; all shown, the conflict named, the revoked one never as if it stood; he is in hospital now"
        )
        var practice = SimulatedRecord()
        practice.measurements = [
            SimulatedMeasurement(
                key: "for", term: .forResuscitation, day: today.adding(days: -40), category: "exam",
                note: "Asked again at home with his wife: wants everything done")
        ]
        practice.problems = [SimulatedProblem(key: "failure", term: .heartFailure, onset: today.yearsAgo(3))]
        practice.medicines = [
            SimulatedMedicine(
                key: "furosemide", product: .furosemide, supplierCode: "06150404", kind: .repeat,
                dosage: "TAKE TWO EACH MORNING", start: today.yearsAgo(3), changed: today.adding(days: -17),
                issues: [today.adding(days: -17)], issuesAllowed: 6, problem: "failure")
        ]
        person.records[.hillsideMedicalCentre] = practice
        person.records[.acuteTrust] = nuttallAtAcuteTrust(today)
        var community = SimulatedRecord()
        community.flags = [
            SimulatedFlag(
                key: "against", category: "advance-directive", term: .notForResuscitation,
                start: today.adding(days: -120),
                note: "Form in the yellow folder by the telephone")
        ]
        community.carePlans = [
            SimulatedCarePlan(
                key: "respect", category: .respectForm, title: "ReSPECT form", start: today.adding(days: -120),
                words: "Would accept antibiotics at home; does not want intensive care.")
        ]
        person.records[.communityTrust] = community
        person.truth.disagreements = [
            .init(
                about: .resuscitation,
                statements: [.init(.hillsideMedicalCentre, "for"), .init(.communityTrust, "against")])
        ]
        person.truth.apart = [
            [.init(.hillsideMedicalCentre, "for"), .init(.acuteTrust, "revoked"), .init(.communityTrust, "against")]
        ]
        person.truth.onEveryPage = ["Dose last changed", "Last changed"]
        person.truth.onSocialCarePage = ["In hospital now"]
        return person
    }

    private static func nuttallAtAcuteTrust(_ today: RecordDay) -> SimulatedRecord {
        var record = SimulatedRecord()
        record.stays = [
            SimulatedStay(
                key: "now", encounterClass: "IMP", kind: .hospitalAdmission, specialty: "Cardiology",
                reason: .heartFailure, start: today.adding(days: -2), place: "Ward 7")
        ]
        record.flags = [
            SimulatedFlag(
                key: "revoked", category: "advance-directive", term: .notForResuscitation,
                start: today.adding(days: -400),
                note: "For that admission only", ended: today.adding(days: -388))
        ]
        return record
    }
}
