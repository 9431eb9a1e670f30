// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing

/// Explains requests from the audit and the sharing register. It asks no source.
public struct AccessExplainer: AccessExplanations {
    /// What it is made of.
    public struct Parts: Sendable {
        public var demographics: any DemographicsService
        public var locator: any RecordLocator
        public var sources: [ConfiguredSource]
        public var history: any AccessHistory
        public var policies: any PolicyHistory
        /// Who asked for an explanation of what is audited too.
        public var audit: any AuditJournal
        public var clock: any GatewayClock
        public var deadline: Duration

        public init(
            demographics: any DemographicsService, locator: any RecordLocator, sources: [ConfiguredSource],
            history: any AccessHistory, policies: any PolicyHistory, audit: any AuditJournal, clock: any GatewayClock,
            deadline: Duration
        ) {
            self.demographics = demographics
            self.locator = locator
            self.sources = sources
            self.history = history
            self.policies = policies
            self.audit = audit
            self.clock = clock
            self.deadline = deadline
        }
    }

    let parts: Parts

    /// An explainer of these parts.
    public init(_ parts: Parts) { self.parts = parts }

    public func explain(_ question: AccessQuestion) async -> AccessExplanation {
        do {
            switch question.subject {
            case .past(let traceID): return try await past(traceID, question)
            case .hypothetical(let number, let organisation, let role, let purpose):
                return try await hypothetical(number, organisation, role, purpose, question)
            }
        } catch let failure as TraceFailure {
            return .closed(.demographicsUnavailable(failure.reason))
        } catch is AuditFailure {
            return .closed(.auditUnavailable)
        } catch {
            return .closed(.sharingUnavailable)
        }
    }

    // MARK: What was

    private func past(_ traceID: String, _ question: AccessQuestion) async throws -> AccessExplanation {
        let requests = try await parts.history.pastRequests(traceID: traceID)
        var explained: [ExplainedAccess] = []
        for request in requests {
            guard let audience = question.asker.audience(for: request) else { continue }
            guard let scope = try await scope(of: request.nhsNumber) else {
                try await account(question, for: request.nhsNumber, isTold: false)
                continue
            }
            let past = PastAccess(request, sources: scope.sources(of: request))
            guard past.concerns(audience) else { continue }
            try await account(question, for: request.nhsNumber, isTold: true)
            explained.append(try await explain(past, to: audience, numbers: scope.numbers))
        }
        return explained.isEmpty ? .nothingToExplain : .explained(explained)
    }

    private func explain(
        _ past: PastAccess, to audience: Explanation.Audience, numbers: [NHSNumber]
    ) async throws -> ExplainedAccess {
        let moment = past.request.at
        let preferences = try await parts.policies.preferences(of: numbers, at: moment)
        if let policy = try await parts.policies.policy(at: moment),
            let again = past.explained(to: audience, under: policy, preferences: preferences)
        {
            return again
        }
        let controllers = try await parts.policies.controllers(ofAgreements: Set(past.request.clauses.map(\.agreement)))
        return past.recorded(for: audience, controllers: controllers)
    }

    // MARK: What would be

    private func hypothetical(
        _ number: NHSNumber, _ organisation: String, _ role: Role, _ purpose: PurposeOfUse, _ question: AccessQuestion
    ) async throws -> AccessExplanation {
        guard question.asker.role.speaksForController else { return .nothingToExplain }
        let found = try await scope(of: number)
        // Agreements can be asked about for one person after another, as records can.
        try await parts.policies.note(
            question.asker, askingAbout: found?.numbers.first ?? number, traceID: question.traceID,
            at: parts.clock.utc)
        try await account(question, for: number, isTold: found != nil)
        guard let scope = found else { return .nothingToExplain }
        let controller = question.asker.organisation
        let own = scope.inScope.filter { $0.controller.odsCode == controller }
        let now = parts.clock.utc
        guard !own.isEmpty else { return .nothingToExplain }
        let policy = try await parts.policies.policyInForce()
        let request = RecordedRequest(
            organisation: organisation, role: role, purpose: purpose, strength: .high, datasets: Dataset.held.sorted(),
            controllers: [controller], permission: .notStated, relationship: .statedBySystem, at: now)
        let offered = own.reduce(into: Set<Dataset>()) { $0.formUnion($1.datasets) }
        let preferences = try await parts.policies.preferences(of: scope.numbers, at: now)
        let decisions = request.explained(
            to: .controller(odsCode: controller), under: policy, preferences: preferences, now: now)
        return .explained([
            ExplainedAccess(
                at: now, role: role, purpose: purpose, organisation: organisation, basis: .policyNow,
                decisions: decisions.filter { Dataset(rawValue: $0.dataset).map(offered.contains) ?? false })
        ])
    }

    /// `nil` for whoever is unknown or restricted now, whatever they were then.
    private func scope(of number: NHSNumber) async throws(TraceFailure) -> PersonScope? {
        try await PersonScope.find(
            number, by: parts.demographics, parts.locator, among: parts.sources,
            until: parts.clock.now.advanced(by: parts.deadline))
    }

    private func account(
        _ question: AccessQuestion, for number: NHSNumber, isTold: Bool
    ) async throws(AuditFailure) {
        try await parts.audit.append(
            AuditEntry(
                event: .explanation, traceID: question.traceID, at: parts.clock.utc.text, requester: question.asker,
                nhsNumber: number, datasets: [], sources: [],
                permission: isTold ? "explained" : "nothing could be explained"))
    }
}

extension Requester {
    /// As whom the requester may be told of a past request: as who made it, or for the controller for which they speak.
    fileprivate func audience(for request: PastRequest) -> Explanation.Audience? {
        if role.speaksForController { return .controller(odsCode: organisation) }
        let isOwn = person == request.person && organisation == request.organisation && role == request.role
        return isOwn ? .requester : nil
    }
}
