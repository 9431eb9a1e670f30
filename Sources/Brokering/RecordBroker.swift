// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
import Crypto
import FHIR
import Foundation
public import Logging
public import Sharing
public import Terminology

/// Puts one person's record together, live, from every system that holds a part of it: identify, locate, decide, audit the
/// intent, gather, check, normalise, withhold, merge, audit the disclosure, render. It keeps nothing.
public struct RecordBroker: RecordService {
    /// What the broker is made of.
    public struct Parts: Sendable {
        public var demographics: any DemographicsService
        public var locator: any RecordLocator
        public var sources: [ConfiguredSource]
        public var agreements: [SharingAgreement]
        public var audit: any AuditJournal
        public var clock: any GatewayClock
        public var classifier: DatasetClassifier
        public var seal: IdentifierSeal
        /// How long a request may take at most.
        public var deadline: Duration
        public var logger: Logger

        public init(
            demographics: any DemographicsService, locator: any RecordLocator, sources: [ConfiguredSource],
            agreements: [SharingAgreement], audit: any AuditJournal, clock: any GatewayClock,
            classifier: DatasetClassifier, seal: IdentifierSeal, deadline: Duration, logger: Logger
        ) {
            self.demographics = demographics
            self.locator = locator
            self.sources = sources
            self.agreements = agreements
            self.audit = audit
            self.clock = clock
            self.classifier = classifier
            self.seal = seal
            self.deadline = deadline
            self.logger = logger
        }
    }

    let parts: Parts

    /// A broker of these parts.
    public init(_ parts: Parts) { self.parts = parts }

    public var sources: [SourceDescription] { parts.sources.map(\.source.description) }

    public func record(
        _ request: RecordRequest, rendering renderer: RecordRenderer,
        progress: @escaping @Sendable (SourceProgress) async -> Void
    ) async -> RecordAnswer {
        do {
            return try await assembled(request, renderer, progress)
        } catch {
            return await answer(to: error, request)
        }
    }

    public func locate(_ request: RecordRequest) async -> LocateAnswer {
        do {
            let start = parts.clock.now
            let end = start.advanced(by: min(request.deadline ?? parts.deadline, parts.deadline))
            let person = try await traced(request, until: end)
            let scope = await locateStep.scope(for: person, named: request.sources, until: end)
            let datasets = wanted(request)
            let decide = Decide(agreements: parts.agreements)
            let located = scope.asked.map { source, grounds in
                let decisions = decide.decisions(for: request.requester, source: source.description, datasets: datasets)
                let offered = datasets.filter {
                    source.description.datasets.contains($0) && decisions[$0]?.isPermitted == true
                }
                return LocatedSource(source: source.description, grounds: grounds, datasets: offered)
            }
            let lines = located.map {
                AuditEntry.SourceLine(source: $0.source.id, outcomes: $0.grounds.map(\.rawValue))
            }
            try await audit(.location, request, person: person, datasets: datasets, sources: lines)
            return .located(located)
        } catch {
            switch await answer(to: error, request) {
            case .closed(let reason): return .closed(reason)
            default: return .noRecordCanBeShown
            }
        }
    }

    public func readiness() async -> [ReadinessCheck] {
        let writable = await parts.audit.isWritable()
        return [
            ReadinessCheck(
                name: "audit", isReady: writable,
                detail: writable ? "entries can be written" : "entries cannot be written: no record is released"),
            ReadinessCheck(
                name: "sources", isReady: !parts.sources.isEmpty, detail: "\(parts.sources.count) configured"),
        ]
    }
}

extension RecordBroker {
    /// Why a request ends without a record.
    enum Stop: Error {
        case noRecordCanBeShown(NHSNumber)
        case demographicsUnavailable(SourceOutcome.Reason)
        case unknownSource(String)
        case abandoned
        case auditUnavailable(AuditFailure)
    }

    private func answer(to error: any Error, _ request: RecordRequest) async -> RecordAnswer {
        switch error as? Stop {
        case .noRecordCanBeShown:
            do {
                try await parts.audit.append(
                    AuditEntry(
                        event: .refusal, traceID: request.traceID, at: parts.clock.utc.text,
                        requester: request.requester,
                        nhsNumber: request.nhsNumber, datasets: request.datasets, sources: []))
                return .noRecordCanBeShown
            } catch {
                return .closed(.auditUnavailable)
            }
        case .demographicsUnavailable(let reason): return .closed(.demographicsUnavailable(reason))
        case .unknownSource(let name): return .closed(.unknownSource(name))
        case .abandoned: return .closed(.abandoned)
        case .auditUnavailable(let failure):
            parts.logger.error(
                "audit unavailable: nothing is released",
                metadata: ["gw.trace.id": "\(request.traceID)", "gw.reason": "\(failure.detail)"])
            return .closed(.auditUnavailable)
        case nil: return .closed(.auditUnavailable)
        }
    }

    var locateStep: Locate { Locate(sources: parts.sources, locator: parts.locator) }

    /// The datasets asked for; whoever asks for medicines is given all allergies and alerts too (invariant 10).
    func wanted(_ request: RecordRequest) -> [Dataset] {
        guard !request.datasets.isEmpty else { return Dataset.held + [.other] }
        var datasets = Set(request.datasets)
        if datasets.contains(.summary) {
            datasets.formUnion([.problems, .medication, .risks, .investigations, .events])
        }
        if datasets.contains(.medication) { datasets.insert(.risks) }
        datasets.remove(.summary)
        return datasets.sorted()
    }

    func traced(_ request: RecordRequest, until deadline: ContinuousClock.Instant) async throws(Stop) -> TracedPerson {
        let known = Set(parts.sources.map(\.source.description.id))
        if let unknown = request.sources.first(where: { !known.contains($0) }) { throw .unknownSource(unknown.text) }
        do {
            switch try await parts.demographics.trace(request.nhsNumber, until: deadline) {
            case .found(let person): return person
            case .noRecordCanBeShown: throw Stop.noRecordCanBeShown(request.nhsNumber)
            }
        } catch let failure as TraceFailure {
            throw .demographicsUnavailable(failure.reason)
        } catch let stop as Stop {
            throw stop
        } catch {
            throw .demographicsUnavailable(.init(.unreachable, "The demographic service did not answer."))
        }
    }

    func audit(
        _ event: AuditEntry.Event, _ request: RecordRequest, person: TracedPerson, datasets: [Dataset],
        sources: [AuditEntry.SourceLine], digest: String? = nil
    ) async throws(Stop) {
        let entry = AuditEntry(
            event: event, traceID: request.traceID, at: parts.clock.utc.text, requester: request.requester,
            nhsNumber: person.nhsNumber, datasets: datasets, sources: sources, digest: digest)
        do {
            try await parts.audit.append(entry)
        } catch {
            throw .auditUnavailable(error)
        }
    }
}
