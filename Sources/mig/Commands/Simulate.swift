// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import ArgumentParser
import Foundation
import JSON
public import Simulator

/// Serves record files as a source of a kind does.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve record files as a source of a kind does, or the demonstration's services and sources.",
        discussion: """
            Each file is given a subject: a valid NHS number in its Patient, else a valid one at the start of the file's name, else one \
            of the test range derived from the name. It is written into the Patient as served; nothing else is changed. A subjects.yaml \
            beside the files names subjects and supplies what a Patient lacks.
            """)

    /// What can be simulated.
    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case gpConnect = "gp-connect"
        case fhirR4 = "fhir-r4"
        /// The demographic service, the locator and the seven sources of the demonstration, without a gateway.
        case demonstration

        var interface: RecordFolder.Interface? {
            switch self {
            case .gpConnect: .gpConnect
            case .fhirR4: .fhirR4
            case .demonstration: nil
            }
        }
    }

    @Argument(help: "What is served: records as gp-connect or fhir-r4, or the whole demonstration without its gateway.")
    var kind: Kind

    @Option(help: "The folder of FHIR bundles.")
    var records: String?

    @Option(
        help:
            "The port on 127.0.0.1, 0 for any that is free; for the demonstration the first of nine, 8100 unless named."
    )
    var port: Int?

    @Option(help: "The ODS code of the source's organisation.")
    var odsCode: String?

    @Option(
        help: ArgumentHelp(
            "With the demonstration: a fault of a service; may be given more than once. \(FaultHelp.words)",
            valueName: "source=fault"))
    var fault: [String] = []

    @Flag(help: "List the files with their subjects, and end.")
    var list = false

    @Flag(help: "With --list: print JSON.")
    var json = false

    func run() async throws {
        guard let interface = kind.interface else { return try await simulateDemonstration() }
        guard let records else {
            throw CommandFailure.askedWrongly("Name the folder of FHIR bundles with --records.")
        }
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
        let code = world.addRecords(folder, as: interface, odsCode: odsCode, port: port ?? 0)
        try await world.run { addresses in
            let address = addresses[.records(interface)]?.baseURL ?? "?"
            Terminal.line(
                "Serving \(folder.files.count) records as \(interface.rawValue) of organisation \(code) at \(address)")
            try await Signals.untilTerminated()
        }
    }

    private func simulateDemonstration() async throws {
        let first = port ?? 8100
        let names: [SimulatedServiceName] =
            [.demographics, .locator] + DemonstrationSource.allCases.map { .source($0) }
        let ports = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, first == 0 ? 0 : first + $0) })
        let today = RecordDay(secondsSince1970: Int(Date().timeIntervalSince1970))
        var world = SimulatedWorld(faults: FaultSwitches(DemonstrationPeople.faults))
        world.addDemonstration(DemonstrationPeople.all(on: today), on: today, ports: ports)
        try world.setFaults(fault)
        try await world.run { addresses in
            for name in names { Terminal.line(addresses[name]?.baseURL ?? "?") }
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
