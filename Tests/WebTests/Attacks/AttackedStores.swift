// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Audit
import Brokering
import CareRecord
import FHIR
import Foundation
import Sharing
import Storage
import Synchronization

@testable import Web

/// The real sharing register and the real audit in a folder of their own, with what was said, wished and asked before the attacks begin.
struct AttackedStores: Sendable {
    let register: SQLiteSharingRegister
    let journal: SQLiteAuditJournal
    let clock: AttackClock
    private let folder: String

    /// Traces of two requests that were made before: of the hospital about person 0, and of the clinic about person 1.
    static let traces = ["6f1c1f6e-0000-4000-8000-0000000000a0", "6f1c1f6e-0000-4000-8000-0000000000b1"]

    static func open() async throws -> AttackedStores {
        let folder = NSTemporaryDirectory() + "/mig-attacked-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        struct Unused: Error {}
        let stores = AttackedStores(
            register: try SQLiteSharingRegister(
                path: folder + "/register.sqlite",
                reading: AgreementReading(
                    agreement: { try AgreementDocument.read($0) }, template: { _ in throw Unused() },
                    adopted: { _, _, _, _ in throw Unused() }),
                // What is answered in one attack has ended before the next, so that an attack is the same whenever it comes.
                limits: .init(consultationSeconds: 1, episodeSeconds: 1)),
            journal: try SQLiteAuditJournal(path: folder + "/audit.sqlite"), clock: AttackClock(), folder: folder)
        try await stores.fill()
        return stores
    }

    func close() { try? FileManager.default.removeItem(atPath: folder) }

    private func fill() async throws {
        for agreement in AttackedWorld.agreements {
            try await register.publishIfNewer(AgreementDocument.write(agreement), by: "controller", at: clock.utc)
        }
        for person in 0..<AttackedWorld.count {
            // A controller that nobody has: its name is the canary.
            let wish = SharingPreference(.dissent, controller: AttackedWorld.wishCanary(of: person))
            try await register.record(wish, of: try number(person), by: "person", at: clock.utc)
        }
        for (person, organisation) in [(0, AttackedWorld.hospital), (1, AttackedWorld.clinic)] {
            let text = "Found unconscious, " + AttackedWorld.alertCanary(of: organisation)
            let statement = PermissionStatement(.emergency(.lifeThreatening, text: text))
            _ = try await register.facts(
                for: SharingQuestion(
                    requester: Self.doctor("earlier", of: organisation, .breakGlass), numbers: [try number(person)],
                    statement: statement, traceID: "earlier"), at: clock.utc)
        }
        clock.next()
    }

    /// Where a query names such a consultation, the clinic's first doctor has been told by each person, in the consultation that bears the
    /// person's number, that they agree. Nobody else has been told anything.
    func ask(asNamedIn query: String) async throws {
        guard query.contains("open-") else { return }
        for person in 0..<AttackedWorld.count {
            _ = try await register.facts(
                for: SharingQuestion(
                    requester: Self.doctor("doctor-b1", of: AttackedWorld.clinic, .treatment),
                    numbers: [try number(person)], consultation: "open-\(person)",
                    statement: PermissionStatement(.given), traceID: "before"), at: clock.utc)
        }
    }

    private func number(_ person: Int) throws -> NHSNumber { try NHSNumber(AttackedWorld.numbers[person]) }

    private static func doctor(_ person: String, of organisation: String, _ purpose: PurposeOfUse) -> Requester {
        Requester(
            person: person, role: .doctor, organisation: organisation, system: "clinic", purpose: purpose,
            strength: .high,
            establishment: Establishment(person: .token, organisation: .token, system: .token, purpose: .token))
    }
}

/// A clock that each attack moves on, past all that was answered in the one before. What lasts for a while in memory is not concerned.
final class AttackClock: GatewayClock {
    private static let step = 9 * 3600
    private let seconds = Mutex(0)

    var now: ContinuousClock.Instant { .now }
    var utc: FHIRDateTime { FixedClock().utc.advanced(bySeconds: seconds.withLock { $0 }) }

    func next() { seconds.withLock { $0 += Self.step } }

    func sleep(until deadline: ContinuousClock.Instant) async throws { try await FixedClock().sleep(until: deadline) }
}

/// The audit while attacks are made: what was asked before can be read, and nothing more is written.
struct AttackedJournal: AuditJournal {
    func append(_ entry: AuditEntry) async throws(AuditFailure) {}
    func isWritable() async -> Bool { true }
}

/// The parts behind an attacked gateway; a test puts one with a hole in a part's place.
struct AttackedParts: Sendable {
    var service: any RecordService
    var explanations: any AccessExplanations
    var preferences: any PreferenceService
    var alerts: any PrivacyAlertRegister

    /// The real ones.
    /// - Parameter audit: where entries go.
    init(_ stores: AttackedStores, audit: any AuditJournal) {
        let people = AttackedPeople()
        service = AttackedWorld.broker(sharing: stores.register, audit: audit, clock: stores.clock)
        explanations = AccessExplainer(
            .init(
                demographics: people, locator: people, sources: AttackedWorld.sources, history: stores.journal,
                policies: stores.register, audit: audit, clock: stores.clock, deadline: .seconds(3600)))
        preferences = PreferenceDesk(
            .init(
                demographics: people, locator: people, sources: AttackedWorld.sources, register: stores.register,
                audit: audit, clock: stores.clock, deadline: .seconds(3600)))
        alerts = stores.register
    }
}
