// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A plan: a crisis plan, a ReSPECT form.
public struct SimulatedCarePlan: Sendable {
    public var key: String
    public var category: Term
    public var title: String
    public var start: RecordDay
    public var review: RecordDay?
    public var words: String
    /// `active`, or `revoked` for one that was taken back.
    public var status = "active"
    /// What is to be done, line by line.
    public var activities: [String] = []
}
