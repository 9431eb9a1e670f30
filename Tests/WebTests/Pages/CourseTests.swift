// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Testing

@testable import Web

@Suite struct `Courses on the page` {
    static let potassium: [(value: String, date: String)] = [
        ("5.10", "2026-01-09"), ("4.6", "2025-07-02"), ("4.80", "2024-11-30"), ("4.2", "2023-02-01"),
    ]

    static func regions(_ entries: [RecordEntry]) -> [String: String] {
        `The first screen`.regions(SampleRecord.record(entries))
    }

    @Test func `draws three values or more, and writes their numbers beside the drawing as they came`() throws {
        let regions = Self.regions(SampleCourses.potassium(Self.potassium))
        let screen = try #require(regions["first-results"])
        #expect(screen.count(of: "<circle") == 4)
        #expect(screen.contains("<svg class=\"plot small\" role=\"img\" aria-label=\"Course of Serum potassium level"))
        for word in ["5.10 mmol/L", "4.6 mmol/L", "02-Jul-2025", "4.80 mmol/L"] {
            #expect(screen.contains(word))
        }
        let dataset = try #require(regions["investigations"])
        for (value, _) in Self.potassium { #expect(dataset.contains("<strong>\(value) mmol/L</strong>")) }
        #expect(dataset.contains("class=\"band\""))
        #expect(!dataset.contains("style="))
    }

    @Test func `draws nothing of two values`() throws {
        let regions = Self.regions(SampleCourses.potassium(Array(Self.potassium.prefix(2))))
        #expect(!(try #require(regions["first-results"]).contains("<svg")))
        #expect(!(try #require(regions["investigations"]).contains("<svg")))
    }

    @Test func `draws no value that is only a bound or in another unit, and says that it does not`() throws {
        let bound = Self.regions(SampleCourses.potassium(Self.potassium + [("<3.0", "2022-01-01")]))
        let dataset = try #require(bound["investigations"])
        #expect(dataset.count(of: "<circle") == 4)
        #expect(dataset.contains("1 value is not drawn"))
        #expect(dataset.contains("&lt;3.0 mmol/L"))
        let other =
            SampleCourses.potassium(Self.potassium) + SampleCourses.potassium([("180", "2021-01-01")], unit: "mg/L")
        #expect(try #require(Self.regions(other)["investigations"]).count(of: "<circle") == 4)
    }

    @Test func `draws both numbers of a blood pressure, in one unit however it is spelled`() throws {
        let regions = Self.regions(
            SampleCourses.bloodPressures([
                ("148/86 mmHg", "2026-01-09"), ("152/90 mm[Hg]", "2025-01-09"), ("Refused", "2024-01-09"),
            ]))
        let dataset = try #require(regions["examinations"])
        #expect(dataset.count(of: "<polyline") == 2)
        #expect(dataset.count(of: "<circle") == 4)
        #expect(dataset.contains("1 value is not drawn"))
        #expect(try #require(regions["first-results"]).contains("148/86 mmHg"))
    }

    @Test func `places a point by its value and its date`() throws {
        let entries = SampleCourses.potassium([("6", "2026-01-01"), ("4", "2025-01-01"), ("5", "2024-01-01")])
        let contents = RecordContents(SampleRecord.record(entries))
        let course = try #require(KeyResult.latest(in: contents).first.flatMap { ResultCourse($0) })
        #expect(course.points.map(\.lexemes) == [["5"], ["4"], ["6"]])
        let svg = HTML.written { CoursePlot(course, size: .small).write(to: &$0) }.markup
        let points = try #require(svg.firstMatch(of: /points="([^"]*)"/)).1.split(separator: " ").map { pair in
            pair.split(separator: ",").compactMap { Int($0) }
        }
        #expect(points.count == 3)
        #expect(points[0][0] < points[1][0] && points[1][0] < points[2][0])
        // The greater the value, the nearer to the top.
        #expect(points[2][1] < points[0][1] && points[0][1] < points[1][1])
    }

    @Test func `says of a medicine when it was started, changed and stopped, and who said so`() throws {
        let url = "https://fhir.nhs.uk/StructureDefinition/Extension-DosageLastChanged"
        let entry = RecordEntry(
            id: "m", dataset: .medication, section: .pastMedication,
            resource: SampleRecord.resource(
                #"{"resourceType":"MedicationStatement","id":"m","status":"stopped","extension":[{"url":"\#(url)","valueDateTime":"2022-05-04"}],"statusReason":[{"text":"Cough"}],"effectivePeriod":{"start":"2021-03-02","end":"2024-06-01"}}"#
            ),
            sourceReference: "MedicationStatement/m", source: SampleRecord.anytown,
            date: SampleRecord.date("2021-03-02"), title: "Ramipril 5mg capsules", authors: ["Dr A Jones"])
        let medication = try #require(Self.regions([entry])["medication"])
        let line = try #require(medication.firstRange(of: "Time line").map { medication[$0.lowerBound...] })
        let places = try [
            "Ramipril 5mg capsules", "class=\"stay\"", "<td>02-Mar-2021</td>", "<td>04-May-2022</td>",
            "01-Jun-2024: Cough", "Dr A Jones; Anytown Surgery",
        ].map { try #require(line.firstRange(of: $0), "\($0) is not there").lowerBound }
        #expect(places == places.sorted())
    }

    @Test func `does not say that a medicine goes on that has ended on a day nobody wrote down`() {
        let entry = SampleRecord.entry(
            .medication, .pastMedication, #"{"resourceType":"MedicationStatement","id":"m","status":"completed"}"#,
            date: nil, title: "Doxycycline")
        let facts = MergedRecord(merging: [entry]).entries
        #expect(facts.map { MedicineCourse($0).stoppedWords } == ["stopped, date not known"])
    }
}
