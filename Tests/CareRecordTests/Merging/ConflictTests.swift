// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Testing

/// Alarms about entries that contradict each other, and the headings that lines of one medicine share.
@Suite struct `Conflicts` {
    // MARK: Medicines

    private static func line(_ code: String, _ dose: String, status: String = "active") -> String {
        #"{"resourceType":"MedicationStatement","id":"1","status":"\#(status)","medicationCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"\#(code)"}]},"dosage":[{"text":"\#(dose)"}]}"#
    }

    /// Lines in force, each of a product of its own: its source, its words, its dose.
    private static func merged(_ lines: (source: String, product: String, dose: String)...) throws -> MergedRecord {
        try MergeSample.merged(
            .currentMedication, lines.enumerated().map { ($1.source, line("\($0 + 1)", $1.dose)) },
            titles: lines.map(\.product))
    }

    @Test func `the same medicine in force with two doses is a conflict, however the same dose is written it is none`()
        throws
    {
        func rules(_ one: String, _ other: String) throws -> [String] {
            try MergeSample.merged(
                .currentMedication, [("gp", Self.line("1", one)), ("hospital", Self.line("1", other))]
            )
            .conflicts.map(\.rule.text)
        }
        #expect(try rules("10mg once daily", "20 mg daily") == ["medicine.doses"])
        #expect(try rules("One tablet daily", "1 od") == [])
        #expect(try rules("One twice a day", "1 daily") == ["medicine.doses"])
        #expect(try rules("As directed", "1 daily") == [])
    }

    @Test func `a medicine that is no longer in force contradicts nothing`() throws {
        let merged = try MergeSample.merged(
            .currentMedication,
            [("gp", Self.line("1", "1 daily")), ("hospital", Self.line("1", "2 daily", status: "stopped"))])
        #expect(merged.conflicts.isEmpty)
        #expect(merged.links.map(\.rule.text) == ["medicine.same-substance"])
    }

