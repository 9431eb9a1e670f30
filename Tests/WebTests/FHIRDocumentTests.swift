// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import TestSupport
import Testing

@testable import Web

@Suite struct `The record as a FHIR document` {
    static let frame = FHIRDocument.Frame(
        baseURL: "https://gateway.example/fhir/R4", id: "6f1c1f6e-0000-4000-8000-000000000001",
        remarks: ["Allergies and alerts are not filtered by date."])

    static func document(_ record: DetailedCareRecord) throws -> JSONValue {
        try JSONDocument(parsing: FHIRDocument.render(record, in: frame)).root
    }

    static func resources(_ document: JSONValue) -> [JSONValue] {
        document["entry"]?.elements.compactMap { $0["resource"] } ?? []
    }

    /// Every object that is a Reference with a `reference`.
    static func references(in value: JSONValue) -> [String] {
        let own = value["reference"]?.string.map { [$0] } ?? []
        return own + value.members.flatMap { references(in: $0.value) } + value.elements.flatMap { references(in: $0) }
    }

    @Test func `stands as in its golden file`() {
        let lines = FHIRDocument.render(SampleRecord.incomplete, in: Self.frame)
        let text = String(decoding: lines, as: UTF8.self).replacing("},{\"fullUrl\"", with: "},\n{\"fullUrl\"")
        Golden.expect(text + "\n", equals: "document.json", in: "WebTests")
    }

    @Test func `resolves every reference inside the bundle`() throws {
        let document = try Self.document(SampleRecord.incomplete)
        let urls = document["entry"]?.elements.compactMap { $0["fullUrl"]?.string } ?? []
        #expect(Set(urls).count == urls.count)
        for resource in Self.resources(document) {
            let contained = Set(resource["contained"]?.elements.compactMap { $0["id"]?.string } ?? [])
            for reference in Self.references(in: resource) {
                let isContained = reference.hasPrefix("#") && contained.contains(String(reference.dropFirst()))
                #expect(isContained || urls.contains("\(Self.frame.baseURL)/\(reference)"), "\(reference)")
            }
        }
    }

