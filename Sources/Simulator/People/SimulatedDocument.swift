// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A letter or report kept as a document.
public struct SimulatedDocument: Sendable {
    public var key: String
    public var type: Term
    public var title: String
    public var day: RecordDay
    public var contentType = "application/pdf"
    public var size = 48_200
}
