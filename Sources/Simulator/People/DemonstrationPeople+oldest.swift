// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A long life in five systems: generated, but the same every time, as it depends on the day alone.
extension DemonstrationPeople {
    static func winifredTolliver(_ today: RecordDay) -> SimulatedPerson {
        var person = SimulatedPerson(
            nhsNumber: oldest, name: SimulatedName(prefix: "Mrs", given: ["Winifred", "Agnes"], family: "Tolliver"),
            gender: "female", birthDay: today.yearsAgo(95).adding(days: -61),
            address: SimulatedAddress(
                lines: ["Beech House Care Home", "9 Park Avenue"], city: "Hillside", postcode: "ZZ99 2LM"),
            practice: .hillsideMedicalCentre,
            lookFor:
                "95 years old, more than 3,000 entries in five sources: the first screen still says what matters, and nothing is cut"
        )
        person.nextOfKin = SimulatedContact(
            relationship: "Nephew", name: SimulatedName(prefix: "Mr", given: ["Giles"], family: "Tolliver"),
            gender: "male", phone: "07700900901")
        person.records[.hillsideMedicalCentre] = LongLife(today).practice
        person.records[.acuteTrust] = LongLife(today).hospital
        person.records[.communityTrust] = LongLife(today).community
        person.records[.adultSocialCare] = LongLife(today).socialCare
        person.records[.ambulanceService] = LongLife(today).ambulance
        return person
    }
}

/// The record of somebody who has been ill for long.
private struct LongLife {
    let today: RecordDay

    init(_ today: RecordDay) { self.today = today }

    /// A number between two bounds that depends on the words alone.
    private func value(_ low: Int, _ high: Int, _ words: String...) -> Int {
        let identifier = StableIdentifier(DemonstrationPeople.oldest, words.joined(separator: "-"))
        return low + Int(identifier.high % UInt64(high - low + 1))
    }

    private func pressure(_ key: String, _ day: RecordDay) -> SimulatedMeasurement {
        SimulatedMeasurement(
            key: key, term: .bloodPressurePractice, day: day, time: "10:0\(value(0, 9, key, "minute")):00",
            components: [
                (.systolic, .init(value: "\(value(118, 164, key, "high"))", unit: "mm[Hg]")),
                (.diastolic, .init(value: "\(value(62, 92, key, "low"))", unit: "mm[Hg]")),
            ])
    }

    private func bloods(_ key: String, _ day: RecordDay) -> SimulatedPanel {
        func result(
            _ name: String, _ term: Term, _ amount: String, _ unit: String, low: String? = nil, high: String? = nil
        ) -> SimulatedPanel.Result {
            .init(
                key: "\(key)-\(name)", term: term, amount: .init(value: amount, unit: unit, ucum: unit), low: low,
                high: high)
        }
        return SimulatedPanel(
            key: key, term: .ureaAndElectrolytes, report: "W-\(key)", collected: day, issued: day.adding(days: 1),
            results: [
                result("creatinine", .creatinine, "\(value(78, 131, key, "c"))", "umol/L", low: "45", high: "84"),
                result("egfr", .filtrationRate, "\(value(31, 62, key, "e"))", "mL/min/1.73m2", low: "60"),
                result(
                    "potassium", .potassium, "\(value(3, 4, key, "k")).\(value(6, 9, key, "k2"))", "mmol/L", low: "3.5",
                    high: "5.3"),
                result("sodium", .sodium, "\(value(132, 142, key, "n"))", "mmol/L", low: "133", high: "146"),
                result("haemoglobin", .haemoglobin, "\(value(101, 131, key, "h"))", "g/L", low: "115", high: "165"),
                result(
                    "white", .whiteCells, "\(value(4, 10, key, "w")).\(value(0, 9, key, "w2"))", "10*9/L", low: "4.0",
                    high: "11.0"),
            ])
    }

