// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import ArgumentParser
import CareRecord
import Foundation
import Identity
import Logging
import Simulator
import Web

/// Starts a gateway with simulated services, sources and people.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Start a gateway with simulated services, sources and people; it needs no configuration and no network.",
        discussion: "It stops on Ctrl-C. Everything listens on 127.0.0.1 and all people are made up.")

    @Option(help: "The gateway's port; 0 for any that is free.")
    var port = 8080

    @Option(help: "A folder in which the audit is kept; a temporary one otherwise.")
    var data: String?

    @Option(help: "A folder of FHIR bundles whose subjects are shown through the same gateway.")
    var records: String?

    @Option(help: "What the record files are served as; found out from the files otherwise.")
    var recordsKind: RecordFolder.Interface?

    @Option(
        help: ArgumentHelp(
            "A fault of a service, for everybody or for one person; may be given more than once. \(FaultHelp.words)",
            valueName: "source=fault"))
    var fault: [String] = []

    @Flag(help: "Ask nobody who they are: everybody sees everything.")
    var withoutAuthentication = false

    @Option(
        help: """
            Sign in with this OpenID provider instead of the demonstration's own: its exact issuer. The gateway is its client \
            'gateway', with the secret of the environment's MIG_CLIENT_SECRET; its tokens have the claims name, role, \
            organisation and acr (aal1, aal2, aal3).
            """)
    var issuer: String?

    @Option(help: "After so many seconds without use somebody who signed in is signed out.")
    var sessionIdle = 1800

    @Option(help: "How much is logged: debug, info, notice, warning or error.")
    var log = "notice"

    func run() async throws {
        CoreDumps.turnOff()
        let logger = Logger.gateway(level: log)
        let today = RecordDay(secondsSince1970: Int(Date().timeIntervalSince1970))
        let people = DemonstrationPeople.all(on: today)
        var world = SimulatedWorld(faults: FaultSwitches(DemonstrationPeople.faults))
        let files = try records.map { try RecordFolder.checked($0) }
        let kind = files.map { recordsKind ?? $0.likelyInterface }
        if let files, let kind {
            world.addDemonstration(people, on: today, records: (files, kind))
        } else {
            world.addDemonstration(people, on: today)
        }
        try world.setFaults(fault)
        let folder = try DemoFolder(data)
        let page = SimulatorPage(switchboard: Switchboard(world, people: people))
        let (port, withoutAuthentication, issuer) = (port, withoutAuthentication, issuer)
        let idle = Duration.seconds(sessionIdle)
        let metrics = MetricRegister.ofThisProcess()
        do {
            try await world.run { addresses in
                let configuration = try DemoConfiguration(
                    addresses: addresses, recordsKind: kind, folder: folder, port: port
                ).gateway()
                var serving = Serving(configuration: configuration, logger: logger, mounted: page)
                serving.metrics = metrics
                let begun = serving
                guard !withoutAuthentication else {
                    try await begun.run { port in
                        folder.remember(port: port)
                        DemoGreeting(port: port, people: people, files: files, folder: folder, signsIn: false).print()
                    }
                    return
                }
                try await DemonstrationSignIn.run(with: issuer) { signIn in
                    var serving = begun
                    let access = try await signIn.access(to: configuration, folder: folder, idle: idle)
                    serving.access = access
                    do {
                        try await serving.run { port in
                            folder.remember(port: port, provider: issuer == nil ? signIn.issuer : nil)
                            DemoGreeting(port: port, people: people, files: files, folder: folder, signsIn: true)
                                .print()
                        }
                    } catch {
                        await access.shutDown()
                        throw error
                    }
                    await access.shutDown()
                }
            }
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure.failed("The demonstration could not be started or stopped early: \(error)")
        }
        folder.remove()
    }
}

/// Where the demonstration keeps its audit and the secret of its resource ids.
struct DemoFolder: Sendable {
    let path: String
    let isTemporary: Bool

    /// The given folder, made where it is missing, or a temporary one.
    init(_ path: String?) throws {
        isTemporary = path == nil
        self.path = path ?? NSTemporaryDirectory() + "/mig-demo-\(UUID().uuidString.prefix(8))"
        do {
            try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure.askedWrongly("The folder '\(self.path)' cannot be made: choose another with --data.")
        }
    }

