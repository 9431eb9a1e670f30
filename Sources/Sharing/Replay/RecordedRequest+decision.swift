// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR

extension RecordedRequest {
    /// Why each dataset of each controller would be shown or not, for one audience. The facts are as the audit keeps them; the policy
    /// and the person's preferences are those that the caller gives.
    public func explained(
        to audience: Explanation.Audience, under policy: SharingPolicy, preferences: [SharingPreference] = [],
        now: FHIRDateTime
    ) -> [ExplainedDecision] {
        controllers.flatMap { controller in
            datasets.compactMap { dataset in
                decision(controller, dataset, under: policy, preferences: preferences, now: now)
                    .explained(to: audience, controller: controller, dataset: dataset)
            }
        }
    }

    /// Whether one dataset of one controller would be shown.
    public func isPermitted(
        _ controller: String, _ dataset: Dataset, under policy: SharingPolicy, preferences: [SharingPreference],
        now: FHIRDateTime
    ) -> Bool {
        decision(controller, dataset, under: policy, preferences: preferences, now: now).isPermitted
    }

    /// The decision as it would be made of these facts. The person's own request is taken to be about their own record, as it was
    /// answered as one.
    func decision(
        _ controller: String, _ dataset: Dataset, under policy: SharingPolicy, preferences: [SharingPreference] = [],
        now: FHIRDateTime
    ) -> SharingDecision {
        let numbers = Set([try? NHSNumber("9000000009")].compactMap { $0 })
        let requester = Requester(
            person: "recorded", role: role, organisation: organisation, system: "recorded", purpose: purpose,
            strength: strength, establishment: .none, ownNumbers: role.isPatientOrProxy ? numbers : [])
        var permissions: [PermissionToView] = []
        if case .stated(let answer) = permission {
            permissions = [
                PermissionToView(
                    answer, askedBy: requester.person, organisation: organisation, at: now,
                    until: now.advanced(bySeconds: 1))
            ]
        }
        let facts = SharingFacts(
            policy: policy, numbers: numbers, preferences: preferences, permissions: permissions,
            relationship: relationship, now: now)
        return decide(
            requester, controller: Organisation(odsCode: controller, name: ""), dataset: dataset, given: facts)
    }
}
