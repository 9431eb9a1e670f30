// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord

/// The service that confirms who a person is (the Personal Demographics Service). Implementations are used by many tasks at
/// once. They throw ``TraceFailure`` when they cannot answer; then nothing is released.
public protocol DemographicsService: Sendable {
    /// Traces a number.
    func trace(_ number: NHSNumber, until deadline: ContinuousClock.Instant) async throws(TraceFailure) -> TraceResult
}

/// What a trace found.
public enum TraceResult: Sendable {
    case found(TracedPerson)
    /// Unknown or restricted: whoever asks is told the same (invariant 9).
    case noRecordCanBeShown
}

/// A person whom the demographic service knows.
public struct TracedPerson: Sendable {
    /// The number in use, which may not be the one asked for.
    public let nhsNumber: NHSNumber
    /// Numbers that the service calls superseded by the one in use.
    public let supersededNumbers: [NHSNumber]
    public let demographics: PersonDemographics
    /// The practice where the person is registered.
    public let registeredPractice: Organisation?

    public init(
        nhsNumber: NHSNumber, supersededNumbers: [NHSNumber], demographics: PersonDemographics,
        registeredPractice: Organisation?
    ) {
        self.nhsNumber = nhsNumber
        self.supersededNumbers = supersededNumbers
        self.demographics = demographics
        self.registeredPractice = registeredPractice
    }

    /// All numbers under which a source may know the person, the one in use first.
    public var allNumbers: [NHSNumber] { [nhsNumber] + supersededNumbers }
}

/// Why the demographic service could not answer.
public struct TraceFailure: Error, Sendable, Hashable {
    public let reason: SourceOutcome.Reason
    public init(_ reason: SourceOutcome.Reason) { self.reason = reason }
}
