// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A medicine that was given by a member of staff.
public struct SimulatedAdministration: Sendable {
    public var key: String
    public var product: Term
    public var day: RecordDay
    public var time: String
    public var dose: SimulatedMeasurement.Amount
    public var route: Term?
    public var note: String?
}
