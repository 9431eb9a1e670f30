// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension DemonstrationPeople {
    static func hartleyAtCommunityTrust(_ today: RecordDay) -> SimulatedRecord {
        var record = SimulatedRecord()
        record.episodes = [
            SimulatedEpisode(
                key: "caseload", kind: .districtNursing, start: today.adding(days: -30),
                worker: "Sister Bernice Tull, district nurse, 01632 960031")
        ]
        record.problems = [
            SimulatedProblem(
                key: "leg-ulcer", term: .legUlcer, onset: today.adding(days: -34),
                note: "Left gaiter area. Compression from week two.")
        ]
        record.measurements = [
            SimulatedMeasurement(
                key: "wound-length", term: .woundLength, day: today.adding(days: -2), time: "11:20:00",
                amount: .init(value: "3.20", unit: "cm", ucum: "cm"), category: "exam"),
            SimulatedMeasurement(
                key: "wound-length-first", term: .woundLength, day: today.adding(days: -30), time: "10:05:00",
                amount: .init(value: "4.5", unit: "cm", ucum: "cm"), category: "exam"),
        ]
        record.procedures = [
            SimulatedProcedure(
                key: "dressing", term: .woundDressing, day: today.adding(days: -2),
                note: "Four-layer compression, left leg. Skin around it intact.")
        ]
        record.devices = [
            SimulatedDevice(
                key: "hosiery", kind: Term(nil, "Compression hosiery"),
                name: "Compression stocking, class 2, right leg",
                since: today.adding(days: -16), note: "Measured and fitted at home.", problem: "leg-ulcer")
        ]
        record.stays = [-30, -16, -2].map { days in
            SimulatedStay(
                key: "visit\(days)", encounterClass: "HH", kind: .homeVisit, specialty: "District nursing",
                reason: .legUlcer, start: today.adding(days: days), end: today.adding(days: days),
                startTime: "10:00:00",
                endTime: "10:45:00", place: "At home")
        }
        record.appointments = [
            SimulatedAppointment(
                key: "next-visit", day: today.adding(days: 5), time: "10:00:00", specialty: "District nursing",
                words: "District nurse visits at home: dressing")
        ]
        return record
    }

    static func hartleyAtSocialCare(_ today: RecordDay) -> SimulatedRecord {
        var record = SimulatedRecord()
        record.episodes = [
            SimulatedEpisode(
                key: "known", kind: .knownToSocialCare, start: today.monthsAgo(7),
                worker: "Callum Reyes, social worker, 01632 960055")
        ]
        record.carePlans = [
            SimulatedCarePlan(
                key: "package", category: .carePackage, title: "Care and support plan: package of care",
                start: today.monthsAgo(6), review: today.adding(days: 180),
                words: "Help with washing and dressing while her leg heals; her husband does the rest.",
                activities: ["Home carer, 45 minutes each morning", "Delivered meal, Tuesday and Friday"])
        ]
        record.carers = [
            SimulatedContact(
                relationship: "husband", name: SimulatedName(given: ["Martin"], family: "Hartley"), gender: "male",
                phone: "07700900102")
        ]
        record.flags = [
            SimulatedFlag(
                key: "safeguarding", category: "safety", term: .safeguardingEnquiry, start: today.monthsAgo(5),
                note: "Enquiry under section 42: money missing after a home help's visit. Closed, risk removed.",
                ended: today.monthsAgo(3))
        ]
        record.measurements = [
            SimulatedMeasurement(
                key: "capacity", term: .hasCapacity, day: today.monthsAgo(5), category: "social-history",
                note: "Decision: whether to report the missing money. Presumed to have capacity; assessed, and has it."),
            SimulatedMeasurement(
                key: "mobility", term: .mobility, day: today.monthsAgo(6), category: "activity",
                words: "Walks indoors with a stick; one step at the front door"),
        ]
        return record
    }

    static func hartleyAtAmbulanceService(_ today: RecordDay) -> SimulatedRecord {
        var record = SimulatedRecord()
        let day = today.adding(days: -36)
        record.allergies = [
            SimulatedAllergy(
                key: "penicillin", term: .penicillinAllergy, recorded: day, verification: "unconfirmed")
        ]
        record.stays = [
            SimulatedStay(
                key: "fall", encounterClass: "FLD", kind: .ambulanceAttendance, specialty: "Category 3", reason: .fall,
                start: day, end: day, startTime: "19:42:00", endTime: "20:55:00", place: "At home, kitchen",
                outcome: "Treated at the scene and left at home; practice told")
        ]
        record.measurements = crewObservations(
            day, "19:58:00", key: "fall",
            values: ["138", "80", "84", "16", "97", "36.6", "15"], score: "0")
        record.documents = [
            SimulatedDocument(
                key: "care-record", type: .patientCareRecord, title: "Electronic patient care record, fall at home",
                day: day)
        ]
        record.referrals = [
            SimulatedReferral(
                key: "falls", term: .fallsReferral, day: day, to: "Anytown Community Health NHS Trust falls service",
                reason: "Fall at home, no injury")
        ]
        return record
    }

    /// A crew's set of observations.
    /// - Parameter values: systolic, diastolic, pulse, breaths, saturation, temperature, coma score.
    static func crewObservations(
        _ day: RecordDay, _ time: String, key: String, values: [String], score: String, offset: String? = nil
    ) -> [SimulatedMeasurement] {
        func one(
            _ name: String, _ term: Term, _ place: Int, _ unit: String, _ ucum: String,
            _ category: String = "vital-signs"
        ) -> SimulatedMeasurement {
            SimulatedMeasurement(
                key: "\(key)-\(name)", term: term, day: day, time: time,
                amount: .init(value: values[place], unit: unit, ucum: ucum), category: category, offset: offset)
        }
        let pressure = SimulatedMeasurement(
            key: "\(key)-pressure", term: .crewPressure, day: day, time: time,
            components: [
                (.crewSystolic, .init(value: values[0], unit: "mmHg", ucum: "mm[Hg]")),
                (.crewDiastolic, .init(value: values[1], unit: "mmHg", ucum: "mm[Hg]")),
            ], offset: offset)
        let total = SimulatedMeasurement(
            key: "\(key)-news", term: .earlyWarningScore, day: day, time: time,
            amount: .init(value: score, unit: "score", ucum: "{score}"), category: "survey", offset: offset)
        return [
            pressure, one("pulse", .crewPulse, 2, "/min", "/min"), one("breaths", .crewBreathing, 3, "/min", "/min"),
            one("saturation", .crewSaturation, 4, "%", "%"), one("temperature", .crewTemperature, 5, "Cel", "Cel"),
            one("coma", .comaScore, 6, "score", "{score}", "exam"), total,
        ]
    }
}
