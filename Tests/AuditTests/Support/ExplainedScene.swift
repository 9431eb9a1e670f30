// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Audit
import Brokering
import CareRecord
import FHIR
import Sharing
import Storage
import Synchronization
import Testing

/// Two controllers with an agreement each, one person, and a request that a doctor made on 31 January.
struct ExplainedScene {
    let journal: SQLiteAuditJournal
    let register: SQLiteSharingRegister
    let number: NHSNumber
    let asked: FHIRDateTime
    private let clock: FixedMoment
    private let locator = Pointers()

    /// How often the locator was asked.
    var located: Int { locator.count }

    init(_ folder: String) async throws {
        journal = try SQLiteAuditJournal(path: folder + "/audit.sqlite")
        register = try SQLiteSharingRegister(
            path: folder + "/register.sqlite",
            reading: AgreementReading(
                agreement: { try AgreementDocument.read($0) }, template: { _ in ("none", 1) },
                adopted: { text, _, _, _ in text }))
        number = try NHSNumber("9434765919")
        asked = try #require(FHIRDateTime("2026-01-31T09:30:00.000Z"))
        clock = FixedMoment(utc: asked.advanced(bySeconds: 86_400))
        let published = asked.advanced(bySeconds: -86_400)
        try await register.publishIfNewer(
            Self.agreement("alpha-agreement", of: "AAAAA1", "[risks, medication]"), by: "manager", at: published)
        try await register.publishIfNewer(
            Self.agreement("beta-agreement", of: "BBBBB2", "[risks]"), by: "manager", at: published)
    }

    static func agreement(_ id: String, of controller: String, version: Int = 1, _ datasets: String) -> String {
        """
        agreement: \(id)
        version: \(version)
        title: \(id)
        controller: \(controller)
        validFrom: 2026-01-01
        signatories:
          - name: A. Manager
            capacity: practice manager
            organisation: \(controller)
            signedOn: 2025-12-15
        clauses:
          - clause: \(id)-hospital
            consumers:
              - organisation: RX1
            roles: [doctor]
            purposes: [TREAT]
            datasets: \(datasets)
        """
    }

    static func requester(
        _ person: String = "doctor-1", role: Role = .doctor, organisation: String = "RX1"
    ) -> Requester {
        Requester(
            person: person, role: role, organisation: organisation, system: "ward", purpose: .treatment,
            strength: .high,
            establishment: .none)
    }

    /// A request that was answered, with the datasets of each source as they were decided.
    func answered(_ traceID: String, by requester: Requester = requester()) async throws {
        let (alpha, beta) = (
            ClauseReference(agreement: "alpha-agreement", version: 1, clause: "alpha-agreement-hospital"),
            ClauseReference(agreement: "beta-agreement", version: 1, clause: "beta-agreement-hospital")
        )
        try await journal.append(
            AuditEntry(
                event: .intent, traceID: traceID, at: asked.text, requester: requester, nhsNumber: number,
                datasets: [.medication, .risks],
                sources: [
                    .init(source: Self.id("alpha"), outcomes: ["medication", "risks"]),
                    .init(source: Self.id("beta"), outcomes: ["risks"]),
                ], permission: "given", clauses: [alpha, beta]))
    }

    /// A request that was refused as a whole.
    func refused(_ traceID: String, by requester: Requester = requester()) async throws {
        try await journal.append(
            AuditEntry(
                event: .refusal, traceID: traceID, at: asked.text, requester: requester, nhsNumber: number,
                datasets: [.medication, .risks], sources: []))
    }

    func explainer(knows: Bool = true) -> AccessExplainer {
        AccessExplainer(
            .init(
                demographics: OnePerson(isKnown: knows), locator: locator,
                sources: [
                    ConfiguredSource(SilentSource(name: "alpha", controller: "AAAAA1")),
                    ConfiguredSource(SilentSource(name: "beta", controller: "BBBBB2")),
                ],
                history: journal, policies: register, audit: journal, clock: clock, deadline: .seconds(5)))
    }

    func explain(
        _ traceID: String, to asker: Requester, knows: Bool = true
    ) async -> AccessExplanation {
        await explainer(knows: knows).explain(
            AccessQuestion(asker: asker, subject: .past(traceID: traceID), traceID: "explaining-1"))
    }

    static func id(_ text: String) -> SourceID {
        guard let id = SourceID(text) else { preconditionFailure("\(text) is a source id") }
        return id
    }
}

extension AccessExplanation {
    /// What is told, as lines; `nil` where nothing is.
    var lines: [String]? {
        if case .explained(let accesses) = self { accesses.flatMap(\.lines) } else { nil }
    }

    var bases: [ExplainedAccess.Basis] {
        if case .explained(let accesses) = self { accesses.map(\.basis) } else { [] }
    }
}

private struct FixedMoment: GatewayClock {
    let utc: FHIRDateTime
    var now: ContinuousClock.Instant { .now }
    func sleep(until deadline: ContinuousClock.Instant) async throws { try Task.checkCancellation() }
}

private struct OnePerson: DemographicsService {
    let isKnown: Bool

    func trace(_ number: NHSNumber, until deadline: ContinuousClock.Instant) async throws(TraceFailure) -> TraceResult {
        guard isKnown else { return .noRecordCanBeShown }
        return .found(
            TracedPerson(
                nhsNumber: number, supersededNumbers: [],
                demographics: PersonDemographics(
                    names: [.init(family: "Okafor", given: ["Ada"])], birthDate: FHIRDateTime("1980-05-12"),
                    gender: "female"),
                registeredPractice: Organisation(odsCode: "AAAAA1", name: "Alpha")))
    }
}

private final class Pointers: RecordLocator {
    private let asked = Mutex(0)
    var count: Int { asked.withLock { $0 } }

    func custodians(for numbers: [NHSNumber], until deadline: ContinuousClock.Instant) async throws(LocateFailure)
        -> Set<String>
    {
        asked.withLock { $0 += 1 }
        return ["BBBBB2"]
    }
}

private struct SilentSource: RecordSource {
    let name: String
    let controller: String
    let timeLimit = Duration.seconds(1)
    var description: SourceDescription {
        SourceDescription(
            id: ExplainedScene.id(name), name: name, controller: Organisation(odsCode: controller, name: name),
            datasets: [.risks, .medication])
    }
    func record(for query: SourceQuery, until deadline: ContinuousClock.Instant) async -> SourceAnswer {
        .personNotKnown
    }
    func health(until deadline: ContinuousClock.Instant) async -> SourceHealth { .healthy(detail: "silent") }
}
