// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Testing

/// Links between entries that may be the same, and alarms about entries that contradict each other.
@Suite struct `Neighbours and conflicts` {
    private static func merged(_ section: DatasetSection, _ texts: [(source: String, text: String)]) throws
        -> MergedRecord
    {
        try MergeSample.merged(section, texts)
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
}
