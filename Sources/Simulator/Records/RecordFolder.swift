// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FoundationEssentials
public import JSON

/// A folder of record files, and its subfolders: each `*.json` that is a FHIR bundle, with a subject.
///
/// The subject's NHS number is the one that `subjects.yaml` names, else a valid one in the file's Patient, else a valid one at
/// the start of the file's name, else one of the range kept for tests (999…), made from the name.
public struct RecordFolder: Sendable {
    /// What the files are served as.
    public enum Interface: String, Sendable, Hashable, CaseIterable {
        case gpConnect = "gp-connect"
        case fhirR4 = "fhir-r4"
    }

    /// The files that can be served, in the order of their paths.
    public private(set) var files: [RecordFile] = []
    /// What the folder's owner should know.
    public private(set) var diagnostics: [RecordDiagnostic] = []
    private var numbers: Set<String> = []

    /// Reads a folder.
    public init(path: String) {
        let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
        var subjects: [String: SubjectsFile] = [:]
        for file in paths(in: folder) {
            let parent = file.split(separator: "/").dropLast().joined(separator: "/")
            let known = subjects[parent] ?? readSubjects(in: folder, parent)
            subjects[parent] = known
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(file)") else {
                diagnostics.append(.unreadable(file: file))
                continue
            }
            add(file, Array(data), known)
        }
    }

    /// Takes files that are already read, by their paths; for tests and for other stores.
    public init(contents: KeyValuePairs<String, [UInt8]>, subjects: String? = nil) {
        let known = subjects.flatMap { SubjectsFile($0) } ?? .none
        for (path, bytes) in contents { add(path, bytes, known) }
    }

    /// The array that `--list --json` prints: `file`, `nhsNumber`, `name`, `birthDate`.
    public var listing: JSONTree {
        .array(
            files.map { file in
                .element([
                    "file": .string(file.path), "nhsNumber": .string(file.subject.nhsNumber),
                    "name": .string(file.nameWords),
                    "birthDate": .string(file.patientCount == 1 ? file.subject.birthDate ?? "" : ""),
                ])
            })
    }

    /// The files as a source serves them.
    /// - Parameter odsCode: the source's ODS code.
    public func service(as interface: Interface, odsCode: String) -> any SimulatedService {
        switch interface {
        case .gpConnect:
            var records: [String: [UInt8]] = [:]
            for file in files { records[file.subject.nhsNumber] = file.bytes }
            return GPConnectProvider(odsCode: odsCode, records: records)
        case .fhirR4:
            var records: [String: FHIRR4Record] = [:]
            for file in files {
                guard let document = try? JSONDocument(parsing: file.bytes) else { continue }
                records[file.subject.nhsNumber] = FHIRR4Record(bundle: document.root)
            }
            return FHIRR4Provider(records: records)
        }
    }
}

extension RecordFolder {
    private mutating func paths(in folder: String) -> [String] {
        guard let all = try? FileManager.default.subpathsOfDirectory(atPath: folder) else {
            diagnostics.append(.unreadable(file: folder))
            return []
        }
        return all.filter { $0.hasSuffix(".json") }.sorted()
    }

    private mutating func readSubjects(in folder: String, _ parent: String) -> SubjectsFile {
        let file = parent.isEmpty ? "subjects.yaml" : "\(parent)/subjects.yaml"
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(file)") else { return .none }
        guard let subjects = SubjectsFile(String(decoding: data, as: UTF8.self)) else {
            diagnostics.append(.subjectsUnreadable(file: file))
            return .none
        }
        return subjects
    }

    private mutating func add(_ path: String, _ bytes: [UInt8], _ subjects: SubjectsFile) {
        let document: JSONDocument
        do { document = try JSONDocument(parsing: bytes) } catch {
            return diagnostics.append(.notJSON(file: path, reason: error.description))
        }
        guard document.root["resourceType"]?.string == "Bundle" else {
            return diagnostics.append(.notABundle(file: path))
        }
        let patients = (document.root["entry"].map { Array($0.elements) } ?? []).compactMap { entry in
            entry["resource"].flatMap { $0["resourceType"]?.string == "Patient" ? $0 : nil }
        }
        let patient = patients.count == 1 ? patients[0] : nil
        let fileName = path.split(separator: "/").last.map(String.init) ?? path
        let subject = subject(path, fileName, patient, subjects.subjects[fileName])
        var served = bytes
        if let patient {
            served = SubjectSplice(patient: patient, subject: subject).apply(to: bytes)
        } else {
            diagnostics.append(.noSinglePatient(file: path, count: patients.count))
        }
        files.append(RecordFile(path: path, subject: subject, bytes: served, patientCount: patients.count))
    }

    private mutating func subject(
        _ path: String, _ fileName: String, _ patient: JSONValue?, _ known: SubjectsFile.Subject?
    ) -> RecordSubject {
        let identifier = patient?["identifier"]?.elements.first { $0["system"]?.string == FHIRSystem.nhsNumber }
        let own = identifier?["value"]?.string
        let start = String(fileName.prefix(10))
        let found = [known?.nhsNumber, own, start].compactMap { $0 }.first { NHSNumberCheck.isValid($0) }
        let seed = StableIdentifier(fileName).high
        var number = found ?? NHSNumberCheck.testNumber(from: seed)
        if numbers.contains(number) { diagnostics.append(.numberTaken(file: path)) }
        var next = seed
        while !numbers.insert(number).inserted {
            next &+= 1
            number = NHSNumberCheck.testNumber(from: next)
        }
        return RecordSubject(
            nhsNumber: number, name: patient.flatMap(Self.name) ?? known?.name,
            birthDate: patient?["birthDate"]?.string ?? known?.birthDate,
            gender: patient?["gender"]?.string ?? known?.gender)
    }

    /// The name that the Patient uses now: the official one, else the usual one, else the first.
    private static func name(_ patient: JSONValue) -> SimulatedName? {
        let names = patient["name"].map { Array($0.elements) } ?? []
        let chosen =
            names.first { $0["use"]?.string == "official" } ?? names.first { $0["use"]?.string == "usual" }
            ?? names.first
        guard let chosen, let family = chosen["family"]?.string else { return nil }
        return SimulatedName(given: chosen["given"]?.elements.compactMap(\.string) ?? [], family: family)
    }
}
