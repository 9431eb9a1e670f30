// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A newborn, twins, a child before and after adoption, and a mother who fled with her child.
extension DemonstrationPeople {
    static func babyOkonjo(_ today: RecordDay) -> SimulatedPerson {
        let born = today.adding(days: -6)
        var person = SimulatedPerson(
            nhsNumber: newborn, name: SimulatedName(given: ["Baby"], family: "Okonjo-Reid"), gender: "female",
            birthDay: born, address: SimulatedAddress(lines: ["18 Tannery Row"], city: "Anytown", postcode: "ZZ99 5TR"),
            practice: .anytownSurgery,
            lookFor:
                "six days old: two reports in her hospital record are her mother's; they are left out, counted, and never shown as hers"
        )
        person.nextOfKin = SimulatedContact(
            relationship: "Mother", name: SimulatedName(prefix: "Ms", given: ["Adaeze"], family: "Okonjo-Reid"),
            gender: "female", phone: "07700900701")
        var hospital = SimulatedRecord()
        hospital.stays = [
            SimulatedStay(
                key: "birth", encounterClass: "IMP", kind: .hospitalAdmission, specialty: "Neonatology",
                reason: .newbornJaundice, start: born, end: today.adding(days: -3), place: "Postnatal ward")
        ]
        hospital.problems = [
            SimulatedProblem(
                key: "jaundice", term: .newbornJaundice, onset: today.adding(days: -4), note: "Phototherapy 14 hours",
                isListed: false)
        ]
        hospital.measurements = [
            SimulatedMeasurement(
                key: "weight", term: .weight, day: born, time: "04:31:00",
                amount: .init(value: "3.42", unit: "kg", ucum: "kg"))
        ]
        hospital.panels = [
            one(
                "bilirubin", .bilirubin, "211", "umol/L", report: "26-N-104482", on: today.adding(days: -4), "06:15:00"),
            one(
                "bilirubin-later", .bilirubin, "148", "umol/L", report: "26-N-104519", on: today.adding(days: -3),
                "06:05:00"),
        ]
        hospital.panelsOfOthers = [
            one(
                "mother-blood", .haemoglobin, "83.7", "g/L", report: "26-M-330417", on: born, "01:10:00",
                comment: "Mother: haemoglobin after delivery"),
            one(
                "mother-inflammation", .inflammation, "164.3", "mg/L", report: "26-M-330418", on: born, "01:10:00",
                comment: "Mother: fever in labour"),
        ]
        person.records[.acuteTrust] = hospital
        var practice = SimulatedRecord()
        practice.measurements = [
            SimulatedMeasurement(
                key: "weight", term: .weightPractice, day: today.adding(days: -1),
                amount: .init(value: "3.31", unit: "kg"))
        ]
        person.records[.anytownSurgery] = practice
        person.truth.neverShown = ["83.7", "164.3", "26-M-330417", "26-M-330418", "fever in labour"]
        person.truth.leavesOut = [.acuteTrust]
        return person
    }

    static func fairbairnTwins(_ today: RecordDay) -> [SimulatedPerson] {
        let born = RecordDay(2019, 2, 17)
        let reports = ["26-P-771201", "26-P-771202"]
        return zip(twins, [["Isla", "May"], ["Ivy", "Mae"]]).enumerated().map { place, twin in
            let (number, given) = twin
            let other = 1 - place
            var person = SimulatedPerson(
                nhsNumber: number, name: SimulatedName(prefix: "Miss", given: given, family: "Fairbairn"),
                gender: "female", birthDay: born,
                address: SimulatedAddress(lines: ["2 Ropewalk"], city: "Hillside", postcode: "ZZ99 2RW"),
                practice: .hillsideMedicalCentre,
                lookFor: place == 0
                    ? "a twin: same surname, birth date, address and practice as her sister; a report of her sister's that was filed with hers is left out"
                    : "a twin: only she has the egg allergy; nothing of her sister's stands here")
            var practice = SimulatedRecord()
            practice.problems = [
                SimulatedProblem(key: "asthma", term: place == 0 ? .asthma : .migraine, onset: RecordDay(2023, 9, 4))
            ]
            if place == 1 {
                practice.allergies = [
                    SimulatedAllergy(
                        key: "egg", term: Term("91930004", "Allergy to edible egg"), category: "food",
                        onset: RecordDay(2020, 5, 8), recorded: RecordDay(2020, 5, 8), reaction: .urticaria,
                        severity: "moderate")
                ]
            }
            person.records[.hillsideMedicalCentre] = practice
            var hospital = SimulatedRecord()
            let values = ["4.1", "88.6"]
            hospital.panels = [
                one(
                    "inflammation", .inflammation, values[place], "mg/L", report: reports[place],
                    on: today.adding(days: -50), "11:32:00")
            ]
            if place == 0 {
                hospital.panelsOfOthers = [
                    one(
                        "sister", .inflammation, values[1], "mg/L", report: reports[1], on: today.adding(days: -50),
                        "11:32:00")
                ]
                person.truth.leavesOut = [.acuteTrust]
            }
            person.records[.acuteTrust] = hospital
            person.truth.neverLinked = [twins[other]]
            person.truth.neverShown = [reports[other], values[other]] + (place == 0 ? ["edible egg"] : ["Asthma"])
            return person
        }
    }

