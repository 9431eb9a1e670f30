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
    /// How the sources that did not answer can be asked again from the page; `nil` where they cannot.
    public var retry: Retry?
    /// What must be said about how the request was taken.
    public let remarks: [String]
    /// Whether somebody is signed in.
    public let standing: Standing
    /// Whether everybody and everything is made up.
    public let isDemonstration: Bool
    /// The end of the emergency access by which the page is shown, in UTC; `nil` where it is shown by none.
    public let emergencyEnd: FHIRDateTime?

    /// A way to ask again the sources that did not answer.
    public enum Retry: Sendable, Hashable {
        /// For a page that is being filled: its script asks by the stream, and the link leads to the page loaded anew.
        case link(String)
        /// For a whole page: a form that needs no script, with the id under which is held what the others gave.
        case form(action: String, page: String, token: String)
    }

    /// How the requester of a page is known.
    public enum Standing: Sendable, Hashable {
        /// Nobody is asked who they are.
        case open
        case signedOut
        /// The token comes back with the form by which they sign out.
        case signedIn(token: String)
    }

    public init(
        requester: Requester, view: RecordView = .clinician, recordPath: String? = nil, retry: Retry? = nil,
        remarks: [String] = [], standing: Standing = .open, isDemonstration: Bool = false,
        emergencyEnd: FHIRDateTime? = nil
    ) {
        self.requester = requester
        self.view = view
        self.recordPath = recordPath
        self.retry = retry
        self.remarks = remarks
        self.standing = standing
        self.isDemonstration = isDemonstration
        self.emergencyEnd = emergencyEnd
    }
}