    var practice: SimulatedRecord {
        var record = SimulatedRecord()
        record.allergies = [
            SimulatedAllergy(
                key: "penicillin", term: .penicillinAllergy, onset: .year(1958), recorded: RecordDay(1991, 4, 8),
                reaction: .anaphylaxis, severity: "severe", note: "In hospital for two days")
        ]
        record.problems = [
            SimulatedProblem(key: "polio", term: .polio, onset: .year(1938), ended: .year(1939), isMajor: false),
            SimulatedProblem(key: "hypertension", term: .hypertension, onset: RecordDay(1988, 5, 17)),
            SimulatedProblem(key: "fibrillation", term: .atrialFibrillation, onset: RecordDay(2011, 2, 3)),
            SimulatedProblem(key: "kidney", term: .chronicKidneyDisease3, onset: RecordDay(2013, 8, 29)),
            SimulatedProblem(key: "bones", term: .osteoporosis, onset: RecordDay(2006, 10, 12)),
            SimulatedProblem(key: "failure", term: .heartFailure, onset: RecordDay(2019, 1, 22)),
        ]
        record.measurements =
            (0..<240).map { pressure("bp-\($0)", today.monthsAgo($0).adding(days: -value(0, 9, "bp-\($0)"))) }
            + (0..<60).map { number in
                SimulatedMeasurement(
                    key: "weight-\(number)", term: .weightPractice, day: today.monthsAgo(number * 4).adding(days: -3),
                    amount: .init(
                        value: "\(value(52, 63, "kg", "\(number)")).\(value(0, 9, "g", "\(number)"))", unit: "kg"))
            }
            + [
                SimulatedMeasurement(
                    key: "frailty", term: .frailtyScore, day: today.monthsAgo(3),
                    amount: .init(value: "7", unit: "score"),
                    category: "survey"),
                SimulatedMeasurement(
                    key: "resuscitation", term: .notForResuscitation, day: today.monthsAgo(9), category: "exam",
                    note: "Discussed with her and her nephew"),
            ]
        record.panels =
            (0..<72).map { bloods("bloods-\($0)", today.monthsAgo($0 * 3).adding(days: -6)) }
            + (0..<150).map { number in
                DemonstrationPeople.one(
                    "inr-\(number)", .normalisedRatio,
                    "\(value(1, 3, "inr", "\(number)")).\(value(0, 9, "inr2", "\(number)"))",
                    "ratio", report: "WI-\(number)", on: today.adding(days: -14 - number * 28), "09:12:00")
            }
        record.immunisations = (0..<28).map { number in
            SimulatedImmunisation(
                key: "influenza-\(number)", procedure: .influenzaVaccination,
                day: today.yearsAgo(number).adding(days: -25),
                batch: "FL\(number)-\(value(1000, 9999, "batch", "\(number)"))", site: .leftArm)
        }
        record.medicines = medicines
        record.consultations = (0..<180).map { number in
            SimulatedConsultation(
                key: "visit-\(number)", day: today.monthsAgo(number).adding(days: -value(0, 9, "bp-\(number)")),
                kind: number % 3 == 0 ? "Home visit" : "Surgery Consultation",
                topics: [
                    .init(
                        headings: [
                            .init(title: "History", words: [words[value(0, words.count - 1, "words", "\(number)")]]),
                            .init(title: "Examination", entries: ["bp-\(number)"]),
                        ])
                ])
        }
        return record
    }

    private let words = [
        "Breathless on the stairs, ankles up a little. Furosemide as it is.", "Well in herself. Ate all her breakfast.",
        "Nurse asked for a visit: more muddled since Sunday. Urine clear.", "Cough for a week, chest clear today.",
        "Skin tear on the left shin, dressed.", "Review of medicines with the home's senior carer.",
    ]

    private var medicines: [SimulatedMedicine] {
        let products: [(String, Term, String, Int)] = [
            ("bisoprolol", .bisoprolol, "TAKE ONE EACH MORNING", 15),
            ("furosemide", .furosemide, "TAKE ONE EACH MORNING", 7),
            ("warfarin", .warfarin1, "AS DIRECTED BY THE CLINIC", 15),
            ("amlodipine", .amlodipine, "TAKE ONE EACH DAY", 20),
            ("omeprazole", .omeprazole, "TAKE ONE EACH DAY", 12),
            ("levothyroxine", .levothyroxine, "TAKE ONE EACH MORNING", 18),
            ("paracetamol", .paracetamol, "TAKE TWO UP TO FOUR TIMES A DAY", 9),
        ]
        return products.enumerated().map { place, item in
            SimulatedMedicine(
                key: item.0, product: item.1, supplierCode: "0615110\(place)", kind: .repeat, dosage: item.2,
                start: today.yearsAgo(item.3), issues: (0..<52).map { today.adding(days: -12 - $0 * 28) },
                issuesAllowed: 13)
        }
    }

