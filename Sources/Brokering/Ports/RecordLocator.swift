// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord

/// What knows which organisations hold records of a person (the National Record Locator).
public protocol RecordLocator: Sendable {
    /// The ODS codes of the custodians of pointers for any of these numbers.
    func custodians(for numbers: [NHSNumber], until deadline: ContinuousClock.Instant) async throws(LocateFailure)
        -> Set<String>
}

/// Why the locator could not answer. The record then says that further sources may exist.
public struct LocateFailure: Error, Sendable, Hashable {
    public let reason: SourceOutcome.Reason
    public init(_ reason: SourceOutcome.Reason) { self.reason = reason }
}
