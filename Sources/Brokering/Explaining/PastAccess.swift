// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing

/// A past request with the sources that were in scope of it.
struct PastAccess {
    let request: PastRequest
    private let sources: [SourceDescription]

    init(_ request: PastRequest, sources: [SourceDescription]) {
        self.request = request
        self.sources = sources
    }

    private var controllers: [String] { Set(sources.map(\.controller.odsCode)).sorted() }

    /// Whether an audience may be told anything of it: a controller, where its data was in scope.
    func concerns(_ audience: Explanation.Audience) -> Bool {
        switch audience {
        case .requester: true
        case .controller(let odsCode): controllers.contains(odsCode)
        }
    }

    /// The explanation under the policy of then; `nil` where it does not come to what the audit recorded, so that it would explain
    /// another decision than the one that was made.
    func explained(
        to audience: Explanation.Audience, under policy: SharingPolicy, preferences: [SharingPreference]
    ) -> ExplainedAccess? {
        let agreeing = request.relationship.possible.lazy.map { recorded(relationship: $0) }.first { recorded in
            sources.allSatisfy { source in
                let again = request.datasets.filter {
                    recorded.isPermitted(
                        source.controller.odsCode, $0, under: policy, preferences: preferences, now: request.at)
                }
                let then = request.permitted[source.id.text] ?? []
                return Set(again).intersection(source.datasets) == then.intersection(source.datasets)
            }
        }
        guard let agreeing else { return nil }
        if audience == .requester, request.permitted.values.allSatisfy(\.isEmpty) {
            return refusal(agreeing, under: policy, preferences: preferences)
        }
        let decisions = agreeing.explained(to: audience, under: policy, preferences: preferences, now: request.at)
            .filter(isOffered).map(\.withoutPolicyVersion)
        return explained(.policyThen, decisions: decisions)
    }

    /// Who was shown nothing is not told whose data there was.
    private func refusal(
        _ recorded: RecordedRequest, under policy: SharingPolicy, preferences: [SharingPreference]
    ) -> ExplainedAccess {
        let denials = recorded.explained(
            to: .requester, under: policy, preferences: preferences, now: request.at
        ).filter(isOffered).compactMap(\.denial)
        return explained(.policyThen, denial: Denial.allCases.last { denials.contains($0.rawValue) })
    }

    /// What the audit recorded, as far as an audience may be told.
    func recorded(for audience: Explanation.Audience, controllers: [String: String]) -> ExplainedAccess {
        let clauses = request.clauses.filter { clause in
            switch audience {
            case .requester: true
            case .controller(let odsCode): controllers[clause.agreement] == odsCode
            }
        }
        return explained(.recordedClauses, clauses: clauses)
    }

    private func isOffered(_ decision: ExplainedDecision) -> Bool {
        sources.contains { source in
            source.controller.odsCode == decision.controller
                && source.datasets.contains { $0.rawValue == decision.dataset }
        }
    }

    private func recorded(relationship: SharingFacts.Relationship?) -> RecordedRequest {
        RecordedRequest(
            organisation: request.organisation, role: request.role, purpose: request.purpose,
            strength: request.strength ?? .substantial, datasets: request.datasets, controllers: controllers,
            permission: .init(summary: request.permission), relationship: relationship, at: request.at)
    }

    private func explained(
        _ basis: ExplainedAccess.Basis, decisions: [ExplainedDecision] = [], denial: Denial? = nil,
        clauses: [ClauseReference] = []
    ) -> ExplainedAccess {
        ExplainedAccess(
            at: request.at, role: request.role, purpose: request.purpose, organisation: request.organisation,
            basis: basis, decisions: decisions, denial: denial, clauses: clauses)
    }
}
