// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Sharing

/// What every page has around its content.
public struct PageFrame: Sendable {
    public let requester: Requester
    /// For whom the first screen of a record is ordered.
    public let view: RecordView
    /// The record's own address, for the links to its other views; `nil` where it has none.
    public let recordPath: String?
    /// Where the page can be asked for again; `nil` where it cannot by a link.
    public let retryPath: String?
    /// What must be said about how the request was taken.
    public let remarks: [String]

    public init(
        requester: Requester, view: RecordView = .clinician, recordPath: String? = nil, retryPath: String? = nil,
        remarks: [String] = []
    ) {
        self.requester = requester
        self.view = view
        self.recordPath = recordPath
        self.retryPath = retryPath
        self.remarks = remarks
    }
}
