// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A referral to someone else.
public struct SimulatedReferral: Sendable {
    public var key: String
    public var term: Term
    public var day: RecordDay
    /// `routine` or `urgent`.
    public var priority = "routine"
    public var to: String
    public var reason: String
}
