// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Testing

@testable import Web

@Suite struct `Merged facts on the page` {
    static func regions(_ entries: [RecordEntry]) -> [String: String] {
        `The first screen`.regions(SampleRecord.record(entries))
    }

    @Test func `stand once, with all their sources, and open to their originals`() throws {
        let record = SampleRecord.record(SampleCourses.copies)
        try #require(record.merged.entries.count == 1, "the sample is no copy any more")
        let dataset = try #require(Self.regions(SampleCourses.copies)["investigations"])
        #expect(dataset.contains("1 entry, newest first"))
        #expect(dataset.contains("<td>Anytown Surgery, St Elsewhere&#39;s Hospital</td>"))
        let opened = try #require(dataset.firstRange(of: "<details class=\"originals\"><summary>2 originals"))
        let originals = dataset[opened.lowerBound...]
        for entry in SampleCourses.copies {
            #expect(
                originals.contains("\(entry.source.name.replacing("'", with: "&#39;")), as \(entry.sourceReference)"))
        }
    }

    @Test func `that contradict each other are shown as a conflict, each with a way to the other`() throws {
        let allergies = [
            SampleRecord.entry(
                .risks, .allergies,
                #"{"resourceType":"AllergyIntolerance","id":"a","clinicalStatus":{"coding":[{"code":"active"}]},"code":{"coding":[{"system":"http://snomed.info/sct","code":"91936005"}]}}"#,
                date: "2020-01-01", title: "Allergy to penicillin"),
            SampleRecord.entry(
                .risks, .allergies,
                #"{"resourceType":"AllergyIntolerance","id":"b","clinicalStatus":{"coding":[{"code":"active"}]},"code":{"coding":[{"system":"http://snomed.info/sct","code":"716186003"}]}}"#,
                date: "2024-01-01", title: "No known allergy", source: SampleRecord.hospital),
        ]
        let regions = Self.regions(allergies)
        let panel = try #require(regions["allergies"])
        #expect(panel.count(of: "CONFLICT: ") == 1)
        #expect(panel.count(of: "<strong class=\"mark\">Conflict</strong>") == 2)
        let (stated, negated) = (
            panel.firstRange(of: "Allergy to penicillin"), panel.firstRange(of: "No known allergy")
        )
        #expect(try #require(stated).lowerBound < #require(negated).lowerBound)
        let dataset = try #require(regions["risks"])
        for id in SampleRecord.record(allergies).merged.conflicts.flatMap(\.entries) {
            #expect(dataset.contains("<tr id=\"entry-\(id)\""))
            #expect(dataset.contains("href=\"#entry-\(id)\""))
        }
    }

    @Test func `show the latest version first, and do not count an earlier one as a result of its own`() throws {
        func version(_ place: Int, _ status: String, _ value: String) -> RecordEntry {
            SampleRecord.entry(
                .investigations, .results,
                #"{"resourceType":"Observation","id":"v\#(place)","status":"\#(status)","code":{"coding":[{"system":"http://snomed.info/sct","code":"1000651000000109"}]},"effectiveDateTime":"2026-01-09T08:15:00Z","valueQuantity":{"value":\#(value),"unit":"mmol/L"},"specimen":{"identifier":{"system":"https://lab.example","value":"S1"}}}"#,
                date: "2026-01-09T08:15:00Z", title: "Serum potassium level", details: [("Value", "\(value) mmol/L")])
        }
        let entries = [version(1, "final", "6.8"), version(2, "corrected", "4.3")]
        let regions = Self.regions(entries)
        let screen = try #require(regions["first-results"])
        #expect(screen.contains("4.3 mmol/L") && !screen.contains("6.8"))
        let dataset = try #require(regions["investigations"])
        let (latest, earlier) = (dataset.firstRange(of: "Latest version"), dataset.firstRange(of: "Earlier version"))
        #expect(try #require(latest).lowerBound < #require(earlier).lowerBound)
        #expect(dataset.contains("6.8 mmol/L"))
    }

    @Test func `of equal value and unknown status are no earlier version, and stay among the key results`() throws {
        func result(_ place: Int, _ status: String, _ source: SourceDescription) -> RecordEntry {
            SampleRecord.entry(
                .investigations, .results,
                #"{"resourceType":"Observation","id":"v\#(place)","status":"\#(status)","code":{"coding":[{"system":"http://snomed.info/sct","code":"1000651000000109"}]},"effectiveDateTime":"2026-01-09T08:15:00Z","valueQuantity":{"value":4.3,"unit":"mmol/L"},"specimen":{"identifier":{"system":"https://lab.example","value":"S1"}}}"#,
                date: "2026-01-09T08:15:00Z", title: "Serum potassium level", details: [("Value", "4.3 mmol/L")],
                source: source)
        }
        let regions = Self.regions([
            result(1, "unknown", SampleRecord.anytown), result(2, "final", SampleRecord.hospital),
        ])
        let dataset = try #require(regions["investigations"])
        #expect(!dataset.contains("Earlier version") && !dataset.contains("Latest version"))
        #expect(dataset.count(of: "Possibly the same result. See ") == 2)
        let screen = try #require(regions["first-results"])
        #expect(!screen.contains("Earlier version"))
        // One moment and one value are one point of a course, told by whom knows of what status it is.
        #expect(screen.contains("Possibly the same result.") && !screen.contains("before: "))
        #expect(screen.contains("St Elsewhere") && !screen.contains("Anytown Surgery"))
    }

    private static func line(
        _ place: Int, _ section: DatasetSection, _ title: String, _ dose: String, _ source: SourceDescription,
        code: String = "319775004"
    ) -> RecordEntry {
        SampleRecord.entry(
            .medication, section,
            #"{"resourceType":"MedicationStatement","id":"line-\#(place)","status":"\#(section == .currentMedication ? "active" : "completed")","medicationCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"\#(code)"}]},"dosage":[{"text":"\#(dose)"}]}"#,
            date: "2026-01-0\(place)", title: title, details: [("Dose", dose)], source: source)
    }

    @Test func `that may be duplicates say so, on the first screen too, whatever other heading they stand under`()
        throws
    {
        let title = "Aspirin 75mg tablets"
        let entries = [
            Self.line(1, .currentMedication, title, "One daily", SampleRecord.anytown),
            Self.line(2, .currentMedication, title, "1 od", SampleRecord.hospital),
            Self.line(3, .pastMedication, title, "One daily", SampleRecord.anytown),
        ]
        let merged = SampleRecord.record(entries).merged
        try #require(merged.links.map(\.rule.text) == ["medicine.duplicate", "medicine.same-substance"])
        let regions = Self.regions(entries)
        let screen = try #require(regions["first-medicines"])
        #expect(screen.count(of: "Check: possible duplicate.") == 2)
        let dataset = try #require(regions["medication"])
        // One heading above the two lines in force, one above the past one, each with the way to the others.
        #expect(dataset.count(of: "\(title): 3 lines. Check: possible duplicate. The same medicine.") == 2)
        #expect(dataset.count(of: "<p class=\"relation\">Check: possible duplicate. See ") == 2)
        for id in merged.entries.map(\.id) {
            #expect(dataset.count(of: "<tr id=\"entry-\(id)\" class=\"grouped\"") == 1)
            #expect(dataset.contains("href=\"#entry-\(id)\""))
        }
        #expect(dataset.contains(" Elsewhere: <a "))
    }

    @Test func `of one medicine in two strengths have its name as their heading`() throws {
        let regions = Self.regions([
            Self.line(1, .currentMedication, "Prednisolone 5mg tablets", "One daily", SampleRecord.anytown),
            Self.line(
                2, .currentMedication, "Prednisolone 10mg tablets", "One daily", SampleRecord.hospital,
                code: "325426006"),
        ])
        let dataset = try #require(regions["medication"])
        #expect(dataset.contains("Prednisolone: 2 lines. Check: possible duplicate."))
        #expect(dataset.contains("CONFLICT: two doses of one medicine are in force."))
    }

    @Test func `fold away what is old of a long table, counted, and nothing of the alerts`() throws {
        let many = Self.regions(SampleCourses.medicines(100) + SampleCourses.allergies(100))
        let medication = try #require(many["medication"])
        #expect(medication.contains("<summary>75 older entries</summary>"))
        #expect(medication.count(of: "<dd>One to be taken each day</dd>") == 100)
        #expect(!(try #require(many["risks"]).contains("<details")))
    }
}
