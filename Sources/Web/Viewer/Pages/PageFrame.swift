// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR
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
    /// Whether somebody is signed in.
    public let standing: Standing
    /// Whether everybody and everything is made up.
    public let isDemonstration: Bool
    /// The end of the emergency access by which the page is shown, in UTC; `nil` where it is shown by none.
    public let emergencyEnd: FHIRDateTime?

    /// How the requester of a page is known.
    public enum Standing: Sendable, Hashable {
        /// Nobody is asked who they are.
        case open
        case signedOut
        /// The token comes back with the form by which they sign out.
        case signedIn(token: String)
    }

    public init(
        requester: Requester, view: RecordView = .clinician, recordPath: String? = nil, retryPath: String? = nil,
        remarks: [String] = [], standing: Standing = .open, isDemonstration: Bool = false,
        emergencyEnd: FHIRDateTime? = nil
    ) {
        self.requester = requester
        self.view = view
        self.recordPath = recordPath
        self.retryPath = retryPath
        self.remarks = remarks
        self.standing = standing
        self.isDemonstration = isDemonstration
        self.emergencyEnd = emergencyEnd
    }
}
