// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// A person's numbers and the sources that would be asked about them.
struct PersonScope: Sendable {
    let numbers: [NHSNumber]
    let inScope: [SourceDescription]
    private let all: [SourceDescription]

    /// `nil` for whoever is unknown or restricted. The same steps are taken for them (invariant 9).
    static func find(
        _ number: NHSNumber, by demographics: any DemographicsService, _ locator: any RecordLocator,
        among sources: [ConfiguredSource], until deadline: ContinuousClock.Instant
    ) async throws(TraceFailure) -> PersonScope? {
        let result = try await demographics.trace(number, until: deadline)
        var person: TracedPerson?
        if case .found(let found) = result { person = found }
        let located: Result<Set<String>, LocateFailure>
        do throws(LocateFailure) {
            located = .success(try await locator.custodians(for: person?.allNumbers ?? [number], until: deadline))
        } catch {
            located = .failure(error)
        }
        guard let person else { return nil }
        let scope = Locate(sources: sources).scope(for: person, named: [], located: located)
        return PersonScope(
            numbers: person.allNumbers, inScope: scope.asked.map { sources[$0.place].source.description },
            all: sources.map(\.source.description))
    }

    /// The sources that were in scope of a request: those of the audit, or, where it was refused as a whole, those of now.
    func sources(of request: PastRequest) -> [SourceDescription] {
        request.permitted.isEmpty ? inScope : all.filter { request.permitted[$0.id.text] != nil }
    }
}