    var hospital: SimulatedRecord {
        var record = SimulatedRecord()
        record.allergies = [
            SimulatedAllergy(
                key: "penicillin", term: .penicillinAllergy, recorded: today.yearsAgo(9), reaction: .anaphylaxis,
                severity: "severe")
        ]
        let reasons: [Term] = [.pneumonia, .heartFailure, .urinaryInfection, .hipFracture]
        for stay in 0..<10 {
            let start = today.monthsAgo(4 + stay * 9)
            record.stays.append(
                SimulatedStay(
                    key: "stay-\(stay)", encounterClass: "IMP", kind: .hospitalAdmission,
                    specialty: "Geriatric medicine",
                    reason: reasons[stay % reasons.count], start: start, end: start.adding(days: 6)))
            record.documents.append(
                SimulatedDocument(
                    key: "letter-\(stay)", type: .dischargeSummary,
                    title: "Discharge summary \(stay + 1), geriatric medicine",
                    day: start.adding(days: 6)))
            for round in 0..<12 {
                record.measurements += DemonstrationPeople.crewObservations(
                    start.adding(days: round / 2), round % 2 == 0 ? "06:00:00" : "18:00:00",
                    key: "ward-\(stay)-\(round)",
                    values: [
                        "\(value(98, 158, "\(stay)", "\(round)", "s"))", "\(value(54, 88, "\(stay)", "\(round)", "d"))",
                        "\(value(58, 118, "\(stay)", "\(round)", "p"))", "\(value(14, 26, "\(stay)", "\(round)", "r"))",
                        "\(value(89, 98, "\(stay)", "\(round)", "o"))", "36.\(value(0, 9, "\(stay)", "\(round)", "t"))",
                        "15",
                    ], score: "\(value(0, 7, "\(stay)", "\(round)", "n"))")
            }
            record.panels.append(bloods("ward-\(stay)", start))
        }
        return record
    }

    var community: SimulatedRecord {
        var record = SimulatedRecord()
        record.episodes = [
            SimulatedEpisode(
                key: "caseload", kind: .districtNursing, start: today.yearsAgo(1),
                worker: "Sister Bernice Tull, district nurse")
        ]
        record.problems = [
            SimulatedProblem(
                key: "sacrum", term: .pressureUlcer, onset: today.monthsAgo(6), note: "Over the sacrum", site: .sacrum)
        ]
        record.devices = [
            SimulatedDevice(
                key: "mattress", kind: .airMattress, name: "Alternating air mattress, bed 14",
                since: today.monthsAgo(6),
                problem: "sacrum"),
            SimulatedDevice(
                key: "catheter", kind: .urinaryCatheter, name: "Urinary catheter, long-term, size 14",
                since: today.monthsAgo(3),
                note: "Change every twelve weeks."),
        ]
        for visit in 0..<90 {
            let day = today.adding(days: -2 - visit * 3)
            record.stays.append(
                SimulatedStay(
                    key: "visit-\(visit)", encounterClass: "HH", kind: .homeVisit, specialty: "District nursing",
                    reason: .pressureUlcer, start: day, end: day, startTime: "14:00:00", endTime: "14:30:00",
                    place: "Care home"))
            record.procedures.append(
                SimulatedProcedure(
                    key: "dressing-\(visit)", term: .woundDressing, day: day, site: .sacrum))
            record.measurements.append(
                SimulatedMeasurement(
                    key: "length-\(visit)", term: .woundLength, day: day, time: "14:10:00",
                    amount: .init(
                        value: "\(value(2, 5, "length", "\(visit)")).\(value(0, 9, "mm", "\(visit)"))", unit: "cm",
                        ucum: "cm"),
                    category: "exam"))
        }
        return record
    }

    var socialCare: SimulatedRecord {
        var record = SimulatedRecord()
        record.episodes = [
            SimulatedEpisode(
                key: "known", kind: .knownToSocialCare, start: today.yearsAgo(4), worker: "Callum Reyes, social worker")
        ]
        record.carePlans = [
            SimulatedCarePlan(
                key: "package", category: .carePackage, title: "Care and support plan: residential placement",
                start: today.yearsAgo(2), words: "Residential care, funded by the council.",
                activities: ["Residential care home place", "Two carers for every transfer"])
        ]
        record.flags = [
            SimulatedFlag(
                key: "safeguarding", category: "safety", term: .safeguardingEnquiry, start: today.monthsAgo(2),
                note: "Enquiry under section 42: unexplained bruising. Open.")
        ]
        record.measurements = [
            SimulatedMeasurement(
                key: "capacity", term: .lacksCapacity, day: today.yearsAgo(2), category: "social-history",
                note: "Decision: where to live. Best-interests meeting held; nephew consulted.")
        ]
        return record
    }

    var ambulance: SimulatedRecord {
        var record = SimulatedRecord()
        for call in 0..<6 {
            let day = today.monthsAgo(4 + call * 9)
            record.stays.append(
                SimulatedStay(
                    key: "call-\(call)", encounterClass: "FLD", kind: .ambulanceAttendance, specialty: "Category 2",
                    reason: .fall, start: day, end: day, startTime: "03:12:00", endTime: "04:20:00", place: "Care home",
                    outcome: "Conveyed to Anytown University Hospitals NHS Trust"))
            record.measurements += DemonstrationPeople.crewObservations(
                day, "03:31:00", key: "call-\(call)",
                values: ["\(value(92, 140, "call", "\(call)"))", "64", "96", "20", "94", "36.8", "14"], score: "4")
        }
        return record
    }
}
