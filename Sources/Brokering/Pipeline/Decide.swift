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
        let bySource = sources.map { source in
            (
                source,
                self.decisions(for: requester, source: source, datasets: datasets.filter(source.datasets.contains))
            )
        }
        let decisions = bySource.flatMap(\.1.values)
        let denials = decisions.compactMap(\.denial)
        let nearest = Denial.allCases.last { denials.contains($0) }
        return AccessOutlook(
            opensNow: decisions.contains(where: \.isPermitted),
            needsPermission: denials.contains(.permissionNotAsked) || denials.contains(.permissionRefused),
            emergencyWouldOpen: opensInEmergency(for: requester, sources: sources, datasets: datasets),
            denial: nearest,
            explained: decisions.contains(where: \.isPermitted) ? Self.explained(bySource) : [])
    }

    /// In the order of the sources and datasets, each controller's dataset once.
    private static func explained(
        _ bySource: [(SourceDescription, [Dataset: SharingDecision])]
    ) -> [ExplainedDecision] {
        var seen: Set<[String]> = []
        return bySource.flatMap { source, decisions in
            decisions.sorted { $0.key < $1.key }.compactMap { dataset, decision in
                seen.insert([source.controller.odsCode, dataset.rawValue]).inserted
                    ? decision.explained(to: .requester, controller: source.controller.odsCode, dataset: dataset)
                    : nil
            }
        }
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
