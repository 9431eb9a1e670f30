// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A time in hospital, or a visit to it.
public struct SimulatedStay: Sendable {
    public var key: String
    /// `IMP` in-patient, `EMER` emergency, `AMB` out-patient, `HH` at home, `FLD` where the person was found.
    public var encounterClass: String
    public var kind: Term
    public var specialty: String
    public var reason: Term
    public var start: RecordDay
    public var end: RecordDay?
    public var startTime = "09:45:00"
    public var endTime = "16:30:00"
    /// The ward, or where the person was.
    public var place: String?
    /// Where the person went afterwards.
    public var outcome: String?
}
