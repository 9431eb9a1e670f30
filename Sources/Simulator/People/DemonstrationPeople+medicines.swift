// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Medicines with two doses, by brand, and given by the hospital alone.
extension DemonstrationPeople {
    static func sandraEllwood(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: twoDoses, name: SimulatedName(prefix: "Mrs", given: ["Sandra", "Mary"], family: "Ellwood"),
            gender: "female", birthDay: RecordDay(1960, 2, 29),
            address: SimulatedAddress(lines: ["14 Orchard View"], city: "Anytown", postcode: "ZZ99 5OV"),
            practice: .anytownSurgery,
            lookFor:
                "methotrexate once a WEEK at the practice and once a DAY at the hospital; prednisolone in two doses: both lines of each are shown"
        )
        var practice = SimulatedRecord()
        practice.problems = [
            SimulatedProblem(key: "arthritis", term: .rheumatoidArthritis, onset: RecordDay(2016, 9, 14))
        ]
        practice.medicines = [
            SimulatedMedicine(
                key: "methotrexate", product: .methotrexate, supplierCode: "META2512", kind: .repeat,
                dosage: "Four Tablets (10mg) To Be Taken Once A WEEK On A Monday", quantity: "16",
                start: RecordDay(2017, 1, 9), issues: [today.adding(days: -26)], issuesAllowed: 6, problem: "arthritis"),
            SimulatedMedicine(
                key: "folic", product: .folicAcid, supplierCode: "FOTA5001", kind: .repeat,
                dosage: "One To Be Taken Once A Week On A Thursday", quantity: "4", start: RecordDay(2017, 1, 9),
                issues: [today.adding(days: -26)], issuesAllowed: 6, problem: "arthritis"),
            SimulatedMedicine(
                key: "prednisolone", product: .prednisolone, supplierCode: "PRTA5002", kind: .repeat,
                dosage: "One To Be Taken Each Morning", start: today.monthsAgo(5), issues: [today.adding(days: -26)],
                issuesAllowed: 6, problem: "arthritis"),
        ]
        person.records[.anytownSurgery] = practice
        var hospital = SimulatedRecord()
        hospital.problems = [
            SimulatedProblem(key: "arthritis", term: .rheumatoidArthritis, onset: RecordDay(2016, 9, 14))
        ]
        hospital.medicines = [
            SimulatedMedicine(
                key: "methotrexate", product: .methotrexate, kind: .repeat, dosage: "10 mg once a day",
                quantity: "28", start: today.adding(days: -15), issues: [today.adding(days: -15)], problem: "arthritis",
                dose: .init(amount: .init(value: "10", unit: "mg", ucum: "mg"))),
            SimulatedMedicine(
                key: "prednisolone", product: .prednisolone, kind: .repeat,
                dosage: "20 mg each morning, reducing by 5 mg a week",
                start: today.adding(days: -15), issues: [today.adding(days: -15)], problem: "arthritis",
                dose: .init(amount: .init(value: "20", unit: "mg", ucum: "mg"))),
        ]
        person.records[.acuteTrust] = hospital
        person.truth.sameFacts = [[.init(.anytownSurgery, "arthritis"), .init(.acuteTrust, "arthritis")]]
        person.truth.disagreements = ["methotrexate", "prednisolone"].map {
            .init(about: .dose, statements: [.init(.anytownSurgery, $0), .init(.acuteTrust, $0)])
        }
        person.truth.apart = person.truth.disagreements.map(\.statements)
        return person
    }

    static func kwameAsante(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: transplant, name: SimulatedName(prefix: "Mr", given: ["Kwame"], family: "Asante-Boyle"),
            gender: "male", birthDay: RecordDay(1974, 10, 5),
            address: SimulatedAddress(lines: ["60 Mercer Road"], city: "Hillside", postcode: "ZZ99 2MR"),
            practice: .hillsideMedicalCentre,
            lookFor:
                "tacrolimus by two brands that must not be exchanged for each other: both lines stand, each by its brand, under one heading and the conflict of their doses"
        )
        var practice = SimulatedRecord()
        practice.medicines = [
            SimulatedMedicine(
                key: "tacrolimus", product: .adoport, supplierCode: "06150808", kind: .repeat,
                dosage: "TAKE TWO CAPSULES TWICE A DAY", quantity: "112", unit: "capsule", start: today.yearsAgo(3),
                issues: [today.adding(days: -27)], issuesAllowed: 6)
        ]
        person.records[.hillsideMedicalCentre] = practice
        var hospital = SimulatedRecord()
        hospital.problems = [
            SimulatedProblem(
                key: "kidneys", term: .chronicRenalFailure, onset: .month(2018, 4), ended: today.yearsAgo(4))
        ]
        hospital.procedures = [
            SimulatedProcedure(
                key: "transplant", term: .kidneyTransplant, day: today.yearsAgo(4), note: "Right iliac fossa")
        ]
        hospital.medicines = [
            SimulatedMedicine(
                key: "tacrolimus", product: .advagraf, kind: .hospitalOnly, dosage: "4 mg once a day, before breakfast",
                quantity: "112", unit: "capsule", start: today.monthsAgo(1), issues: [today.monthsAgo(1)],
                note: "Changed from twice daily. Prescribe by brand.",
                dose: .init(amount: .init(value: "4", unit: "mg", ucum: "mg"))),
            SimulatedMedicine(
                key: "mycophenolate", product: .mycophenolate, kind: .hospitalOnly, dosage: "500 mg twice a day",
                quantity: "56", start: today.yearsAgo(4), issues: [today.monthsAgo(1)],
                dose: .init(amount: .init(value: "500", unit: "mg", ucum: "mg"), times: 2)),
        ]
        hospital.panels = [
            one(
                "level", .tacrolimusLevel, "6.90", "ug/L", report: "26-R-204417", on: today.adding(days: -18),
                "07:55:00")
        ]
        person.records[.acuteTrust] = hospital
        person.truth.apart = [[.init(.hillsideMedicalCentre, "tacrolimus"), .init(.acuteTrust, "tacrolimus")]]
        person.truth.disagreements = [.init(about: .dose, statements: person.truth.apart[0])]
        person.truth.onEveryPage = ["Check: possible duplicate."]
        person.truth.alwaysShown = ["Adoport", "Advagraf", "6.90"]
        return person
    }

    static func jeromeCastellane(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: depot, name: SimulatedName(prefix: "Mr", given: ["Jerome"], family: "Castellane"),
            gender: "male", birthDay: RecordDay(1983, 5, 19),
            address: SimulatedAddress(lines: ["Flat 14", "Signal House"], city: "Riverside", postcode: "ZZ99 9SH"),
            practice: .anytownSurgery,
            lookFor:
                "a depot injection that the practice's list does not have: it is current, and the last one given stands beside it"
        )
        var practice = SimulatedRecord()
        practice.allergies = [SimulatedAllergy(key: "none", term: .noKnownAllergies, recorded: today.yearsAgo(2))]
        person.records[.anytownSurgery] = practice
        var hospital = SimulatedRecord()
        hospital.problems = [SimulatedProblem(key: "schizophrenia", term: .schizophrenia, onset: .year(2006))]
        let given = [-46, -32, -18, -4].map { today.adding(days: $0) }
        hospital.medicines = [
            SimulatedMedicine(
                key: "depot", product: .depotZuclopenthixol, kind: .hospitalOnly,
                dosage: "300 mg by deep injection every two weeks", quantity: "2", unit: "ampoule",
                start: today.yearsAgo(3),
                issues: given, note: "Given at the clinic in Weir House", problem: "schizophrenia",
                dose: .init(amount: .init(value: "300", unit: "mg", ucum: "mg"), every: 2, unit: "wk"))
        ]
        hospital.administrations = given.map { day in
            SimulatedAdministration(
                key: "depot-\(day.iso)", product: .depotZuclopenthixol, day: day, time: "11:15:00",
                dose: .init(value: "300", unit: "mg", ucum: "mg"), route: .intramuscular)
        }
        person.records[.mentalHealthTrust] = hospital
        return person
    }
}
