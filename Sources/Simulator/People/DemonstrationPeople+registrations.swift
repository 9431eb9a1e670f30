// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Who moved, who died, whom one source alone knows, whose birth date is wrong somewhere.
extension DemonstrationPeople {
    static func roryDrummond(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: knownToOne, name: SimulatedName(prefix: "Mr", given: ["Rory", "Finlay"], family: "Drummond"),
            gender: "male", birthDay: RecordDay(2001, 10, 19),
            address: SimulatedAddress(lines: ["Flat 1", "8 Malthouse Yard"], city: "Hillside", postcode: "ZZ99 2MY"),
            practice: .hillsideMedicalCentre,
            lookFor: "one source alone knows him: the other six are not asked, and the page says what was asked")
        var practice = SimulatedRecord()
        practice.allergies = [SimulatedAllergy(key: "none", term: .noKnownAllergies, recorded: today.monthsAgo(5))]
        practice.immunisations = [
            SimulatedImmunisation(
                key: "influenza-declined", procedure: .influenzaDeclined, day: today.adding(days: -30), isGiven: false)
        ]
        practice.measurements = [
            SimulatedMeasurement(
                key: "smoking", term: .neverSmoked, day: today.monthsAgo(5), category: "social-history")
        ]
        person.records[.hillsideMedicalCentre] = practice
        return person
    }

    static func hannahCorrigan(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: moved, name: SimulatedName(prefix: "Ms", given: ["Hannah", "Leigh"], family: "Corrigan"),
            gender: "female", birthDay: RecordDay(1979, 9, 28),
            address: SimulatedAddress(lines: ["6 Quarry Bank"], city: "Hillside", postcode: "ZZ99 2QB"),
            practice: .hillsideMedicalCentre,
            lookFor: "moved last week: the new practice has almost nothing and says so, the old one has it all")
        var old = SimulatedRecord()
        old.allergies = [
            SimulatedAllergy(
                key: "penicillin", term: .penicillinAllergy, onset: RecordDay(1986, 3, 2),
                recorded: RecordDay(2004, 7, 12),
                reaction: .rash, severity: "moderate")
        ]
        old.problems = [SimulatedProblem(key: "thyroid", term: .hypothyroidism, onset: RecordDay(2012, 1, 30))]
        old.medicines = [
            SimulatedMedicine(
                key: "levothyroxine", product: .levothyroxine, supplierCode: "LETA1000", kind: .repeat,
                dosage: "One To Be Taken Each Morning", start: RecordDay(2012, 2, 3), issues: [today.adding(days: -35)],
                issuesAllowed: 12, problem: "thyroid")
        ]
        person.records[.anytownSurgery] = old
        var new = SimulatedRecord()
        new.inTransitBefore = today.adding(days: -7)
        new.measurements = [
            SimulatedMeasurement(
                key: "bp", term: .bloodPressurePractice, day: today.adding(days: -5),
                components: [
                    (.systolic, .init(value: "122", unit: "mm[Hg]")), (.diastolic, .init(value: "76", unit: "mm[Hg]")),
                ])
        ]
        person.records[.hillsideMedicalCentre] = new
        return person
    }

    static func leonardOsgood(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: deceased, name: SimulatedName(prefix: "Mr", given: ["Leonard", "Frank"], family: "Osgood"),
            gender: "male", birthDay: RecordDay(1941, 1, 8),
            address: SimulatedAddress(lines: ["77 Brewery Hill"], city: "Anytown", postcode: "ZZ99 5BH"),
            practice: .anytownSurgery,
            lookFor:
                "died three weeks ago: the banner says so, the acute trust has not heard and still has an appointment for him"
        )
        person.died = today.adding(days: -21)
        var practice = SimulatedRecord()
        practice.identity.isUnawareOfDeath = true
        practice.problems = [SimulatedProblem(key: "failure", term: .heartFailure, onset: today.yearsAgo(4))]
        person.records[.anytownSurgery] = practice
        var hospital = SimulatedRecord()
        hospital.identity.isUnawareOfDeath = true
        hospital.appointments = [
            SimulatedAppointment(
                key: "clinic", day: today.adding(days: 12), specialty: "Cardiology", words: "Heart failure clinic")
        ]
        person.records[.acuteTrust] = hospital
        var service = SimulatedRecord()
        let day = today.adding(days: -21)
        service.stays = [
            SimulatedStay(
                key: "arrest", encounterClass: "FLD", kind: .ambulanceAttendance, specialty: "Category 1",
                reason: Term("410429000", "Cardiac arrest"), start: day, end: day, startTime: "05:12:00",
                endTime: "05:58:00", place: "At home", outcome: "Recognition of life extinct at 05:40")
        ]
        person.records[.ambulanceService] = service
        person.truth.identityWarnings = [.acuteTrust: ["deceased"], .anytownSurgery: ["deceased"]]
        return person
    }

    static func beatrixLomax(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: birthDateSlip, name: SimulatedName(prefix: "Mrs", given: ["Beatrix"], family: "Lomax"),
            gender: "female", birthDay: RecordDay(1949, 8, 17),
            address: SimulatedAddress(lines: ["Rose Cottage", "Ford Road"], city: "Hillside", postcode: "ZZ99 2FR"),
            practice: .hillsideMedicalCentre,
            lookFor:
                "the hospital has a wrong birth day for her and alone knows of the anaphylaxis: it is shown, with a warning that the birth date differs"
        )
        var practice = SimulatedRecord()
        practice.problems = [SimulatedProblem(key: "bones", term: .osteoporosis, onset: today.yearsAgo(6))]
        person.records[.hillsideMedicalCentre] = practice
        var hospital = SimulatedRecord()
        hospital.identity.birthDay = RecordDay(1949, 8, 11)
        hospital.allergies = [
            SimulatedAllergy(
                key: "bee", term: .beeVenomAllergy, category: "environment", recorded: today.monthsAgo(14),
                reaction: .anaphylaxis, severity: "severe", note: "Adrenaline twice, one night in resuscitation")
        ]
        hospital.medicines = [
            SimulatedMedicine(
                key: "pen", product: .autoInjector, kind: .hospitalOnly,
                dosage: "One injection into the thigh at once, for anaphylaxis", quantity: "2", unit: "device",
                start: today.monthsAgo(14), issues: [today.monthsAgo(2)])
        ]
        person.records[.acuteTrust] = hospital
        person.truth.identityWarnings = [.acuteTrust: ["birth date"]]
        return person
    }
}
