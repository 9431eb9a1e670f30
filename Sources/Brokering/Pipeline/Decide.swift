// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Sharing

/// The step *decide*: which datasets of which source the requester may see.
struct Decide: Sendable {
    let facts: SharingFacts

    func decisions(
        for requester: Requester, source: SourceDescription, datasets: [Dataset]
    ) -> [Dataset: SharingDecision] {
        Dictionary(
            uniqueKeysWithValues: datasets.map {
                ($0, decide(requester, controller: source.controller, dataset: $0, given: facts))
            })
    }

    /// What stands between a requester and all these sources together.
    func outlook(
        for requester: Requester, sources: [SourceDescription], datasets: [Dataset]
    ) -> AccessOutlook {
        let decisions = sources.flatMap { source in
            self.decisions(for: requester, source: source, datasets: datasets).filter {
                source.datasets.contains($0.key)
            }.values
        }
        let denials = decisions.compactMap(\.denial)
        let nearest = Denial.allCases.last { denials.contains($0) }
        return AccessOutlook(
            opensNow: decisions.contains(where: \.isPermitted),
            needsPermission: denials.contains(.permissionNotAsked) || denials.contains(.permissionRefused),
            emergencyWouldOpen: opensInEmergency(for: requester, sources: sources, datasets: datasets),
            denial: nearest)
    }

    /// Whether breaking the glass would open anything that is closed.
    private func opensInEmergency(
        for requester: Requester, sources: [SourceDescription], datasets: [Dataset]
    ) -> Bool {
        guard requester.role.isCareProfessional else { return false }
        let emergency = PermissionToView(
            .emergency(.lifeThreatening, text: ""), askedBy: requester.person, organisation: requester.organisation,
            at: facts.now, until: facts.now.advanced(bySeconds: 1))
        let broken = SharingFacts(
            policy: facts.policy, numbers: facts.numbers, preferences: facts.preferences, permissions: [emergency],
            relationship: facts.relationship, now: facts.now)
        return sources.contains { source in
            Decide(facts: broken).decisions(
                for: requester.asking(for: .breakGlass), source: source, datasets: datasets
            ).contains { dataset, decision in
                decision.isPermitted && source.datasets.contains(dataset)
                    && !decide(requester, controller: source.controller, dataset: dataset, given: facts).isPermitted
            }
        }
    }
}
