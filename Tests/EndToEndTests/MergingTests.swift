// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Foundation
import JSON
import Simulator
import TestSupport
import Testing

@testable import Brokering
@testable import mig

extension `The whole gateway` {
    /// One person's record as two practices have it: as GP Connect gives it, and as it arrived from another practice by GP2GP, with
    /// other identifiers and other codings.
    @Suite struct `One record at two sources` {
        @Test(arguments: [("PWTP2", "merging-PWTP2.tsv"), ("PWTP6", "merging-PWTP6.tsv")])
        func `is grouped as a reader of both files would`(patient: String, table: String) async throws {
            guard Corpus.isPresent else { return print("skipped: no corpus") }
            let pair = try RecordPair(patient)
            try await withDemonstration(records: (pair.gpConnect, .gpConnect), also: pair.gp2gp) { gateway in
                let record = try await gateway.record(of: RecordPair.number)
                try record.keep(as: "merging-\(patient).json")
                let seal = try #require(IdentifierSeal(secret: gateway.folder.identifierSecret()))
                let names = try pair.names(sealedBy: seal)
                var found: Set<String> = []
                let list = try #require(record.resources(of: "List").first { $0["id"]?.string == "merging" })
                for (group, entry) in zip(Self.elements(list["contained"]), Self.elements(list["entry"])) {
                    let rule = entry["flag"]?["coding"]?[0]?["code"]?.string ?? "?"
                    let members = Self.elements(group["entry"]).compactMap { $0["item"]?["reference"]?.string }
                    found.insert(rule + "\t" + members.map { names[$0] ?? $0 }.sorted().joined(separator: " "))
                }
                let expected = try Self.expected(table)
                #expect(found.subtracting(expected).sorted() == [], "found, and not expected")
                #expect(expected.subtracting(found).sorted() == [], "expected, and not found")
                try Self.expectEverythingReachable(names, in: record)
            }
        }

        private static func elements(_ value: JSONValue?) -> [JSONValue] { value?.elements.map(\.self) ?? [] }

        private static func expected(_ table: String) throws -> Set<String> {
            let path = Corpus.packageFolder + "/Tests/EndToEndTests/Golden/\(table)"
            let text = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
            return Set(text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init))
        }

        /// Every clinical resource of both files stands in the document, under its own source.
        private static func expectEverythingReachable(_ names: [String: String], in record: RecordDocument) throws {
            let shown = Set(
                record.resources.compactMap { resource in
                    resource["id"]?.string.map { "\(resource["resourceType"]?.string ?? "?")/\($0)" }
                })
            let clinical = names.filter { name in
                ["Observation/", "Condition/", "AllergyIntolerance/", "Immunization/", "MedicationStatement/"].contains
                {
                    name.key.hasPrefix($0)
                }
            }
            #expect(clinical.count > 50)
            #expect(clinical.keys.filter { !shown.contains($0) } == [])
        }
    }
}

/// The two records of a person, under one NHS number.
private struct RecordPair {
    static let number = "9990000018"

    let gpConnect: RecordFolder
    let gp2gp: RecordFolder
    private let files: [(name: String, source: String, bytes: [UInt8])]

    init(_ patient: String) throws {
        let received =
            "nia-patient-switching/gp2gp-translator/src/integrationTest/resources/e2e-mapping/output-json/\(patient)-output.json"
        let paths = [
            ("gp-connect", "record-files", "gp2gp/structured-emis/EMISPatientStructurede2eResponse\(patient).json"),
            ("gp2gp", "more-record-files", received),
        ]
        files = try paths.map { name, source, path in
            let contents = try #require(FileManager.default.contents(atPath: Corpus.folder + "/" + path))
            return (name, source, name == "gp2gp" ? try Self.withLists(Array(contents)) : Array(contents))
        }
        gpConnect = RecordFolder(contents: ["record.json": files[0].bytes], subjects: Self.subjects())
        // What came from the other practice names nobody: it is about whom the first file is about.
        gp2gp = RecordFolder(
            contents: ["record.json": files[1].bytes],
            subjects: Self.subjects(try #require(gpConnect.files.first?.subject)))
    }

    /// A practice answers with a list for each area that it is asked for; a record that arrived by GP2GP has none. Without those of the areas
    /// where a dissent may stand nothing of it would be shown.
    private static func withLists(_ bytes: [UInt8]) throws -> [UInt8] {
        let record = try JSONDocument(parsing: bytes).root
        let lists = ["717711000000103", "826501000000100"].map { code -> JSONTree in
            let coding: JSONTree = ["system": "http://snomed.info/sct", "code": .string(code)]
            return [
                "resource": [
                    "resourceType": "List", "id": .string("list-" + code), "status": "current", "mode": "snapshot",
                    "code": ["coding": [coding]],
                ]
            ]
        }
        var bundle = JSONObject(record)
        bundle["entry"] = .array((record["entry"]?.elements.map { .value($0) } ?? []) + lists)
        return JSONTree.object(bundle).bytes
    }

    private static func subjects(_ subject: RecordSubject? = nil) -> String {
        var lines = ["record.json:", "  nhsNumber: \"\(number)\""]
        if let name = subject?.name {
            lines.append(
                "  name: { family: \"\(name.family)\", given: [\(name.given.map { "\"\($0)\"" }.joined(separator: ", "))] }"
            )
        }
        if let date = subject?.birthDate { lines.append("  birthDate: \"\(date)\"") }
        if let gender = subject?.gender { lines.append("  gender: \(gender)") }
        return lines.joined(separator: "\n")
    }

    /// For each resource of the document what it is in its file: `gp2gp:Condition/…`.
    func names(sealedBy seal: IdentifierSeal) throws -> [String: String] {
        var names: [String: String] = [:]
        let number = try NHSNumber(Self.number)
        for file in files {
            let source = try #require(SourceID(file.source))
            for entry in try JSONDocument(parsing: file.bytes).root["entry"]?.elements.map(\.self) ?? [] {
                guard let type = entry["resource"]?["resourceType"]?.string, let id = entry["resource"]?["id"]?.string
                else { continue }
                let sealed = seal.id(of: "\(type)/\(id)", source: source, person: number)
                names["\(type)/\(sealed)"] = "\(file.name):\(type)/\(id)"
            }
        }
        return names
    }
}