    static func adopted(_ today: RecordDay) -> [SimulatedPerson] {
        let born = RecordDay(2018, 6, 9)
        var before = SimulatedPerson(
            nhsNumber: adoptedBefore, name: SimulatedName(prefix: "Master", given: ["Kai"], family: "Dunmore"),
            gender: "male", birthDay: born,
            address: SimulatedAddress(lines: ["Flat 9", "Cooper Street"], city: "Riverside", postcode: "ZZ99 9CS"),
            practice: .hillsideMedicalCentre,
            lookFor: "the number before an adoption: nothing here leads to the number after it")
        var hospital = SimulatedRecord()
        hospital.stays = [
            SimulatedStay(
                key: "fracture", encounterClass: "EMER", kind: .emergencyVisit, specialty: "Paediatric emergency",
                reason: Term("263102004", "Fracture subluxation of wrist"), start: today.yearsAgo(5),
                end: today.yearsAgo(5))
        ]
        hospital.flags = [
            SimulatedFlag(
                key: "plan", category: "safety", term: Term("342191000000101", "Subject to child protection plan"),
                start: today.yearsAgo(5), ended: today.yearsAgo(4))
        ]
        before.records[.acuteTrust] = hospital
        var former = SimulatedRecord()
        former.problems = [SimulatedProblem(key: "eczema", term: Term("43116000", "Eczema"), onset: today.yearsAgo(6))]
        before.records[.hillsideMedicalCentre] = former
        before.truth.neverLinked = [adoptedAfter]
        before.truth.neverShown = ["Ashworth", "Toby", "ZZ99 5KL"]

        var after = SimulatedPerson(
            nhsNumber: adoptedAfter, name: SimulatedName(prefix: "Master", given: ["Toby"], family: "Ashworth"),
            gender: "male", birthDay: born,
            address: SimulatedAddress(lines: ["31 Kiln Lane"], city: "Anytown", postcode: "ZZ99 5KL"),
            practice: .anytownSurgery,
            lookFor:
                "the number after an adoption: same birth date and hospital as the one before, and nothing of it here")
        var practice = SimulatedRecord()
        practice.problems = [SimulatedProblem(key: "asthma", term: .asthma, onset: today.yearsAgo(2))]
        practice.medicines = [
            SimulatedMedicine(
                key: "salbutamol", product: .salbutamol, supplierCode: "SAIN4401", kind: .repeat,
                dosage: "Two Puffs To Be Inhaled When Needed", quantity: "1", unit: "inhaler", start: today.yearsAgo(2),
                issues: [today.adding(days: -40)], issuesAllowed: 6, problem: "asthma")
        ]
        after.records[.anytownSurgery] = practice
        var clinic = SimulatedRecord()
        clinic.stays = [
            SimulatedStay(
                key: "clinic", encounterClass: "AMB", kind: .outpatientVisit, specialty: "Paediatrics", reason: .asthma,
                start: today.adding(days: -70), end: today.adding(days: -70))
        ]
        after.records[.acuteTrust] = clinic
        after.truth.neverLinked = [adoptedBefore]
        after.truth.neverShown = ["Dunmore", "Kai", "child protection", "Cooper Street", "Eczema"]
        return [before, after]
    }

    static func refuge(_ today: RecordDay) -> [SimulatedPerson] {
        let address = SimulatedAddress(lines: ["PO Box 114"], city: "Anytown", postcode: "ZZ99 1PO")
        var child = SimulatedPerson(
            nhsNumber: refugeChild, name: SimulatedName(prefix: "Master", given: ["Noah"], family: "Bright"),
            gender: "male", birthDay: RecordDay(2020, 11, 3), address: address, practice: .hillsideMedicalCentre,
            lookFor: "restricted: a child in hiding; the answer is the one that an unknown number gets")
        child.isRestricted = true
        var practice = SimulatedRecord()
        practice.problems = [SimulatedProblem(key: "asthma", term: .asthma, onset: today.yearsAgo(1))]
        child.records[.hillsideMedicalCentre] = practice

        var parent = SimulatedPerson(
            nhsNumber: refugeParent, name: SimulatedName(prefix: "Ms", given: ["Carla"], family: "Bright"),
            gender: "female", birthDay: RecordDay(1993, 4, 26), address: address, practice: .hillsideMedicalCentre,
            lookFor:
                "not restricted, and her practice wrote the name of the refuge and of her restricted child: it is shown as the practice shares it"
        )
        var own = SimulatedRecord()
        own.measurements = [
            SimulatedMeasurement(
                key: "abuse", term: Term("371772001", "Domestic abuse"), day: today.monthsAgo(2),
                category: "social-history",
                note: "Do not write to her. Do not disclose where she is.")
        ]
        own.consultations = [
            SimulatedConsultation(
                key: "refuge", day: today.monthsAgo(2), kind: "Surgery Consultation",
                topics: [
                    .init(
                        title: "Social",
                        headings: [
                            .init(
                                title: "History", words: ["Staying at Larch House refuge with her son Noah since May."])
                        ])
                ])
        ]
        parent.records[.hillsideMedicalCentre] = own
        parent.truth.alwaysShown = ["Larch House refuge"]
        parent.truth.neverLinked = [refugeChild]
        return [child, parent]
    }

    /// A report of one result.
    static func one(
        _ key: String, _ term: Term, _ value: String, _ unit: String, report: String, on day: RecordDay, _ time: String,
        high: String? = nil, issued: String = "17:02:00", status: String = "final", comment: String? = nil
    ) -> SimulatedPanel {
        SimulatedPanel(
            key: key, term: term, report: report, collected: day, time: time, issued: day,
            results: [
                .init(
                    key: "\(key)-result", term: term, amount: .init(value: value, unit: unit, ucum: unit), high: high)
            ], comment: comment, issuedTime: issued, status: status)
    }
}
