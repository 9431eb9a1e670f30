// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import Logging
import Sharing
public import Terminology

/// Puts one person's record together, live, from every system that holds a part of it: identify, locate, decide, audit the
/// intent, gather, check, normalise, withhold, merge, audit the disclosure, render. It keeps nothing.
public struct RecordBroker: RecordService {
    /// What the broker is made of.
    public struct Parts: Sendable {
        public var demographics: any DemographicsService
        public var locator: any RecordLocator
        public var sources: [ConfiguredSource]
        public var sharing: any SharingRegister
        public var audit: any AuditJournal
        public var clock: any GatewayClock
        public var classifier: DatasetClassifier
        public var seal: IdentifierSeal
        /// How long a request may take at most.
        public var deadline: Duration
        public var logger: Logger
        public var admission: AdmissionLimits
        /// The codes of items that are withheld from every record.
        public var sensitive: SensitiveCodes

        public init(
            demographics: any DemographicsService, locator: any RecordLocator, sources: [ConfiguredSource],
            sharing: any SharingRegister, audit: any AuditJournal, clock: any GatewayClock,
            classifier: DatasetClassifier, seal: IdentifierSeal, deadline: Duration, logger: Logger,
            admission: AdmissionLimits = AdmissionLimits(), sensitive: SensitiveCodes = .madeUp
        ) {
            self.demographics = demographics
            self.locator = locator
            self.sources = sources
            self.sharing = sharing
            self.audit = audit
            self.clock = clock
            self.classifier = classifier
            self.seal = seal
            self.deadline = deadline
            self.logger = logger
            self.admission = admission
            self.sensitive = sensitive
        }
    }

    let parts: Parts
    let steps: PipelineSteps
    let watch: SourceWatch
    let gate: AdmissionGate

    /// A broker of these parts.
    public init(_ parts: Parts) { self.init(parts, steps: .standard) }

    init(_ parts: Parts, steps: PipelineSteps, rule: CircuitBreaker.Rule = .init()) {
        self.parts = parts
        self.steps = steps
        watch = SourceWatch(rule)
        gate = AdmissionGate(parts.admission, clock: parts.clock)
    }

    public var sources: [SourceDescription] { parts.sources.map(\.source.description) }

    public func record(
        _ request: RecordRequest, rendering renderer: RecordRenderer,
        progress: @escaping @Sendable (SourceProgress) async -> Void
    ) async -> RecordAnswer {
        let driver = CourseDriver(
            parts: parts, steps: steps, watch: watch, gate: gate,
            renderer: RecordUpdateRenderer { record, _ in renderer.render(record) },
            report: progress)
        let outcome = await driver.drive(request, aim: .whole)
        switch outcome.end {
        case .done: return outcome.released.map(RecordAnswer.record) ?? .closed(.abandoned)
        case .noRecordCanBeShown: return .noRecordCanBeShown
        case .notPermitted(let outlook): return .notPermitted(outlook)
        case .closed(let reason): return .closed(reason)
        }
    }

    public func follow(
        _ request: RecordRequest, rendering renderer: RecordUpdateRenderer, again: AsyncStream<Void>,
        deliver: @escaping @Sendable (RecordUpdate) async -> Void
    ) async -> RecordFollowingEnd {
        let driver = CourseDriver(
            parts: parts, steps: steps, watch: watch, gate: gate, renderer: renderer, again: again, deliver: deliver)
        return await driver.drive(request, aim: .following).end
    }

    public func locate(_ request: RecordRequest) async -> LocateAnswer {
        let driver = CourseDriver(
            parts: parts, steps: steps, watch: watch, gate: gate, renderer: RecordUpdateRenderer { _, _ in [] })
        let outcome = await driver.drive(request, aim: .location)
        switch outcome.end {
        case .done: return .located(outcome.located)
        case .noRecordCanBeShown: return .noRecordCanBeShown
        case .notPermitted(let outlook): return .notPermitted(outlook)
        case .closed(let reason): return .closed(reason)
        }
    }

    public func outlook(_ request: RecordRequest) async -> OutlookAnswer {
        let driver = CourseDriver(
            parts: parts, steps: steps, watch: watch, gate: gate, renderer: RecordUpdateRenderer { _, _ in [] })
        let outcome = await driver.drive(request, aim: .outlook)
        switch outcome.end {
        case .done: return outcome.outlook.map(OutlookAnswer.outlook) ?? .closed(.abandoned)
        case .noRecordCanBeShown: return .noRecordCanBeShown
        case .notPermitted(let outlook): return .outlook(outlook)
        case .closed(let reason): return .closed(reason)
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