    @Test func `weekly and daily methotrexate is a conflict, whatever the product, inside one source too`() throws {
        let weekly = ("Methotrexate 2.5mg tablets", "Four tablets once a week on Monday")
        for source in ["gp", "hospital"] {
            let merged = try Self.merged(
                ("gp", weekly.0, weekly.1), (source, "Methotrexate 10mg tablets", "10mg daily"))
            #expect(merged.conflicts.first?.rule.text == "medicine.weekly-and-daily")
        }
        #expect(
            try Self.merged(("gp", weekly.0, weekly.1), ("hospital", weekly.0, weekly.1)).conflicts.isEmpty)
    }

    @Test
    func `two products of one high-risk medicine have one heading, and are a conflict where a dose is not the other's`()
        throws
    {
        let merged = try Self.merged(
            ("gp", "Apixaban 5mg tablets", "One to be taken daily"),
            ("hospital", "Apixaban 10mg tablets", "1 tablet daily"))
        #expect(merged.entries.count == 2)
        #expect(merged.links.map(\.rule.text) == ["medicine.duplicate"])
        #expect(merged.conflicts.map(\.rule.text) == ["medicine.doses"])
        let alike = try Self.merged(
            ("gp", "Prednisolone 5mg tablets", "Two to be taken daily"),
            ("hospital", "Prednisolone 10mg tablets", "10 mg daily"))
        #expect(alike.entries.count == 2)
        #expect(alike.links.map(\.rule.text) == ["medicine.duplicate"])
        #expect(alike.conflicts.isEmpty)
        let twice = try Self.merged(
            ("gp", "Apixaban 5mg tablets", "One to be taken twice a day"),
            ("hospital", "Apixaban 2.5mg tablets", "5 mg daily"))
        #expect(twice.conflicts.map(\.rule.text) == ["medicine.doses"])
    }

    @Test func `two strengths that one source gives together, or both sources, are no conflict`() throws {
        let (small, large) = ("Warfarin 1mg tablets", "Warfarin 3mg tablets")
        let inOne = try Self.merged(("gp", small, "One daily"), ("gp", large, "One daily"))
        #expect(inOne.conflicts.isEmpty)
        #expect(inOne.links.map(\.rule.text) == ["medicine.duplicate"])
        let inBoth = try Self.merged(
            ("gp", small, "One daily"), ("gp", large, "One daily"), ("hospital", small, "1 mg daily"),
            ("hospital", large, "3 mg daily"))
        #expect(inBoth.conflicts.isEmpty)
    }

    @Test func `a dose that is changed by the week is not a weekly dose`() throws {
        let merged = try Self.merged(
            ("gp", "Prednisolone 1mg tablets", "Eight each morning, reducing by one a week"),
            ("gp", "Prednisolone 5mg tablets", "One daily"))
        #expect(merged.conflicts.isEmpty)
        let weekly = try Self.merged(
            ("gp", "Methotrexate 2.5mg tablets", "Increase to six once a week"),
            ("gp", "Methotrexate 10mg tablets", "One daily"))
        #expect(weekly.conflicts.map(\.rule.text) == ["medicine.weekly-and-daily"])
    }

    @Test func `two insulins are two medicines, and so are two products whose substance nothing tells`() throws {
        for products in [
            ("Insulin glargine 100units/ml", "Insulin aspart 100units/ml"),
            ("Amlodipine 5mg tablets", "Ramipril 5mg capsules"),
        ] {
            let merged = try Self.merged(
                ("gp", products.0, "10 units at night"), ("hospital", products.1, "6 units daily"))
            #expect(merged.links.isEmpty)
            #expect(merged.conflicts.isEmpty)
        }
    }

    @Test func `two products with one coded ingredient have one heading`() throws {
        func product(_ code: String) -> String {
            ##"{"resourceType":"MedicationStatement","id":"1","status":"active","medicationReference":{"reference":"#m"},"contained":[{"resourceType":"Medication","id":"m","code":{"coding":[{"system":"http://snomed.info/sct","code":"\##(code)"}]},"ingredient":[{"itemCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"386864001"}]}}]}],"dosage":[{"text":"One daily"}]}"##
        }
        let merged = try MergeSample.merged(
            .currentMedication, [("gp", product("1")), ("hospital", product("2"))],
            titles: ["Amlodipine 5mg tablets", "Amlodipine 10mg tablets"])
        #expect(merged.entries.count == 2)
        #expect(merged.links.map(\.rule.text) == ["medicine.duplicate"])
        #expect(merged.conflicts.map(\.rule.text) == ["medicine.doses"])
    }

    @Test func `a coded weekly dose is weekly`() throws {
        func coded(_ unit: String) -> String {
            Self.line("1", "").replacing(
                #"{"text":""}"#,
                with:
                    #"{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"\#(unit)"}},"doseAndRate":[{"doseQuantity":{"value":10,"unit":"mg"}}]}"#
            )
        }
        #expect(
            try MergeSample.merged(.currentMedication, [("gp", coded("wk")), ("hospital", coded("d"))]).conflicts.map(
                \.rule.text)
                == ["medicine.weekly-and-daily"])
    }

    // MARK: Resuscitation

    @Test func `decisions for and against resuscitation are a conflict while both are in force`() throws {
        func decision(_ code: String, status: String = "active") -> String {
            #"{"resourceType":"Flag","id":"1","status":"\#(status)","code":{"coding":[{"system":"http://snomed.info/sct","code":"\#(code)"}]}}"#
        }
        func rules(_ one: String, _ other: String) throws -> [String] {
            try MergeSample.merged(.resuscitation, [("gp", one), ("hospital", other)]).conflicts.map(\.rule.text)
        }
        #expect(try rules(decision("450475007"), decision("450476008")) == ["resuscitation.decisions"])
        #expect(try rules(decision("450476008"), decision("304253006")) == [])
        #expect(try rules(decision("450475007", status: "inactive"), decision("450476008")) == [])
        #expect(try rules(decision("450476008"), decision("735324008")) == [])
    }

    // MARK: Capacity and consent

    @Test func `the latest assessments of two sources that differ about capacity are a conflict`() throws {
        func rules(_ assessments: [(source: String, words: String, date: String)], status: String = "final") throws
            -> [String]
        {
            let text =
                #"{"resourceType":"Observation","id":"1","status":"\#(status)","code":{"text":"Capacity"}}"#
            return try MergeSample.merged(
                .attorneyAndConsent, assessments.map { ($0.source, text) }, titles: assessments.map(\.words),
                dates: assessments.map(\.date)
            ).conflicts.map(\.rule.text)
        }
        let lacks = "Lack of mental capacity to make decision (Mental Capacity Act 2005)"
        let has = "Has mental capacity to make decision (Mental Capacity Act 2005)"
        #expect(
            try rules([("gp", lacks, "2024-01-01"), ("hospital", has, "2024-05-01")]) == ["capacity.assessments"])
        #expect(try rules([("gp", lacks, "2024-01-01"), ("hospital", lacks, "2024-05-01")]) == [])
        // What one source found before is its own history.
        #expect(try rules([("gp", lacks, "2024-01-01"), ("gp", has, "2024-05-01")]) == [])
        #expect(
            try rules([
                ("gp", lacks, "2023-01-01"), ("gp", has, "2024-01-01"), ("hospital", has, "2024-05-01"),
            ]) == [])
        #expect(
            try rules(
                [("gp", lacks, "2024-01-01"), ("hospital", has, "2024-05-01")], status: "entered-in-error") == [])
        #expect(
            try rules([("gp", lacks, "2024-01-01"), ("hospital", "Assessment of capacity", "2024-05-01")]) == [])
    }

    @Test func `active consents that permit and deny one thing are a conflict`() throws {
        func consent(_ type: String, category: String = "59284-0", status: String = "active", purpose: String = "TREAT")
            -> String
        {
            #"{"resourceType":"Consent","id":"1","status":"\#(status)","category":[{"coding":[{"system":"http://loinc.org","code":"\#(category)"}]}],"provision":{"type":"\#(type)","purpose":[{"code":"\#(purpose)"}]}}"#
        }
        func rules(_ one: String, _ other: String) throws -> [String] {
            try MergeSample.merged(.attorneyAndConsent, [("gp", one), ("hospital", other)]).conflicts.map(\.rule.text)
        }
        #expect(try rules(consent("permit"), consent("deny")) == ["consent.permit-and-deny"])
        #expect(try rules(consent("deny"), consent("deny")) == [])
        #expect(try rules(consent("permit"), consent("deny", category: "64292-6")) == [])
        #expect(try rules(consent("permit"), consent("deny", purpose: "HRESCH")) == [])
        #expect(try rules(consent("permit", status: "inactive"), consent("deny")) == [])
    }
}
