// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import JSON
import Testing

@testable import Simulator

@Suite struct `A folder of records` {
    static func bundle(_ patient: String, more: String = "") -> [UInt8] {
        Array(#"{"resourceType":"Bundle","type":"collection","entry":[{"resource":\#(patient)}\#(more)]}"#.utf8)
    }

    static func patient(identifier: String) -> String {
        #"{"resourceType":"Patient","id":"1","identifier":[\#(identifier)],"birthDate":"1980-02-29"}"#
    }

    static let ownNumber = #"{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9991001018"}"#
    static let template = #"{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"1234567890"}"#

    @Test func `a valid number in the Patient is kept and nothing is changed`() {
        let bytes = Self.bundle(Self.patient(identifier: Self.ownNumber))
        let folder = RecordFolder(contents: ["a.json": bytes])
        #expect(folder.files.first?.subject.nhsNumber == "9991001018")
        #expect(folder.files.first?.bytes == bytes)
        #expect(folder.diagnostics.isEmpty)
    }

    @Test func `else the number at the start of the file's name`() throws {
        let folder = RecordFolder(contents: [
            "9991002022_Price.json": Self.bundle(Self.patient(identifier: Self.template))
        ])
        let file = try #require(folder.files.first)
        #expect(file.subject.nhsNumber == "9991002022")
        #expect(
            file.bytes
                == Self.bundle(Self.patient(identifier: Self.template.replacing("1234567890", with: "9991002022"))))
    }

    @Test func `else one of the test range, the same each time`() {
        let bytes = Self.bundle(Self.patient(identifier: Self.template))
        let first = RecordFolder(contents: ["some.json": bytes]).files[0].subject.nhsNumber
        #expect(first == RecordFolder(contents: ["x/some.json": bytes]).files[0].subject.nhsNumber)
        #expect(first.hasPrefix("999") && NHSNumberCheck.isValid(first))
    }

    @Test func `a number that an earlier file has is not given twice`() {
        let bytes = Self.bundle(Self.patient(identifier: Self.ownNumber))
        let folder = RecordFolder(contents: ["a.json": bytes, "b.json": bytes])
        #expect(Set(folder.files.map(\.subject.nhsNumber)).count == 2)
        #expect(folder.files[0].subject.nhsNumber == "9991001018")
        #expect(folder.diagnostics == [.numberTaken(file: "b.json")])
    }

    @Test func `subjects are named beside the files, and supply what a Patient lacks`() throws {
        let subjects = """
            a.json:
              nhsNumber: "9991003037"
              name: { family: Sharma, given: [Priya] }
              birthDate: 1971-12-05
              gender: female
            """
        let bare = #"{"resourceType":"Patient","id":"1"}"#
        let folder = RecordFolder(contents: ["a.json": Self.bundle(bare)], subjects: subjects)
        let file = try #require(folder.files.first)
        let patient = try JSONDocument(parsing: file.bytes).root["entry"]?[0]?["resource"]
        #expect(patient?["identifier"]?[0]?["value"]?.string == "9991003037")
        #expect(patient?["birthDate"]?.string == "1971-12-05")
        #expect(patient?["name"]?[0]?["family"]?.string == "Sharma")
        #expect(patient?["gender"]?.string == "female")
        let kept = RecordFolder(
            contents: ["a.json": Self.bundle(Self.patient(identifier: ""))], subjects: subjects)
        #expect(kept.files.first?.subject.birthDate == "1980-02-29")
        #expect(
            folder.listing.text
                == #"[{"file":"a.json","nhsNumber":"9991003037","name":"Priya Sharma","birthDate":"1971-12-05"}]"#)
    }

