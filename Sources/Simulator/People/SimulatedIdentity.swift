// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// How a source writes who a person is, where it does not write what the demographic service does.
public struct SimulatedIdentity: Sendable {
    public var name: SimulatedName?
    public var birthDay: RecordDay?
    public var gender: String?
    public var address: SimulatedAddress?
    /// The source has not heard that the person died.
    public var isUnawareOfDeath = false
}
