// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A device that a person has or uses.
public struct SimulatedDevice: Sendable {
    public var key: String
    public var kind: Term
    /// What the service calls it: size, make, place.
    public var name: String
    public var since: RecordDay
    public var note: String?
    /// The key of the problem that it is for.
    public var problem: String?
}
