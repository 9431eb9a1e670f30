// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import TestSupport
import Testing

@Suite struct `The words of an entry` {
    private static func entry(
        _ resource: Resource<R4>, warnings: [String] = [], among index: ReferenceIndex<R4>? = nil
    ) throws -> RecordEntry {
        return RecordEntry(
            id: "a", dataset: .other, section: .otherCodedEntries, resource: resource, sourceReference: "a",
            source: SourceDescription(
                id: try #require(SourceID("one")), name: "One", controller: Organisation(odsCode: "A1", name: "One"),
                datasets: []),
            warnings: warnings
        ) { index?.resource(for: $0) }
    }

    @Test func `are those of the statement, whichever is asked for first`() throws {
        let medicine = try resource(
            #"{"resourceType":"Medication","id":"m","code":{"text":"Warfarin 1mg tablets","coding":[{"display":"Warfarin"}]}}"#
        )
        let line = try resource(
            #"{"resourceType":"MedicationStatement","status":"on-hold","medicationReference":{"reference":"Medication/m"},"effectiveDateTime":"2024-02-03","informationSource":{"display":"Dr Ng"}}"#
        )
        let first = try Self.entry(
            line, warnings: ["Look twice.", "Status: on-hold"], among: ReferenceIndex([medicine]))
        #expect(first.title == "Warfarin 1mg tablets")
        #expect(first.date?.text == "2024-02-03")
        #expect(first.details.contains(RecordEntry.Detail("Coded as", "Warfarin")))
        #expect(first.authors == ["Dr Ng"])
        #expect(first.warnings == ["Look twice.", "Status: on-hold"])
        let other = try Self.entry(line, among: ReferenceIndex([medicine]))
        #expect(other.warnings == ["Status: on-hold"])
        #expect(other.title == first.title)
    }

    @Test(arguments: [
        #"{"resourceType":"Observation"}"#,
        #"{"resourceType":"Observation","code":{"text":" "}}"#,
        #"{"resourceType":"Observation","code":{"text":"Was asthma","coding":[{"code":"196411000000103"}]}}"#,
        #"{"resourceType":"DiagnosticReport","code":{"coding":[{"display":"Full blood count"}]}}"#,
        #"{"resourceType":"MedicationRequest","medicationReference":{"display":"Aspirin"}}"#,
        #"{"resourceType":"MedicationRequest","medicationCodeableConcept":{"text":" "},"medicationReference":{"display":"Aspirin"}}"#,
        #"{"resourceType":"Immunization","status":"not-done","vaccineCode":{"text":"MMR"}}"#,
    ])
    func `have one title, read alone or with the rest`(text: String) throws {
        let resource = try resource(text)
        #expect(try Self.entry(resource).title == Statement.reading(resource).title)
    }

    @Test func `have one title for every resource of other people's records`() throws {
        let files =
            Corpus.files(under: "hl7-r4-examples/", ending: ".json")
            + Corpus.files(under: "synthea-r4-smart/R4/", ending: ".json")
        for file in files {
            guard let document = try? JSONDocument(parsing: file.bytes) else { continue }
            let resources = Bundle<R4>(document.root)?.resources ?? [Resource<R4>(document.root)].compactMap { $0 }
            let index = ReferenceIndex(resources)
            for resource in resources {
                let statement = Statement.reading(resource) { index.resource(for: $0) }
                let entry = try Self.entry(resource, among: index)
                #expect(entry.title == statement.title, "\(file.name) \(resource.type)")
                #expect(entry.date == statement.date, "\(file.name) \(resource.type)")
            }
        }
    }
}
