// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Testing

/// Links between entries that may be the same, and alarms about entries that contradict each other.
@Suite struct `Neighbours and conflicts` {
    private static func merged(_ section: DatasetSection, _ texts: [(source: String, text: String)]) throws
        -> MergedRecord
    {
        let entries = try texts.enumerated().map { place, item in
            try MergeSample.entry(
                item.source, section, item.text.replacing(#""id":"1""#, with: #""id":"\#(place + 1)""#),
                title: item.text.contains("Methotrexate") ? "Methotrexate" : "As recorded")
        }
        return MergedRecord(merging: entries, supporting: try MergeSample.people())
    }

    private static func result(_ time: String, specimen: String? = nil) -> String {
        let text = CompleteStatement.result.text.replacing("2024-02-03T09:15:00Z", with: time)
        let part = #","specimen":{"identifier":{"system":"https://lab.example","value":"S1"}}"#
        return text.replacing(part, with: specimen.map { part.replacing("S1", with: $0) } ?? "")
    }

    @Test func `results of one minute without identifiers are possibly the same`() throws {
        let merged = try Self.merged(
            .results, [("gp", Self.result("2024-02-03T09:15:00Z")), ("hospital", Self.result("2024-02-03T09:15:40Z"))])
        #expect(MergeSample.links(merged) == ["result.possibly-same: gp-Observation-1 hospital-Observation-2"])
    }

    @Test func `results of two minutes, or of two known specimens, are not`() throws {
        #expect(
            try Self.merged(
                .results,
                [("gp", Self.result("2024-02-03T09:15:00Z")), ("hospital", Self.result("2024-02-03T09:16:00Z"))]
            ).links.isEmpty)
        #expect(
            try Self.merged(
                .results,
                [
                    ("gp", Self.result("2024-02-03T09:15:00Z", specimen: "S1")),
                    ("hospital", Self.result("2024-02-03T09:15:00Z", specimen: "S2")),
                ]
            ).links.isEmpty)
    }

    @Test func `a result of which the day alone is known may be the same as each of that day`() throws {
        let merged = try Self.merged(
            .results,
            [
                ("gp", Self.result("2024-02-03")), ("hospital", Self.result("2024-02-03T09:15:00Z")),
                ("hospital", Self.result("2024-02-03T19:15:00Z")), ("hospital", Self.result("2024-02-04T09:15:00Z")),
            ])
        #expect(
            MergeSample.links(merged) == [
                "result.possibly-same: gp-Observation-1 hospital-Observation-2",
                "result.possibly-same: gp-Observation-1 hospital-Observation-3",
            ])
    }

    @Test func `measurements of one minute with the same values are possibly the same`() throws {
        let text = CompleteStatement.vitalSigns.text
        let merged = try Self.merged(
            .bloodPressure,
            [("gp", text), ("hospital", text.replacing("Practitioner/dr", with: "Practitioner/unnumbered"))])
        #expect(MergeSample.links(merged) == ["vital-signs.possibly-same: gp-Observation-1 hospital-Observation-2"])
    }

    @Test func `a condition with another onset or none is possibly the same`() throws {
        let text = CompleteStatement.condition.text
        let merged = try Self.merged(
            .activeProblems, [("gp", text), ("hospital", text.replacing(#""onsetDateTime":"2015-03","#, with: ""))])
        #expect(MergeSample.links(merged) == ["condition.possibly-same: gp-Condition-1 hospital-Condition-2"])
    }

    @Test func `an immunisation of which a batch is absent is possibly the same, of two batches it is not`() throws {
        let text = CompleteStatement.immunisation.text
        let merged = try Self.merged(
            .immunisations, [("gp", text), ("hospital", text.replacing(#""lotNumber":"AB1","#, with: ""))])
        #expect(MergeSample.links(merged) == ["immunisation.possibly-same: gp-Immunization-1 hospital-Immunization-2"])
        let two = try Self.merged(.immunisations, [("gp", text), ("hospital", text.replacing("AB1", with: "AB2"))])
        #expect(two.links.isEmpty)
    }

    @Test func `procedures of one day, events of one day and place, and documents of one author are possibly the same`()
        throws
    {
        let procedure = CompleteStatement.procedure.text.replacing(
            #""bodySite":[{"coding":[{"system":"http://snomed.info/sct","code":"6757004"}]}],"#, with: "")
        #expect(
            try Self.merged(.operations, [("gp", procedure), ("hospital", procedure)]).links.map(\.rule.text)
                == ["procedure.possibly-same"])
        func event(_ number: String) -> String {
            #"{"resourceType":"Encounter","id":"1","identifier":[{"system":"https://e.example","value":"\#(number)"}],"status":"finished","period":{"start":"2024-02-03T08:00:00Z"},"location":[{"location":{"reference":"Location/ward"}}]}"#
        }
        #expect(
            try Self.merged(.encounters, [("gp", event("1")), ("hospital", event("2"))]).links.map(\.rule.text)
                == ["event.possibly-same"])
        let letter =
            #"{"resourceType":"DocumentReference","id":"1","status":"current","type":{"coding":[{"system":"http://snomed.info/sct","code":"823701000000103"}]},"date":"2024-02-03T08:00:00Z","author":[{"reference":"Practitioner/dr"}],"content":[{"attachment":{"title":"Letter"}}]}"#
        #expect(
            try Self.merged(.documents, [("gp", letter), ("hospital", letter)]).links.map(\.rule.text)
                == ["document.possibly-same"])
    }

    @Test func `allergies to one substance have one heading`() throws {
        let text = CompleteStatement.allergy.text
        let merged = try Self.merged(
            .allergies,
            [("gp", text), ("hospital", text.replacing(#""severity":"severe""#, with: #""severity":"mild""#))])
        #expect(merged.links.map(\.kind) == [.heading])
        #expect(merged.conflicts.isEmpty)
    }

    // MARK: Medicines

    private static func line(_ code: String, _ dose: String, name: String = "Medicine", status: String = "active")
        -> String
    {
        #"{"resourceType":"MedicationStatement","id":"1","status":"\#(status)","medicationCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"\#(code)"}],"text":"\#(name)"},"dosage":[{"text":"\#(dose)"}]}"#
    }

    @Test func `the same medicine in force with two doses is a conflict, however the same dose is written it is none`()
        throws
    {
        func rules(_ one: String, _ other: String) throws -> [String] {
            try Self.merged(.currentMedication, [("gp", Self.line("1", one)), ("hospital", Self.line("1", other))])
                .conflicts.map(\.rule.text)
        }
        #expect(try rules("10mg once daily", "20 mg daily") == ["medicine.doses"])
        #expect(try rules("One tablet daily", "1 od") == [])
        #expect(try rules("One twice a day", "1 daily") == ["medicine.doses"])
        #expect(try rules("As directed", "1 daily") == [])
    }

    @Test func `a medicine that is no longer in force contradicts nothing`() throws {
        let merged = try Self.merged(
            .currentMedication,
            [("gp", Self.line("1", "1 daily")), ("hospital", Self.line("1", "2 daily", status: "stopped"))])
        #expect(merged.conflicts.isEmpty)
        #expect(merged.links.map(\.rule.text) == ["medicine.same-substance"])
    }

    @Test func `weekly and daily methotrexate is a conflict, whatever the product, inside one source too`() throws {
        let weekly = Self.line("1", "Four tablets once a week on Monday", name: "Methotrexate 2.5mg tablets")
        let daily = Self.line("2", "10mg daily", name: "Methotrexate 10mg tablets")
        for source in ["gp", "hospital"] {
            let merged = try Self.merged(.currentMedication, [("gp", weekly), (source, daily)])
            #expect(merged.conflicts.map(\.rule.text) == ["medicine.weekly-and-daily"])
        }
        #expect(try Self.merged(.currentMedication, [("gp", weekly), ("hospital", weekly)]).conflicts.isEmpty)
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
            try Self.merged(.currentMedication, [("gp", coded("wk")), ("hospital", coded("d"))]).conflicts.map(
                \.rule.text)
                == ["medicine.weekly-and-daily", "medicine.doses"])
    }

    // MARK: Resuscitation

    @Test func `decisions for and against resuscitation are a conflict while both are in force`() throws {
        func decision(_ code: String, status: String = "active") -> String {
            #"{"resourceType":"Flag","id":"1","status":"\#(status)","code":{"coding":[{"system":"http://snomed.info/sct","code":"\#(code)"}]}}"#
        }
        func rules(_ one: String, _ other: String) throws -> [String] {
            try Self.merged(.resuscitation, [("gp", one), ("hospital", other)]).conflicts.map(\.rule.text)
        }
        #expect(try rules(decision("450475007"), decision("450476008")) == ["resuscitation.decisions"])
        #expect(try rules(decision("450476008"), decision("304253006")) == [])
        #expect(try rules(decision("450475007", status: "inactive"), decision("450476008")) == [])
        #expect(try rules(decision("450476008"), decision("735324008")) == [])
    }
}
