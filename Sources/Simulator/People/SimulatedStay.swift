// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A time in hospital, or a visit to it.
public struct SimulatedStay: Sendable {
    public var key: String
    /// `IMP` in-patient, `EMER` emergency, `AMB` out-patient.
    public var encounterClass: String
    public var kind: Term
    public var specialty: String
    public var reason: Term
    public var start: RecordDay
    public var end: RecordDay?
}
