// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Names beyond English, dates known to the year, and the hour that the clocks repeat.
extension DemonstrationPeople {
    static func sianPugh(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: welshName, name: SimulatedName(prefix: "Ms", given: ["Siân", "Gwenllïan"], family: "Ŵyn-Pugh"),
            gender: "female", birthDay: RecordDay(1970, 3, 1),
            address: SimulatedAddress(lines: ["Tŷ Gwyn", "Lôn Goed"], city: "Hillside", postcode: "ZZ99 2TG"),
            practice: .hillsideMedicalCentre,
            lookFor:
                "Welsh letters in name and address, as written by one system and in capitals by another; Welsh preferred"
        )
        person.language = SimulatedLanguage(code: "cy", name: "Welsh", interpreterRequired: false)
        var practice = SimulatedRecord()
        practice.problems = [SimulatedProblem(key: "migraine", term: .migraine, onset: .month(1994, 6))]
        person.records[.hillsideMedicalCentre] = practice
        var service = SimulatedRecord()
        service.episodes = [
            SimulatedEpisode(
                key: "known", kind: .knownToSocialCare, start: today.monthsAgo(2), worker: "Callum Reyes, social worker"
            )
        ]
        service.carers = [
            SimulatedContact(
                relationship: "sister", name: SimulatedName(given: ["Llŷr"], family: "Ŵyn"), gender: "female",
                phone: "07700900801")
        ]
        person.records[.adultSocialCare] = service
        person.truth.alwaysShown = ["Ŵyn-Pugh", "Gwenllïan", "Llŷr"]
        return person
    }

    static func lucjaZabinska(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: polishName,
            name: SimulatedName(prefix: "Mrs", given: ["Łucja", "Świętosława"], family: "Żabińska"),
            gender: "female", birthDay: RecordDay(1992, 12, 31),
            address: SimulatedAddress(lines: ["7 Foundry Street"], city: "Anytown", postcode: "ZZ99 5FS"),
            practice: .anytownSurgery,
            lookFor:
                "Polish letters, which the trust drops: it is she, and the page says nothing worse; a vaccination declined"
        )
        person.language = SimulatedLanguage(code: "pl", name: "Polish", interpreterRequired: true)
        var practice = SimulatedRecord()
        practice.immunisations = [
            SimulatedImmunisation(
                key: "influenza-declined", procedure: .influenzaDeclined, day: today.adding(days: -22), isGiven: false,
                note: "Pregnant; wishes to read about it first")
        ]
        practice.measurements = [
            SimulatedMeasurement(
                key: "pregnancy", term: Term("77386006", "Pregnancy"), day: today.monthsAgo(4), category: "exam")
        ]
        person.records[.anytownSurgery] = practice
        var hospital = SimulatedRecord()
        hospital.identity.name = SimulatedName(prefix: "Mrs", given: ["Lucja"], family: "Zabinska")
        hospital.appointments = [
            SimulatedAppointment(
                key: "scan", day: today.adding(days: 9), specialty: "Obstetrics", words: "Scan at 20 weeks")
        ]
        hospital.immunisations = [
            SimulatedImmunisation(
                key: "pneumococcal-declined", procedure: .pneumococcalDeclined, day: today.adding(days: -20),
                isGiven: false)
        ]
        person.records[.acuteTrust] = hospital
        person.truth.alwaysShown = ["Żabińska", "Łucja"]
        return person
    }

    static func xiulanFeng(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: chineseName,
            name: SimulatedName(prefix: "Mrs", given: ["Xiulan"], family: "Feng", own: "馮秀蘭"), gender: "female",
            birthDay: RecordDay(1947, 1, 22),
            address: SimulatedAddress(lines: ["5 Lantern Court"], city: "Anytown", postcode: "ZZ99 5LC"),
            practice: .anytownSurgery,
            lookFor: "her name in Latin and in Chinese letters, neither lost nor cut")
        person.language = SimulatedLanguage(code: "zh", name: "Chinese", interpreterRequired: true)
        var practice = SimulatedRecord()
        practice.problems = [SimulatedProblem(key: "gout", term: .gout, onset: .year(2003))]
        person.records[.anytownSurgery] = practice
        var community = SimulatedRecord()
        community.problems = [
            SimulatedProblem(
                key: "heel", term: .pressureUlcer, onset: today.adding(days: -19),
                note: "Left heel, 馮太太 prefers mornings")
        ]
        community.episodes = [
            SimulatedEpisode(
                key: "caseload", kind: .districtNursing, start: today.adding(days: -18), worker: "Sister Bernice Tull")
        ]
        person.records[.communityTrust] = community
        person.truth.alwaysShown = ["馮秀蘭", "馮太太"]
        return person
    }

    static func patrickMulhearn(_ today: RecordDay) -> SimulatedPerson {
        let night = today.lastClockChange
        var person = SimulatedPerson(
            nhsNumber: repeatedHour,
            name: SimulatedName(prefix: "Mr", given: ["Patrick", "Joseph"], family: "Mulhearn"),
            gender: "male", birthDay: RecordDay(1945, 9, 9),
            address: SimulatedAddress(lines: ["16 Lock Lane"], city: "Riverside", postcode: "ZZ99 9LL"),
            practice: .hillsideMedicalCentre,
            lookFor:
                "two sets of observations at 01:30, an hour apart, in the night when the clocks went back; illnesses of which only the year is known"
        )
        var practice = SimulatedRecord()
        practice.problems = [
            SimulatedProblem(key: "polio", term: .polio, onset: .year(1951), ended: .year(1952)),
            SimulatedProblem(key: "gout", term: .gout, onset: .month(1998, 3)),
        ]
        practice.procedures = [SimulatedProcedure(key: "appendix", term: .appendicectomy, day: .year(1963))]
        person.records[.hillsideMedicalCentre] = practice
        var hospital = SimulatedRecord()
        hospital.measurements = [("first", "+01:00", "88"), ("second", "+00:00", "94")].map { key, offset, value in
            SimulatedMeasurement(
                key: "pulse-\(key)", term: .pulse, day: night, time: "01:30:00",
                amount: .init(value: value, unit: "/min", ucum: "/min"), offset: offset)
        }
        hospital.stays = [
            SimulatedStay(
                key: "night", encounterClass: "EMER", kind: .emergencyVisit, specialty: "Emergency medicine",
                reason: .fall, start: night, end: night, startTime: "00:40:00", endTime: "03:10:00")
        ]
        person.records[.acuteTrust] = hospital
        var service = SimulatedRecord()
        service.measurements =
            crewObservations(
                night, "01:30:00", key: "before", values: ["142", "78", "90", "18", "95", "36.2", "15"], score: "1",
                offset: "+01:00")
            + crewObservations(
                night, "01:30:00", key: "after", values: ["138", "76", "86", "16", "96", "36.4", "15"], score: "0",
                offset: "+00:00")
        person.records[.ambulanceService] = service
        person.truth.apart = [
            [.init(.acuteTrust, "pulse-first"), .init(.acuteTrust, "pulse-second")],
            [.init(.ambulanceService, "before-pulse"), .init(.ambulanceService, "after-pulse")],
        ]
        return person
    }
}
