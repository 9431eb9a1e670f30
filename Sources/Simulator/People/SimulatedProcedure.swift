// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// An operation or intervention.
public struct SimulatedProcedure: Sendable {
    public var key: String
    public var term: Term
    public var day: RecordDay
    public var site: Term?
    public var note: String?
    /// FHIR's event status: `completed`, `preparation`, `not-done`.
    public var status = "completed"
}
