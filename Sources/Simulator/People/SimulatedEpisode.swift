// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A time during which a service looks after a person: a nurse's caseload, a case known to social care.
public struct SimulatedEpisode: Sendable {
    public var key: String
    public var kind: Term
    public var start: RecordDay
    public var end: RecordDay?
    /// The worker to whom the person is allocated, and how to reach them.
    public var worker: String?
}
