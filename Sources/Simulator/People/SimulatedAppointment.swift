// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// An appointment that is to come.
public struct SimulatedAppointment: Sendable {
    public var key: String
    public var day: RecordDay
    public var time = "14:20:00"
    public var specialty: String
    public var words: String
}
