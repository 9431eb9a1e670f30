// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Sharing
import Testing

@testable import Web

@Suite struct `What was entered in error, or is about another` {
    /// Potassium results, newest first; each with a status and further elements.
    static func potassium(_ results: [(value: String, status: String, more: String)]) -> [RecordEntry] {
        results.enumerated().map { place, result in
            SampleRecord.entry(
                .investigations, .results,
                #"{"resourceType":"Observation","id":"k\#(place)","status":"\#(result.status)","code":{"text":"Serum potassium level"},"subject":{"reference":"Patient/pat-1"},"valueQuantity":{"value":\#(result.value),"unit":"mmol/L"}\#(result.more)}"#,
                date: "\(2026 - place)-01-09", title: "Serum potassium level",
                details: [("Value", "\(result.value) mmol/L")])
        }
    }

    static let focus = #","focus":[{"reference":"RelatedPerson/fetus"}]"#
    static let hostile: [(status: String, more: String)] = [
        ("entered-in-error", ""), ("cancelled", ""), ("final", focus),
        (
            "final",
            #","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/observation-focal-subject","valueReference":{"display":"Donor"}}]"#
        ),
        ("final", #","partOf":[{"reference":"FamilyMemberHistory/1"}]"#),
    ]

    @Test func `never leads the key results, nor counts, nor is drawn, and stays in its table`() throws {
        let good: [(value: String, status: String, more: String)] = [
            ("4.1", "final", ""), ("4.2", "final", ""), ("4.3", "final", ""),
        ]
        for (status, more) in Self.hostile {
            for place in 0...good.count {
                var results = good
                results.insert(("9.9", status, more), at: place)
                let entries = Self.potassium(results)
                let result = try #require(KeyResult.latest(in: RecordContents(SampleRecord.record(entries))).first)
                #expect(result.all.map(\.valueWords) == ["4.1 mmol/L", "4.2 mmol/L", "4.3 mmol/L"])
                let course = try #require(ResultCourse(result))
                #expect(course.points.count == 3 && course.leftOut == 0)
                let regions = `The first screen`.regions(SampleRecord.record(entries))
                #expect(try #require(regions["first-results"]).contains("9.9") == false)
                let dataset = try #require(regions["investigations"])
                #expect(dataset.count(of: "9.9 mmol/L") == 1, "it stands in the table, and nowhere else")
                #expect(dataset.contains("4 entries"))
            }
        }
    }

    @Test func `is no blood pressure of this person`() throws {
        for (status, more) in Self.hostile + [("registered", ""), ("unknown", "")] {
            let reading = SampleRecord.entry(
                .examinations, .bloodPressure,
                #"{"resourceType":"Observation","id":"bp","status":"\#(status)","code":{"text":"x"}\#(more)}"#,
                date: "2026-01-20", title: "Blood pressure", details: [("Value", "240/130 mmHg")])
            let entries = [reading] + SampleCourses.bloodPressures([("148/86 mmHg", "2026-01-09")])
            let contents = RecordContents(SampleRecord.record(entries))
            #expect(KeyResult.bloodPressure(in: contents)?.all.map(\.valueWords) == ["148/86 mmHg"])
            #expect(KeyResult.bloodPressure(in: RecordContents(SampleRecord.record([reading]))) == nil)
        }
    }

    @Test func `a value of unknown status stands, as it is a value`() throws {
        let result = KeyResult.latest(
            in: RecordContents(SampleRecord.record(Self.potassium([("5.9", "unknown", "")])))
        ).first
        #expect(result?.latest.valueWords == "5.9 mmol/L")
    }

    /// A canary entered in error, in each section that the first screen shows.
    static let leading: [(Dataset, DatasetSection, String)] = [
        (.risks, .allergies, "AllergyIntolerance"), (.risks, .resuscitation, "Observation"),
        (.risks, .safeguarding, "Flag"), (.risks, .otherRisks, "Flag"), (.risks, .attorneyAndConsent, "Consent"),
        (.medication, .currentMedication, "MedicationStatement"), (.problems, .activeProblems, "Condition"),
        (.events, .admissions, "Encounter"), (.events, .encounters, "Encounter"),
        (.examinations, .bloodPressure, "Observation"), (.examinations, .function, "Observation"),
        (.other, .plans, "CarePlan"),
    ]

    @Test(arguments: leading)
    func `leads nowhere on the first screen, of any kind`(
        dataset: Dataset, section: DatasetSection, type: String
    ) throws {
        for status in [
            #""status":"entered-in-error""#,
            #""verificationStatus":{"coding":[{"code":"entered-in-error"}]}"#,
        ] {
            let entry = SampleRecord.entry(
                dataset, section, #"{"resourceType":"\#(type)","id":"e1",\#(status),"code":{"text":"x"}}"#,
                date: "2026-01-30", title: "CANARY", details: [("Value", "1/2 mmHg")])
            let record = SampleRecord.record(SampleEntries.all + [entry])
            #expect(!RecordSummary(record).entries.contains { $0.title == "CANARY" })
            for view in [RecordView.clinician, .socialCare] {
                let regions = FirstScreen(
                    RecordContents(record), PageFrame(requester: .unauthenticatedDemonstration, view: view)
                ).regions
                #expect(!regions.contains { $0.html.markup.contains("CANARY") })
            }
            let tables = `The first screen`.regions(record)[dataset.rawValue]
            #expect(try #require(tables).contains("CANARY"))
        }
    }
}
