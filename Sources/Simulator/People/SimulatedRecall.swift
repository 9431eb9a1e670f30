// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Something that the practice means to do: a recall.
public struct SimulatedRecall: Sendable {
    public var key: String
    public var term: Term
    public var due: RecordDay
    public var recorded: RecordDay
    public var note: String?
}
