// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension DemonstrationPeople {
    /// The sensitive code is made up, and so is the infection.
    static func imogenMarsh(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: sensitiveItems, name: SimulatedName(prefix: "Ms", given: ["Imogen"], family: "Marsh"),
            gender: "female", birthDay: RecordDay(1990, 4, 17),
            address: SimulatedAddress(lines: ["8 Weir Lane"], city: "Anytown", postcode: "ZZ99 8WL"),
            practice: .anytownSurgery,
            lookFor:
                "sensitive, restricted and very restricted items are left out and announced; the medicine stays without its reason; one item must not be told to her"
        )
        var practice = SimulatedRecord()
        practice.problems = [SimulatedProblem(key: "migraine", term: .migraine, onset: today.yearsAgo(6))]
        person.records[.anytownSurgery] = practice
        var hospital = SimulatedRecord()
        hospital.allergies = [
            SimulatedAllergy(key: "aspirin", term: .aspirinAllergy, recorded: today.yearsAgo(2), severity: "severe")
        ]
        hospital.problems = [
            SimulatedProblem(key: "infection", term: .madeUpInfection, onset: today.yearsAgo(4)),
            SimulatedProblem(key: "restricted", term: .depression, onset: today.yearsAgo(3)),
            SimulatedProblem(key: "very-restricted", term: .schizophrenia, onset: today.yearsAgo(3)),
            SimulatedProblem(key: "not-for-her", term: .heartFailure, onset: today.yearsAgo(1)),
            SimulatedProblem(key: "asthma", term: .asthma, onset: today.yearsAgo(20)),
        ]
        hospital.labels = ["restricted": "R", "very-restricted": "V", "not-for-her": "NOPAT"]
        hospital.withheld = ["infection", "restricted", "very-restricted"]
        hospital.medicines = [
            SimulatedMedicine(
                key: "bisoprolol", product: .bisoprolol, kind: .repeat, dosage: "One To Be Taken Each Morning",
                start: today.yearsAgo(1), issues: [today.adding(days: -20)], problem: "infection")
        ]
        person.records[.acuteTrust] = hospital
        person.truth.neverShown = ["Made-up sensitive infection", "Depressive disorder", "Schizophrenia"]
        person.truth.alwaysShown = [
            "Items excluded due to confidentiality and/or patient preferences."
        ]
        return person
    }

    static func oliverVance(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: dissent, name: SimulatedName(prefix: "Mr", given: ["Oliver", "Jude"], family: "Vance"),
            gender: "male", birthDay: RecordDay(1968, 11, 9),
            address: SimulatedAddress(lines: ["30 Mill Row"], city: "Hillside", postcode: "ZZ99 3MR"),
            practice: .hillsideMedicalCentre,
            lookFor:
                "his dissent stands in the trust's own record: nothing of it is shown, in no emergency either; the practice's is"
        )
        var practice = SimulatedRecord()
        practice.allergies = [
            SimulatedAllergy(
                key: "penicillin", term: .penicillinAllergy, recorded: today.yearsAgo(6), severity: "severe")
        ]
        practice.problems = [SimulatedProblem(key: "back", term: .backPain, onset: today.yearsAgo(2))]
        person.records[.hillsideMedicalCentre] = practice
        var hospital = SimulatedRecord()
        hospital.measurements = [
            SimulatedMeasurement(
                key: "dissent", term: .dissentFromSharing, day: today.adding(days: -200), category: "exam")
        ]
        hospital.problems = [SimulatedProblem(key: "pneumonia", term: .pneumonia, onset: today.yearsAgo(2))]
        hospital.withheld = ["dissent", "pneumonia"]
        person.records[.acuteTrust] = hospital
        person.truth.dissentsAt = [.acuteTrust]
        person.truth.neverShown = ["Pneumonia"]
        return person
    }
}