    @Test func `keeps a reference that leads out of the bundle as it was written`() throws {
        let document = try Self.document(SampleRecord.incomplete)
        let allergy = try #require(
            Self.resources(document).first { $0["resourceType"]?.string == "AllergyIntolerance" })
        let asserter = try #require(allergy["asserter"])
        #expect(asserter["reference"] == nil)
        #expect(asserter["display"]?.string == "Linked item not available")
        let kept = asserter["extension"]?[0]
        #expect(kept?["url"]?.string == "https://mig.example.org/fhir/StructureDefinition/source-value")
        #expect(kept?["extension"]?[0]?["valueString"]?.string == "reference")
        #expect(kept?["extension"]?[1]?["valueString"]?.string == "https://elsewhere.example/Practitioner/9")
    }

    @Test func `never lets a reference of one source lead to another's resource`() throws {
        let document = try Self.document(SampleRecord.incomplete)
        let pressure = try #require(
            Self.resources(document).first {
                $0["meta"]?["source"]?.string == "https://mig.example.org/fhir/source/community-team"
            })
        #expect(pressure["subject"]?["reference"] == nil)
    }

    @Test func `keeps digits as they were written`() {
        let text = String(decoding: FHIRDocument.render(SampleRecord.incomplete, in: Self.frame), as: UTF8.self)
        #expect(text.contains(#"{"value":1.50,"unit":"mg"}"#))
        #expect(text.contains(#"{"value":5.10}"#))
    }

    @Test func `has one issue for every source and dataset`() throws {
        let record = SampleRecord.incomplete
        let ledger = try #require(
            Self.resources(try Self.document(record)).first { $0["id"]?.string == "ledger" })
        var pairs: [String] = []
        for issue in ledger["issue"]?.elements.compactMap({ $0 }) ?? [] {
            let coding = issue["details"]?["coding"]?[0]
            guard coding?["system"]?.string == "https://mig.example.org/fhir/CodeSystem/source-outcome" else {
                continue
            }
            let values = issue["extension"]?.elements.reduce(into: [String: String]()) { values, element in
                let name = element["url"]?.string?.split(separator: "/").last.map(String.init) ?? ""
                values[name] = element.members.first { $0.name.hasPrefix("value") }?.value.scalarText
            }
            pairs.append("\(values?["source"] ?? "?") \(values?["dataset"] ?? "?")")
            let isMissing = values?["source"] == "st-elsewhere" && values?["dataset"] != nil
            if isMissing { #expect(issue["severity"]?.string == "error" && issue["code"]?.string == "timeout") }
        }
        let expected = SampleRecord.sources.flatMap { source in
            record.ledger.scope.map { "\(source.id.text) \($0.rawValue)" }
        }
        #expect(pairs == expected)
    }

    @Test func `has a section for each dataset, in order, then the sources`() throws {
        let composition = try #require(Self.resources(try Self.document(SampleRecord.incomplete)).first)
        let codes = composition["section"]?.elements.compactMap { $0["code"]?["coding"]?[0]?["code"]?.string }
        #expect(codes == Dataset.allCases.map(\.rawValue) + ["sources"])
    }

    @Test func `never calls a section empty for nothing when a source is missing`() throws {
        let record = SampleRecord.record([], hospital: .notAvailable(reason: SampleRecord.timedOut))
        let composition = try #require(Self.resources(try Self.document(record)).first)
        for section in composition["section"]?.elements.compactMap({ $0 }) ?? [] {
            let code = section["code"]?["coding"]?[0]?["code"]?.string
            guard code != "sources", code != "other" else { continue }
            #expect(section["emptyReason"]?["coding"]?[0]?["code"]?.string == "unavailable", "\(code ?? "?")")
        }
    }

    @Test func `keeps two resources apart that share an id`() throws {
        let one = SampleEntries.problems[0]
        let other = RecordEntry(
            id: one.id, dataset: .problems, section: .activeProblems,
            resource: SampleRecord.resource(#"{"resourceType":"Condition","id":"con-0","code":{"text":"another"}}"#),
            sourceReference: one.sourceReference, source: one.source, date: nil, title: "another")
        let document = try Self.document(SampleRecord.record([one, other]))
        let conditions = Self.resources(document).filter { $0["resourceType"]?.string == "Condition" }
        #expect(conditions.count == 2)
        #expect(Set(conditions.compactMap { $0["id"]?.string }).count == 2)
    }

    @Test func `resolves references whatever the shape of the resource`() throws {
        for seed in UInt64(0)..<200 {
            var random = SeededGenerator(seed: seed)
            let count = Int.random(in: 1...6, using: &random)
            let entries = (0..<count).map { place in
                let targets = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    let target = Int.random(in: 0...(count + 2), using: &random)
                    let form =
                        [
                            "Condition/c\(target)", "https://a.example/Condition/c\(target)", "urn:uuid:c\(target)",
                            "#c\(target)",
                        ]
                        .randomElement(using: &random) ?? ""
                    return #"{"x":[{"reference":"\#(form)"}]}"#
                }.joined(separator: ",")
                return SampleRecord.entry(
                    .problems, .activeProblems,
                    #"{"resourceType":"Condition","id":"c\#(place)","subject":{"\u0072eference":"Patient/1"},"y":[\#(targets)]}"#,
                    date: nil, title: "x")
            }
            let document = try Self.document(SampleRecord.record(entries))
            let urls = Set(document["entry"]?.elements.compactMap { $0["fullUrl"]?.string } ?? [])
            for reference in Self.resources(document).flatMap({ Self.references(in: $0) }) {
                #expect(urls.contains("\(Self.frame.baseURL)/\(reference)"), "seed \(seed): \(reference)")
            }
        }
    }
}