    var auditFile: String { path + "/audit.sqlite" }
    var registerFile: String { path + "/register.sqlite" }
    var agreementsFolder: String { path + "/agreements" }

    /// The secret of resource ids: kept beside the audit, so that ids stay the same as long as the folder does.
    func identifierSecret() throws -> [UInt8] {
        let file = path + "/identifier-secret"
        if let data = FileManager.default.contents(atPath: file), data.count >= 32 { return Array(data) }
        let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        guard
            FileManager.default.createFile(atPath: file, contents: Data(secret), attributes: [.posixPermissions: 0o600])
        else {
            throw CommandFailure.failed("The file '\(file)' cannot be written.")
        }
        return secret
    }

    /// Where the running demonstration is noted, so that `mig record` finds it.
    static var noteFile: String { NSTemporaryDirectory() + "/mig-demo-gateway-\(getuid())" }

    /// Where the sign-in service of the running demonstration is noted, so that `mig token` finds it.
    /// Where the sharing register of the running demonstration is noted, so that `mig sharing` finds it.
    static var registerNoteFile: String { NSTemporaryDirectory() + "/mig-demo-register-\(getuid())" }

    static var providerNoteFile: String { NSTemporaryDirectory() + "/mig-demo-sign-in-\(getuid())" }

    /// What is noted in a file; `nil` where there is none.
    static func noted(_ file: String) -> String? {
        FileManager.default.contents(atPath: file).flatMap { String(bytes: $0, encoding: .utf8) }
    }

    func remember(port: Int, provider: String? = nil) {
        _ = FileManager.default.createFile(atPath: Self.noteFile, contents: Data("http://127.0.0.1:\(port)".utf8))
        _ = FileManager.default.createFile(atPath: Self.registerNoteFile, contents: Data(registerFile.utf8))
        if let provider {
            _ = FileManager.default.createFile(atPath: Self.providerNoteFile, contents: Data(provider.utf8))
        }
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: Self.noteFile)
        try? FileManager.default.removeItem(atPath: Self.providerNoteFile)
        try? FileManager.default.removeItem(atPath: Self.registerNoteFile)
        if isTemporary { try? FileManager.default.removeItem(atPath: path) }
    }
}

/// The configuration of a demonstration, made of the addresses that the simulated systems got.
struct DemoConfiguration {
    let addresses: SimulatedWorld.Addresses
    let recordsKind: RecordFolder.Interface?
    let folder: DemoFolder
    let port: Int

    func gateway() throws -> GatewayConfiguration {
        var sources = DemonstrationSource.allCases.map { source in
            Self.source(
                source.rawValue, name: source.name, odsCode: source.odsCode,
                kind: source.isPractice ? .gpConnect : .fhirR4, address: addresses[source]?.baseURL)
        }
        if let recordsKind {
            let isPractice = recordsKind == .gpConnect
            sources.append(
                Self.source(
                    "record-files", name: "Record files (\(recordsKind.rawValue))",
                    odsCode: isPractice ? SimulatedWorld.recordsPracticeODSCode : SimulatedWorld.recordsTrustODSCode,
                    kind: isPractice ? .gpConnect : .fhirR4, address: addresses[.records(recordsKind)]?.baseURL))
        }
        return GatewayConfiguration(
            host: "127.0.0.1", port: port, baseURL: nil, deadline: .seconds(3), shutdownLimit: .seconds(5),
            auditFile: folder.auditFile, identifierSecret: Confidential(try folder.identifierSecret()),
            logLevel: "notice",
            demographics: Self.service(addresses[.demographics]?.baseURL),
            locator: Self.service(addresses[.locator]?.baseURL),
            sources: sources, consumer: ConsumerConfiguration())
    }

    private static func service(_ address: String?) -> ServiceConfiguration {
        ServiceConfiguration(connection: ConnectionSettings(address: address ?? ""), timeLimit: .milliseconds(1500))
    }

    private static func source(
        _ id: String, name: String, odsCode: String, kind: SourceConfiguration.Kind, address: String?
    ) -> SourceConfiguration {
        SourceConfiguration(
            id: SourceID(id) ?? .unreadable, name: name, kind: kind,
            controller: Organisation(odsCode: odsCode, name: name),
            connection: ConnectionSettings(address: address ?? ""), timeLimit: .milliseconds(2500),
            isAlwaysAsked: false,
            datasets: Set(Dataset.held), providerASID: "918999198982", spineProxy: nil)
    }
}
