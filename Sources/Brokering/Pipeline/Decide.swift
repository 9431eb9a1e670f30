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

    /// Whether anything of all these sources together may be shown.
    func opens(for requester: Requester, sources: [SourceDescription], datasets: [Dataset]) -> Bool {
        offers(of: sources, datasets).contains { controller, dataset in
            decide(requester, controller: controller, dataset: dataset, given: facts).isPermitted
        }
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
        let offers = offers(of: sources, datasets)
        let decisions = offers.map { controller, dataset in
            decide(requester, controller: controller, dataset: dataset, given: facts)
        }
        let denials = decisions.compactMap(\.denial)
        let nearest = Denial.allCases.last { denials.contains($0) }
        return AccessOutlook(
            opensNow: decisions.contains(where: \.isPermitted),
            needsPermission: denials.contains(.permissionNotAsked) || denials.contains(.permissionRefused),
            needsRelationship: denials.contains(.noRelationship) && requester.role.isCareProfessional,
            emergencyWouldOpen: opensInEmergency(for: requester, offers),
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

    private typealias Offer = (controller: Organisation, dataset: Dataset)

    /// What would be asked of each source. Where none of them has any of it, what would be asked if they had, and where there is none,
    /// what any controller shares here: the person's name and address are not for whoever could be shown nothing of them anywhere.
    private func offers(of sources: [SourceDescription], _ datasets: [Dataset]) -> [Offer] {
        let had = sources.flatMap { source in
            datasets.filter(source.datasets.contains).map { (controller: source.controller, dataset: $0) }
        }
        guard had.isEmpty else { return had }
        let sharing = Set(facts.policy.agreements.map(\.agreement.controller)).sorted()
        let controllers =
            sources.isEmpty ? sharing.map { Organisation(odsCode: $0, name: $0) } : sources.map(\.controller)
        return controllers.flatMap { controller in datasets.map { (controller: controller, dataset: $0) } }
    }

    /// Whether breaking the glass would open anything that is closed.
    private func opensInEmergency(for requester: Requester, _ offers: [Offer]) -> Bool {
        guard requester.role.isCareProfessional else { return false }
        let emergency = PermissionToView(
            .emergency(.lifeThreatening, text: ""), askedBy: requester.person, organisation: requester.organisation,
            at: facts.now, until: facts.now.advanced(bySeconds: 1))
        let broken = SharingFacts(
            policy: facts.policy, numbers: facts.numbers, preferences: facts.preferences, permissions: [emergency],
            relationship: facts.relationship, now: facts.now)
        return offers.contains { controller, dataset in
            func opens(_ requester: Requester, _ facts: SharingFacts) -> Bool {
                decide(requester, controller: controller, dataset: dataset, given: facts).isPermitted
            }
            return opens(requester.asking(for: .breakGlass), broken) && !opens(requester, facts)
        }
    }
}
