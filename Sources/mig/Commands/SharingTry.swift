// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import ArgumentParser
import Audit
import CareRecord
import FHIR
import Foundation
import Sharing
import Storage

/// Tries a draft on the requests that were really made.
struct SharingTry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try",
        abstract: "Tell what a draft would change for the requests that were made, by consumer, role and dataset.",
        discussion: """
            Nothing is published. The requests' facts come from the audit, which holds no legitimate relationships: each requester is \
            taken to have had one that their system stated. Of a request that was refused as a whole it is taken that the draft's \
            controller was in scope.
            """)

    @Option(name: .customLong("config"), help: "The configuration file (docs/configuration.md).")
    var file: String

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
        let configuration = try GatewayConfiguration.checked(file: file)
        guard let sharing = configuration.sharing else {
            throw CommandFailure.askedWrongly("The configuration names no register: add gateway.register.")
        }
        let text = try AgreementFile.named(draft)
        let agreement: SharingAgreement
        do {
            agreement = try AgreementDocument.read(text)
        } catch {
            throw CommandFailure.askedWrongly("\(draft): \(error)")
        }
        guard FileManager.default.isReadableFile(atPath: configuration.auditFile) else {
            throw CommandFailure.failed("There is no audit at '\(configuration.auditFile)' yet.")
        }
        let now = SystemClock().utc
        let policy = try await sharing.openRegister().currentPolicy()
        let audited = try await SQLiteAuditJournal(path: configuration.auditFile)
            .recordedRequests(since: now.advanced(bySeconds: -seconds))
        let controllers = Dictionary(
            configuration.sources.map { ($0.id.text, $0.controller.odsCode) }, uniquingKeysWith: { first, _ in first })
        let requests = audited.map { $0.recorded(controllers: controllers, otherwise: agreement.controller) }
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

extension AuditedRequest {
    /// The facts with which the request can be decided anew.
    fileprivate func recorded(controllers: [String: String], otherwise controller: String) -> RecordedRequest {
        RecordedRequest(
            organisation: organisation, role: role, purpose: purpose, strength: strength ?? .substantial,
            datasets: datasets,
            controllers: sources.isEmpty ? [controller] : Set(sources.compactMap { controllers[$0] }).sorted(),
            permission: .init(summary: permission), relationship: .statedBySystem, at: at)
    }
}
