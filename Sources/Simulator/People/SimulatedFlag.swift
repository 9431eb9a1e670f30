// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A warning that everyone who sees the person should see.
public struct SimulatedFlag: Sendable {
    public var key: String
    /// FHIR's flag category: `safety`, `behavioral`, `clinical`, `advance-directive`.
    public var category: String
    public var term: Term
    public var start: RecordDay
    public var note: String?
    /// When it was taken back; it stands where this is not known.
    public var ended: RecordDay?
}
