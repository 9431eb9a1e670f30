// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Foundation
import JSON
import Testing

@testable import Web

/// A record in which two sources state one admission, and contradict each other about an allergy.
@Suite struct `Facts of several sources in documents` {
    private typealias Document = `The record as a FHIR document`

    private static func admission(_ id: String, _ source: SourceDescription, extra: String = "") -> RecordEntry {
        SampleRecord.entry(
            .events, .admissions,
            #"{"resourceType":"Encounter","id":"\#(id)","meta":{"versionId":"7","lastUpdated":"2024-01-01T00:00:00Z","source":"urn:own","security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"\#(source.id == SampleRecord.anytown.id ? "R" : "N")"}]},"identifier":[{"system":"https://trust.example/admissions","value":"A1"}],"status":"finished","class":{"code":"IMP"},"period":{"start":"2024-01-01"}\#(extra)}"#,
            date: "2024-01-01", title: "Admission", source: source)
    }

    private static func condition(_ source: SourceDescription, encounter: String) -> RecordEntry {
        SampleRecord.entry(
            .diagnoses, .currentDiagnoses,
            #"{"resourceType":"Condition","id":"c","subject":{"display":"The person"},"encounter":{"reference":"Encounter/\#(encounter)"}}"#,
            date: "2024-01-01",
            title: "Pneumonia", source: source)
    }

    private static func allergy(_ id: String, _ code: String, _ source: SourceDescription) -> RecordEntry {
        SampleRecord.entry(
            .risks, .allergies,
            #"{"resourceType":"AllergyIntolerance","id":"\#(id)","patient":{"display":"The person"},"code":{"coding":[{"system":"http://snomed.info/sct","code":"\#(code)"}]}}"#,
            date: nil, title: id == "none" ? "No known allergies" : "Penicillin", source: source)
    }

    private static let record = SampleRecord.record([
        admission("e1", SampleRecord.anytown), admission("e2", SampleRecord.hospital, extra: #","length":{"value":3}"#),
        condition(SampleRecord.anytown, encounter: "e1"), condition(SampleRecord.hospital, encounter: "e2"),
        allergy("none", "716186003", SampleRecord.anytown), allergy("pen", "91936005", SampleRecord.hospital),
    ])

    private static func resources(_ type: String) throws -> [JSONValue] {
        Document.resources(try Document.document(record)).filter { $0["resourceType"]?.string == type }
    }

    private static func merged() throws -> JSONValue {
        try #require(
            try resources("Encounter").first { $0["meta"]?["source"]?.string == "https://mig.example.org/fhir/merged" })
    }

    private static func references(_ value: JSONValue?) -> [String] {
        value?["entry"]?.elements.compactMap { $0["reference"]?.string } ?? []
    }