    @Test func `writes a number wherever the Patient keeps none`() throws {
        for identifier in [
            "", #"{"system":"urn:other","value":"7"}"#, #"{"system":"https://fhir.nhs.uk/Id/nhs-number"}"#,
        ] {
            let folder = RecordFolder(contents: [
                "9991002022.json": Self.bundle(Self.patient(identifier: identifier))
            ])
            let root = try JSONDocument(parsing: try #require(folder.files.first).bytes).root
            let identifiers = root["entry"]?[0]?["resource"]?["identifier"]
            #expect(identifiers?.elements.contains { $0["value"]?.string == "9991002022" } == true, "\(identifier)")
        }
    }

    @Test func `what is not JSON, or no bundle, is named and passed over`() {
        let folder = RecordFolder(contents: [
            "a.json": Array(#"{"a": {{template}} }"#.utf8), "b.json": Array(#"{"resourceType":"Patient"}"#.utf8),
            "c.json": Self.bundle(Self.patient(identifier: Self.ownNumber)),
        ])
        #expect(folder.files.map(\.path) == ["c.json"])
        #expect(folder.diagnostics.map(\.description).allSatisfy { $0.contains("passed over") })
        #expect(folder.diagnostics.count == 2)
    }

    @Test func `two Patients, or none, are served as they are`() {
        let own = Self.patient(identifier: Self.template)
        let two = Self.bundle(own, more: #",{"resource":\#(own)}"#)
        let none = Self.bundle(#"{"resourceType":"List"}"#)
        let folder = RecordFolder(contents: ["two.json": two, "none.json": none])
        #expect(folder.files.map(\.bytes) == [two, none])
        #expect(
            folder.diagnostics == [
                .noSinglePatient(file: "two.json", count: 2), .noSinglePatient(file: "none.json", count: 0),
            ])
        #expect(folder.files.allSatisfy { $0.nameWords.isEmpty })
    }

    @Test(arguments: ["gp2gp/structured-uat-TC7", "gp2gp/structured-edge", "synthea-r4-smart"])
    func `public records stay byte for byte but for the Patient`(corpus: String) throws {
        // Reading is slow in a build for debugging: the smallest few of each kind are enough.
        let originals = RecordCorpus.files(under: corpus).sorted { $0.bytes.count < $1.bytes.count }.prefix(3)
        for (path, bytes) in originals {
            guard let file = RecordFolder(contents: [path: bytes]).files.first, file.bytes != bytes else { continue }
            let patient = try Self.patientRange(bytes)
            let growth = file.bytes.count - bytes.count
            let served = patient.lowerBound..<(patient.upperBound + growth)
            #expect(bytes[..<patient.lowerBound] == file.bytes[..<served.lowerBound], "\(path)")
            #expect(bytes[patient.upperBound...] == file.bytes[served.upperBound...], "\(path)")
            try Self.expectOnlyNumberDiffers(
                Array(bytes[patient]), Array(file.bytes[served]), file.subject.nhsNumber, path)
        }
    }

    /// What was taken away and put in between the common beginning and end is the number, or an identifier with it.
    static func expectOnlyNumberDiffers(_ old: [UInt8], _ new: [UInt8], _ number: String, _ path: String) throws {
        let head = zip(old, new).prefix { $0 == $1 }.count
        let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed()).prefix { $0 == $1 }.count
        #expect(old.count - head - tail <= 70 && new.count - head - tail <= 90, "\(path)")
        let patient = try JSONDocument(parsing: new).root
        #expect(patient["identifier"]?.elements.contains { $0["value"]?.string == number } == true, "\(path)")
    }

    static func patientRange(_ bytes: [UInt8]) throws -> Range<Int> {
        let root = try JSONDocument(parsing: bytes).root
        let patient = root["entry"]?.elements.compactMap { $0["resource"] }.first {
            $0["resourceType"]?.string == "Patient"
        }
        return try #require(patient).byteRange
    }

    @Test func `reads a folder and its subfolders`() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "records-\(UUID().uuidString)")
        let deep = root.appending(path: "deep")
        try FileManager.default.createDirectory(at: deep, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        let bytes = Data(Self.bundle(Self.patient(identifier: Self.template)))
        try bytes.write(to: root.appending(path: "one.json"))
        try bytes.write(to: deep.appending(path: "two.json"))
        try Data("two.json: { nhsNumber: \"9991005056\" }".utf8).write(to: deep.appending(path: "subjects.yaml"))
        try Data("not: [a, mapping".utf8).write(to: root.appending(path: "subjects.yaml"))
        let folder = RecordFolder(path: root.path)
        #expect(folder.files.map(\.path) == ["deep/two.json", "one.json"])
        #expect(folder.files[0].subject.nhsNumber == "9991005056")
        #expect(folder.diagnostics == [.subjectsUnreadable(file: "subjects.yaml")])
        #expect(RecordFolder(path: root.path + "/absent").diagnostics.count == 1)
    }

    @Test func `are served, and known to the demographic service`() async throws {
        let folder = RecordFolder(contents: ["a.json": Self.bundle(Self.patient(identifier: Self.template))])
        let file = try #require(folder.files.first)
        try await Caller.withWorld(records: (folder, .gpConnect)) { addresses in
            let base = try #require(addresses[.records(.gpConnect)]).baseURL
            let answer = try await StructuredCall(base, file.subject.nhsNumber).send()
            #expect(answer.body == file.bytes)
            let patient = try await `The demographic service`.patient(addresses, file.subject.nhsNumber).json
            #expect(patient["birthDate"]?.string == "1980-02-29")
            #expect(
                patient["generalPractitioner"]?[0]?["identifier"]?["value"]?.string
                    == SimulatedWorld.recordsPracticeODSCode)
        }
        try await Caller.withWorld(records: (folder, .fhirR4)) { addresses in
            let base = try #require(addresses[.records(.fhirR4)]).baseURL
            #expect(try await `A FHIR R4 trust`.patient(base, file.subject.nhsNumber).types == ["Patient"])
        }
    }
}
