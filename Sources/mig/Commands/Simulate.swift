// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import ArgumentParser
import Foundation
import JSON
public import Simulator

/// Serves record files as a source of a kind does.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve record files as a source of a kind does.",
        discussion: """
            Each file is given a subject: a valid NHS number in its Patient, else a valid one at the start of the file's name, else one \
            of the test range derived from the name. It is written into the Patient as served; nothing else is changed. A subjects.yaml \
            beside the files names subjects and supplies what a Patient lacks.
            """)

    @Argument(
        help: "What the source speaks: \(RecordFolder.Interface.allCases.map(\.rawValue).joined(separator: " or ")).")
    var kind: RecordFolder.Interface

    @Option(help: "The folder of FHIR bundles.")
    var records: String

    @Option(help: "The port on 127.0.0.1; 0 for any that is free.")
    var port = 0

    @Option(help: "The ODS code of the source's organisation.")
    var odsCode: String?

    @Flag(help: "List the files with their subjects, and end.")
    var list = false

    @Flag(help: "With --list: print JSON.")
    var json = false

    func run() async throws {
        let folder = try RecordFolder.checked(records)
        if list {
            if json { return Terminal.line(folder.listing.text) }
            for file in folder.files {
                Terminal.line(
                    "\(file.subject.nhsNumber)  \(file.subject.birthDate ?? "-")  \(file.nameWords)  \(file.path)")
            }
            return
        }
        var world = SimulatedWorld()
        let code = world.addRecords(folder, as: kind, odsCode: odsCode, port: port)
        let kind = kind
        try await world.run { addresses in
            Terminal.line(
                "Serving \(folder.files.count) records as \(kind.rawValue) of organisation \(code) at \(addresses[.records(kind)]?.baseURL ?? "?")"
            )
            try await Signals.untilTerminated()
        }
    }
}

extension RecordFolder.Interface: ExpressibleByArgument {}

extension RecordFolder {
    /// Reads a folder, naming on standard error what is passed over.
    static func checked(_ path: String) throws -> RecordFolder {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw CommandFailure.askedWrongly("'\(path)' is not a folder: name one that holds FHIR bundles as *.json.")
        }
        let folder = RecordFolder(path: path)
        for diagnostic in folder.diagnostics { Terminal.error(diagnostic.description) }
        guard !folder.files.isEmpty else {
            throw CommandFailure.failed("'\(path)' holds no FHIR bundle that can be served.")
        }
        return folder
    }

    /// What the files are written in: GP Connect's profiles say so, everything else is taken for R4.
    var likelyInterface: Interface {
        let mark = Array("https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC".utf8)
        let marked = files.count { file in
            file.bytes.count >= mark.count && file.bytes.firstRange(of: mark) != nil
        }
        return marked * 2 >= files.count ? .gpConnect : .fhirR4
    }
}