    @Test func `are legal FHIR R4, as a reader that others wrote finds where MIG_OUTPUT says to keep them`() throws {
        let bytes = FHIRDocument.render(Self.record, in: Document.frame)
        #expect(try JSONDocument(parsing: bytes).root["type"]?.string == "document")
        guard let output = ProcessInfo.processInfo.environment["MIG_OUTPUT"] else { return }
        try FileManager.default.createDirectory(atPath: output + "/records", withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: output + "/records/merged.json"))
    }

    @Test func `are one resource beside its originals, with what the one shown first says and nothing more`() throws {
        let encounters = try Self.resources("Encounter")
        #expect(encounters.count == 3)
        let merged = try Self.merged()
        #expect(merged["id"]?.string == Self.record.merged.entries.first { $0.originals.count == 2 }?.id)
        #expect(merged["length"]?["value"]?.numberLexeme == "3")
        #expect(merged["meta"]?["versionId"] == nil)
        #expect(merged["meta"]?["lastUpdated"] == nil)
        #expect(merged["meta"]?["tag"]?[0]?["code"]?.string == "event.copy")
        #expect(Set(merged["meta"]?["security"]?.elements.compactMap { $0["code"]?.string } ?? []) == ["N", "R"])
        let names = encounters.compactMap { $0["meta"]?["source"]?.string }
        #expect(Set(names).count == 3)
    }

    @Test func `are what every reference to an original leads to`() throws {
        let reference = "Encounter/" + (try #require(try Self.merged()["id"]?.string))
        #expect(
            try Self.resources("Condition").map { $0["encounter"]?["reference"]?.string } == [reference, reference])
        let document = try Document.document(Self.record)
        let urls = Set(document["entry"]?.elements.compactMap { $0["fullUrl"]?.string } ?? [])
        for resource in Document.resources(document) {
            let contained = Set(resource["contained"]?.elements.compactMap { $0["id"]?.string } ?? [])
            for reference in Document.references(in: resource) {
                let isContained = reference.hasPrefix("#") && contained.contains(String(reference.dropFirst()))
                #expect(isContained || urls.contains("\(Document.frame.baseURL)/\(reference)"), "\(reference)")
            }
        }
    }

    @Test func `have a provenance to each original, made by the gateway`() throws {
        let merged = try Self.merged()
        let reference = "Encounter/" + (try #require(merged["id"]?.string))
        let provenance = try #require(
            try Self.resources("Provenance").first { $0["target"]?[0]?["reference"]?.string == reference })
        let originals = provenance["entity"]?.elements.compactMap { $0["what"]?["reference"]?.string } ?? []
        let own = try Self.resources("Encounter").compactMap { $0["id"]?.string }.map { "Encounter/" + $0 }
        #expect(Set(originals) == Set(own).subtracting([reference]))
        #expect(provenance["agent"]?[0]?["who"]?["reference"]?.string == "Device/gateway")
        let ofSources = try Self.resources("Provenance").filter { $0["entity"]?[0]?["what"]?["identifier"] != nil }
        #expect(!ofSources.flatMap { Document.references(in: $0) }.contains(reference))
    }

    @Test func `stand in sections once, never beside their originals`() throws {
        let composition = try #require(try Self.resources("Composition").first)
        let reference = "Encounter/" + (try #require(try Self.merged()["id"]?.string))
        for section in composition["section"]?.elements.map({ $0 }) ?? [] {
            let code = section["code"]?["coding"]?[0]?["code"]?.string
            for part in [section] + (section["section"]?.elements.map { $0 } ?? []) {
                let encounters = Self.references(part).filter { $0.hasPrefix("Encounter/") }
                #expect(encounters.isEmpty || encounters == [reference], "\(code ?? "?")")
            }
            if code == "events" { #expect(Self.references(section) == [reference]) }
        }
    }

    @Test func `are listed with their originals, and conflicts before them`() throws {
        let list = try #require(try Self.resources("List").first)
        let groups = list["contained"]?.elements.map { $0 } ?? []
        #expect(groups.map { $0["code"]?["coding"]?[0]?["code"]?.string } == ["conflict", "copy"])
        #expect(
            list["entry"]?.elements.map { $0["flag"]?["coding"]?[0]?["code"]?.string } == [
                "allergy.none-known", "event.copy",
            ])
        #expect(
            groups[1]["entry"]?.elements.map { $0["flag"]?["coding"]?[0]?["code"]?.string } == [
                "merged", "original", "original",
            ])
        let composition = try #require(try Self.resources("Composition").first)
        let sources = try #require(composition["section"]?.elements.map { $0 }.last)
        #expect(Self.references(sources["section"]?[0]) == ["List/merging"])
        #expect(composition["text"]?["div"]?.string?.contains("CONFLICT: ") == true)
    }

    @Test func `are flagged in the list of versions where another one replaces them`() throws {
        func result(_ id: String, _ status: String, _ value: String) -> RecordEntry {
            SampleRecord.entry(
                .investigations, .results,
                #"{"resourceType":"Observation","id":"\#(id)","status":"\#(status)","code":{"coding":[{"system":"http://snomed.info/sct","code":"1000651000000109"}]},"effectiveDateTime":"2026-01-09T08:15:00Z","valueQuantity":{"value":\#(value),"unit":"mmol/L"},"specimen":{"identifier":{"system":"https://lab.example","value":"S1"}}}"#,
                date: "2026-01-09T08:15:00Z", title: "Serum potassium level")
        }
        let record = SampleRecord.record([result("one", "final", "6.8"), result("two", "corrected", "4.3")])
        let list = try #require(
            Document.resources(try Document.document(record)).first { $0["resourceType"]?.string == "List" })
        let group = try #require(list["contained"]?[0])
        #expect(group["code"]?["coding"]?[0]?["code"]?.string == "versions")
        #expect(
            group["entry"]?.elements.map { $0["flag"]?["coding"]?[0]?["code"]?.string } == [nil, "replaced"])
    }

    @Test func `leave the ledger's counts and a record without copies as they were`() throws {
        let ledger = try #require(try Self.resources("OperationOutcome").first)
        let counts = ledger["issue"]?.elements.compactMap { issue -> String? in
            let values = issue["extension"]?.elements.map { $0 } ?? []
            guard values.contains(where: { $0["valueCode"]?.string == "events" }) else { return nil }
            return values.first { $0["url"]?.string?.hasSuffix("/count") == true }?["valueUnsignedInt"]?.numberLexeme
        }
        #expect(counts == ["1", "1", "0"])
        let alone = SampleRecord.record([Self.admission("e1", SampleRecord.anytown)])
        let types = Document.resources(try Document.document(alone)).compactMap { $0["resourceType"]?.string }
        #expect(!types.contains("List"))
        #expect(types.count { $0 == "Encounter" } == 1)
    }

    @Test func `stand in the text once, with all their sources, under the conflicts`() {
        let text = String(decoding: RecordText.render(Self.record), as: UTF8.self)
        #expect(text.ranges(of: "· Admission ·").count == 1)
        #expect(
            text.replacing(#/\s+/#, with: " ").contains(
                "01-Jan-2024 · Admission · St Elsewhere's Hospital, Anytown Surgery"))
        #expect(text.contains("Conflicts\n========="))
    }
}
