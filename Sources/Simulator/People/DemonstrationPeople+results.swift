// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Results that look alike, results that were corrected, and what is no diagnosis.
extension DemonstrationPeople {
    static func desmondHarker(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: heart, name: SimulatedName(prefix: "Mr", given: ["Desmond", "Clive"], family: "Harker"),
            gender: "male", birthDay: RecordDay(1957, 11, 26),
            address: SimulatedAddress(lines: ["48 Wharf Street"], city: "Hillside", postcode: "ZZ99 2WS"),
            practice: .hillsideMedicalCentre,
            lookFor:
                "two heart attacks years apart; three troponins in a day, two of them equal; a potassium of 6.8 that was corrected to 4.3, which the practice has not heard"
        )
        let first = RecordDay(2009, 5, 11)
        let second = today.monthsAgo(2)
        var practice = SimulatedRecord()
        practice.problems = [
            SimulatedProblem(key: "first", term: .heartAttack, onset: first),
            SimulatedProblem(key: "second", term: .heartAttack, onset: second),
        ]
        practice.medicines = [
            SimulatedMedicine(
                key: "aspirin", product: .aspirin75, supplierCode: "06150707", kind: .repeat,
                dosage: "TAKE ONE EACH MORNING", start: RecordDay(2009, 5, 20), issues: [today.adding(days: -14)],
                issuesAllowed: 12, problem: "first")
        ]
        practice.panels = [
            one(
                "potassium", .potassium, "6.8", "mmol/L", report: "26-K-550318", on: today.adding(days: -8), "09:05:00",
                high: "5.3", issued: "13:40:00")
        ]
        person.records[.hillsideMedicalCentre] = practice
        person.records[.acuteTrust] = harkerAtAcuteTrust(today, first, second)
        person.records[.ambulanceService] = harkerAtAmbulanceService(second)
        person.truth.sameFacts = [
            [.init(.hillsideMedicalCentre, "first"), .init(.acuteTrust, "first")],
            [.init(.hillsideMedicalCentre, "second"), .init(.acuteTrust, "second")],
        ]
        person.truth.copies = [
            [.init(.hillsideMedicalCentre, "potassium-result"), .init(.acuteTrust, "potassium-result")]
        ]
        person.truth.apart = [
            [.init(.acuteTrust, "first"), .init(.acuteTrust, "second")],
            [
                .init(.acuteTrust, "troponin-1-result"), .init(.acuteTrust, "troponin-2-result"),
                .init(.acuteTrust, "troponin-3-result"),
            ],
        ]
        person.truth.versions = [
            [
                .init(.acuteTrust, "potassium-corrected-result"), .init(.acuteTrust, "potassium-result"),
                .init(.hillsideMedicalCentre, "potassium-result"),
            ]
        ]
        return person
    }

    private static func harkerAtAcuteTrust(
        _ today: RecordDay, _ first: RecordDay, _ second: RecordDay
    ) -> SimulatedRecord {
        var record = SimulatedRecord()
        record.problems = [
            SimulatedProblem(key: "first", term: .heartAttack, onset: first),
            SimulatedProblem(
                key: "second", term: .heartAttack, onset: second, note: "Stent to the right coronary artery"),
        ]
        record.stays = [
            SimulatedStay(
                key: "attack", encounterClass: "IMP", kind: .hospitalAdmission, specialty: "Cardiology",
                reason: .heartAttack, start: second, end: second.adding(days: 4), place: "Coronary care unit",
                outcome: "Usual place of residence")
        ]
        let times = [("05:50:00", "14"), ("09:10:00", "212"), ("12:20:00", "212")]
        record.panels = times.enumerated().map { place, sample in
            one(
                "troponin-\(place + 1)", .troponin, sample.1, "ng/L", report: "26-T-10\(place + 1)77", on: second,
                sample.0,
                high: "14")
        }
        let day = today.adding(days: -8)
        record.panels += [
            one(
                "potassium", .potassium, "6.8", "mmol/L", report: "26-K-550318", on: day, "09:05:00", high: "5.3",
                issued: "13:40:00"),
            one(
                "potassium-corrected", .potassium, "4.3", "mmol/L", report: "26-K-550318", on: day, "09:05:00",
                high: "5.3", issued: "15:55:00", status: "corrected", comment: "Corrected: first specimen haemolysed"),
        ]
        record.medicines = [
            SimulatedMedicine(
                key: "clopidogrel", product: .clopidogrel, kind: .hospitalOnly,
                dosage: "75 mg once a day for twelve months",
                start: second, issues: [second.adding(days: 4)], problem: "second",
                dose: .init(amount: .init(value: "75", unit: "mg", ucum: "mg")))
        ]
        return record
    }

    private static func harkerAtAmbulanceService(_ day: RecordDay) -> SimulatedRecord {
        var record = SimulatedRecord()
        record.stays = [
            SimulatedStay(
                key: "pain", encounterClass: "FLD", kind: .ambulanceAttendance, specialty: "Category 2",
                reason: .chestPain,
                start: day, end: day, startTime: "04:38:00", endTime: "05:41:00", place: "At home",
                outcome: "Conveyed to Anytown University Hospitals NHS Trust")
        ]
        record.measurements = crewObservations(
            day, "04:52:00", key: "pain", values: ["96", "58", "112", "22", "93", "36.1", "15"], score: "6")
        record.administrations = [
            SimulatedAdministration(
                key: "aspirin", product: .aspirin300, day: day, time: "04:55:00",
                dose: .init(value: "300", unit: "mg", ucum: "mg"), route: .byMouth)
        ]
        return record
    }

    static func maureenGladwin(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: noDiagnoses,
            name: SimulatedName(prefix: "Mrs", given: ["Maureen", "Patricia"], family: "Gladwin"),
            gender: "female", birthDay: RecordDay(1951, 6, 13),
            address: SimulatedAddress(lines: ["25 Priory Gardens"], city: "Anytown", postcode: "ZZ99 5PG"),
            practice: .anytownSurgery,
            lookFor:
                "'? cancer', 'no evidence of', a family history: none is a diagnosis of hers; two knees and two knee replacements stay two"
        )
        var practice = SimulatedRecord()
        practice.measurements = [
            SimulatedMeasurement(
                key: "suspected", term: .suspectedCancer.written("? cancer left breast"), day: today.adding(days: -33),
                category: "exam", note: "Two-week referral"),
            SimulatedMeasurement(
                key: "no-evidence", term: .noMetastases, day: today.adding(days: -12), category: "exam"),
            SimulatedMeasurement(
                key: "family", term: .familyBreastCancer, day: RecordDay(2008, 4, 2), category: "social-history",
                note: "Mother at 51, sister at 48"),
        ]
        practice.problems = [
            SimulatedProblem(key: "left-knee", term: .leftKneeArthritis, onset: RecordDay(2014, 3, 5)),
            SimulatedProblem(key: "right-knee", term: .rightKneeArthritis, onset: RecordDay(2017, 8, 21)),
        ]
        practice.referrals = [
            SimulatedReferral(
                key: "breast", term: Term(nil, "Two week wait referral for suspected breast cancer"),
                day: today.adding(days: -33), priority: "urgent", to: "Anytown University Hospitals NHS Trust",
                reason: "Lump in the left breast")
        ]
        person.records[.anytownSurgery] = practice
        var hospital = SimulatedRecord()
        hospital.problems = [
            SimulatedProblem(
                key: "suspected", term: .breastLump.written("? carcinoma left breast"), onset: today.adding(days: -21),
                verification: "provisional", isListed: false)
        ]
        hospital.procedures = [
            SimulatedProcedure(key: "left", term: .kneeReplacement, day: RecordDay(2018, 2, 6), site: .leftKnee),
            SimulatedProcedure(key: "right", term: .kneeReplacement, day: RecordDay(2022, 10, 11), site: .rightKnee),
        ]
        hospital.appointments = [
            SimulatedAppointment(
                key: "clinic", day: today.adding(days: 4), specialty: "Breast surgery", words: "Breast clinic, results")
        ]
        person.records[.acuteTrust] = hospital
        person.truth.apart = [
            [.init(.anytownSurgery, "left-knee"), .init(.anytownSurgery, "right-knee")],
            [.init(.acuteTrust, "left"), .init(.acuteTrust, "right")],
        ]
        return person
    }
}
