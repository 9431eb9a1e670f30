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
    /// Real test records of others, through the whole gateway.
    @Suite struct `Records of others` {
        @Test(arguments: [
            "gp2gp/structured-edge", "gp2gp/structured-emis", "gp2gp/structured-large", "gp2gp/structured-tpp",
            "gp2gp/structured-uat-TC4", "gp2gp/structured-uat-TC7",
        ])
        func `of practices lose nothing silently`(folder: String) async throws {
            try await Self.expectNothingLost(in: folder, as: .gpConnect)
        }

        @Test func `of hospitals lose nothing silently`() async throws {
            try await Self.expectNothingLost(in: "synthea-r4-smart/R4/SYNTHEA", as: .fhirR4)
        }

        @Test func `of the demonstration hold together`() async throws {
            try await withDemonstration { gateway in
                for person in gateway.people where !person.isRestricted {
                    let record = try await gateway.record(of: person.nhsNumber)
                    Self.expectReferencesResolve(record)
                    try record.keep(as: "demonstration-\(person.nhsNumber).json")
                }
            }
        }

        private static func expectNothingLost(in path: String, as interface: RecordFolder.Interface) async throws {
            guard Corpus.isPresent else { return print("skipped: no corpus") }
            let folder = RecordFolder(path: Corpus.folder + "/" + path)
            try #require(!folder.files.isEmpty)
            try await withDemonstration(records: (folder, interface)) { gateway in
                let seal = try #require(IdentifierSeal(secret: gateway.folder.identifierSecret()))
                for file in folder.files where file.patientCount == 1 {
                    let record = try await gateway.record(of: file.subject.nhsNumber)
                    expectReferencesResolve(record)
                    try expectEveryResource(of: file, in: record, seal: seal)
                    let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
                    try record.keep(as: path.replacing("/", with: "-") + "-" + name)
                }
            }
        }

        /// Every resource of the file is in the document under its sealed id, or counted as one that is not shown.
        private static func expectEveryResource(
            of file: RecordFile, in record: RecordDocument, seal: IdentifierSeal
        ) throws {
            let number = try NHSNumber(file.subject.nhsNumber)
            let source = try #require(SourceID("record-files"))
            let shown = Set(record.resources(from: source.text).compactMap { $0["id"]?.string })
            let resources =
                try JSONDocument(parsing: file.bytes).root["entry"]?.elements.compactMap { $0["resource"] } ?? []
            var lost: [String: Int] = [:]
            var seen: Set<String> = []
            for resource in resources {
                guard let type = resource["resourceType"]?.string, let id = resource["id"]?.string else { continue }
                guard seen.insert("\(type)/\(id)").inserted else { continue }
                if shown.contains(seal.id(of: "\(type)/\(id)", source: source, person: number)) { continue }
                lost[type, default: 0] += 1
            }
            let remarks = record.remarks(about: source.text)
            let counted = remarks.reduce(into: 0) { total, remark in
                guard remark.contains("could not be read") || remark.contains("not shown, as") else { return }
                total += remark.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
            }
            let total = lost.values.reduce(0, +)
            #expect(
                total <= counted,
                "\(file.path): \(seen.count) in, \(shown.count) out, \(counted) counted, lost: \(lost)")
        }

        /// Every reference in the Bundle has its target there.
        private static func expectReferencesResolve(_ record: RecordDocument) {
            let known = Set(
                record.resources.map { "\($0["resourceType"]?.string ?? "?")/\($0["id"]?.string ?? "?")" })
            #expect(known.count == record.resources.count)
            for resource in record.resources {
                let contained = Set(resource["contained"]?.elements.compactMap { $0["id"]?.string } ?? [])
                for reference in references(in: resource) {
                    let resolves =
                        reference == "#" || known.contains(reference)
                        || (reference.hasPrefix("#") && contained.contains(String(reference.dropFirst())))
                    #expect(resolves, "a reference of a \(resource["resourceType"]?.string ?? "?") has no target")
                }
            }
        }

        private static func references(in value: JSONValue) -> [String] {
            switch value.kind {
            case .array: return value.elements.flatMap { references(in: $0) }
            case .object:
                let own = value["reference"]?.string.map { [$0] } ?? []
                return own + value.members.flatMap { references(in: $0.value) }
            default: return []
            }
        }
    }
}
