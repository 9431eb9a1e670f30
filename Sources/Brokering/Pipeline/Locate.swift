// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// The step *locate*: which sources know the person. By the practice where they are registered, by pointers, and those that
/// are asked about everybody.
struct Locate: Sendable {
    let sources: [ConfiguredSource]

    /// The sources in scope of an answer.
    struct Scope: Sendable {
        /// Those to be asked, by their places among the configured sources.
        var asked: [(place: Int, grounds: [LocatedSource.Ground])] = []
        /// Those that stand in the ledger but cannot be asked, and why.
        var unasked: [(source: SourceDescription, reason: SourceOutcome.Reason)] = []
    }

    func scope(
        for person: TracedPerson, named: [SourceID], located: Result<Set<String>, LocateFailure>
    ) -> Scope {
        let custodians = (try? located.get()) ?? []
        var scope = Scope()
        for (place, configured) in sources.enumerated()
        where named.isEmpty || named.contains(configured.source.description.id) {
            let grounds = grounds(of: configured, for: person, custodians: custodians)
            if !grounds.isEmpty {
                scope.asked.append((place, grounds))
            } else if case .failure = located {
                let sentence =
                    "The record locator did not answer, so it is not known whether this source holds a record."
                scope.unasked.append((configured.source.description, .init(.notLocated, sentence)))
            }
        }
        if named.isEmpty { scope.unasked += unconnected(for: person, custodians: custodians) }
        return scope
    }

    private func grounds(
        of configured: ConfiguredSource, for person: TracedPerson, custodians: Set<String>
    ) -> [LocatedSource.Ground] {
        let controller = configured.source.description.controller.odsCode
        var grounds: [LocatedSource.Ground] = []
        if controller == person.registeredPractice?.odsCode { grounds.append(.registeredPractice) }
        if custodians.contains(controller) { grounds.append(.pointer) }
        if configured.isAlwaysAsked { grounds.append(.alwaysAsked) }
        return grounds
    }

    /// The practice, or the custodians of pointers, that are no source of this gateway: their records exist and are not shown.
    private func unconnected(
        for person: TracedPerson, custodians: Set<String>
    ) -> [(source: SourceDescription, reason: SourceOutcome.Reason)] {
        let known = Set(sources.map(\.source.description.controller.odsCode))
        var organisations = custodians.map { Organisation(odsCode: $0, name: "Organisation \($0)") }
        if let practice = person.registeredPractice {
            organisations.removeAll { $0.odsCode == practice.odsCode }
            organisations.append(practice)
        }
        return organisations.filter { !known.contains($0.odsCode) }.sorted { $0.odsCode < $1.odsCode }.compactMap {
            organisation in
            guard let id = SourceID("unconnected-" + organisation.odsCode) else { return nil }
            let description = SourceDescription(
                id: id, name: organisation.name, controller: organisation, datasets: Set(Dataset.held))
            let sentence = "This organisation may hold a record but is not connected to this gateway."
            return (description, .init(.notConnected, sentence))
        }
    }
}
