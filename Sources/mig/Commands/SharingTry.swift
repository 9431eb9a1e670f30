// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import ArgumentParser
import Audit
import CareRecord
import FHIR
import Foundation
import Sharing
import Simulator
import Storage

/// Tries a draft on the requests that were really made.
struct SharingTry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try",
        abstract: "Tell what a draft would change for the requests that were made, by consumer, role and dataset.",
        discussion: """
            Nothing is published. The requests' facts come from the audit. Where an entry is too old to say how a legitimate \
            relationship was known, the requester is taken to have had one that their system stated. Of a request that was refused as a whole it is taken that the draft's \
            controller was in scope.
            """)

    @Option(
        name: .customLong("config"),
        help: "The configuration file (docs/configuration.md); the running demonstration otherwise.")
    var file: String?

    @Argument(help: "The draft (YAML).")
    var draft: String

    @Option(help: "How far back: 30min, 12h, 1d.")
    var since = "1d"

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        guard let seconds = Self.seconds(since) else {
            throw CommandFailure.askedWrongly("'\(since)' is no length of time: 30min, 12h or 1d.")
        }
        let ground = try TrialGround(file: file)
        let text = try AgreementFile.named(draft)
        let agreement: SharingAgreement
        do {
            agreement = try AgreementDocument.read(text)
        } catch {
            throw CommandFailure.askedWrongly("\(draft): \(error)")
        }
        guard FileManager.default.isReadableFile(atPath: ground.auditFile) else {
            throw CommandFailure.failed("There is no audit at '\(ground.auditFile)' yet.")
        }
        let now = SystemClock().utc
        let policy = try await ground.sharing.openRegister().currentPolicy()
        let audited = try await SQLiteAuditJournal(path: ground.auditFile)
            .recordedRequests(since: now.advanced(bySeconds: -seconds))
        let requests = audited.map { $0.recorded(controllers: ground.controllers, otherwise: agreement.controller) }
        let comparison = PolicyComparison(
            of: requests, inForce: policy, trial: policy.trying(agreement, at: now), now: now)
        guard json else { return Terminal.line(comparison.text) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        Terminal.bytes(Array(try encoder.encode(comparison)) + [0x0A])
    }

    static func seconds(_ text: String) -> Int? {
        for (unit, seconds) in [("min", 60), ("h", 3600), ("d", 86_400)] where text.hasSuffix(unit) {
            guard let count = Int(text.dropLast(unit.count)), (1...36_500).contains(count) else { return nil }
            return count * seconds
        }
        return nil
    }
}

/// On what a draft is tried: the register, the audit, and whose sources there are.
private struct TrialGround {
    let sharing: SharingConfiguration
    let auditFile: String
    /// The ODS codes of the controllers by their sources' ids.
    let controllers: [String: String]

    init(file: String?) throws {
        guard let file else {
            guard let register = DemoFolder.noted(DemoFolder.registerNoteFile) else {
                throw CommandFailure.askedWrongly("Name the configuration: --config FILE; no demonstration runs here.")
            }
            sharing = SharingConfiguration(registerFile: register)
            auditFile = URL(fileURLWithPath: register).deletingLastPathComponent().path + "/audit.sqlite"
            controllers = Dictionary(
                DemonstrationSource.allCases.map { ($0.rawValue, $0.odsCode) }, uniquingKeysWith: { first, _ in first })
            return
        }
        let configuration = try GatewayConfiguration.checked(file: file)
        guard let sharing = configuration.sharing else {
            throw CommandFailure.askedWrongly("The configuration names no register: add gateway.register.")
        }
        self.sharing = sharing
        auditFile = configuration.auditFile
        controllers = Dictionary(
            configuration.sources.map { ($0.id.text, $0.controller.odsCode) }, uniquingKeysWith: { first, _ in first })
    }
}

extension AuditedRequest {
    /// The facts with which the request can be decided anew.
    fileprivate func recorded(controllers: [String: String], otherwise controller: String) -> RecordedRequest {
        RecordedRequest(
            organisation: organisation, role: role, purpose: purpose, strength: strength ?? .substantial,
            datasets: datasets,
            controllers: sources.isEmpty ? [controller] : Set(sources.compactMap { controllers[$0] }).sorted(),
            permission: .init(summary: permission), relationship: relationship.possible.first ?? nil, at: at)
    }
}
