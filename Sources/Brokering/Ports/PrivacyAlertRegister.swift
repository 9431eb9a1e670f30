// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord
public import FHIR
public import Sharing

/// The alerts that emergency accesses, self-claimed relationships and asking for very many people raise, as the privacy officer of the viewing organisation works
/// through them. Every question is put by somebody; who is no privacy officer of the alert's organisation is refused.
public protocol PrivacyAlertRegister: Sendable {
    /// The alerts of the officer's organisation, newest first. They do not name the people whose records were looked at.
    func alerts(for officer: Requester) async throws(PrivacyAlertFault) -> [PrivacyAlert]
    /// Opens one alert with the person whom it concerns and what the clinician wrote; that it was opened is recorded.
    func open(
        _ alert: PrivacyAlert.ID, by officer: Requester, at now: FHIRDateTime
    ) async throws(PrivacyAlertFault) -> OpenedPrivacyAlert
    /// Acts on an alert. Nobody acts on an access of their own.
    /// - Returns: the alert with the action.
    func act(
        _ action: PrivacyAlert.Action.Kind, on alert: PrivacyAlert.ID, remark: String, by officer: Requester,
        at now: FHIRDateTime
    ) async throws(PrivacyAlertFault) -> PrivacyAlert
    /// The notices to the controllers whose data an alerted access could reach, newest first, for the privacy officer or practice
    /// manager of that controller.
    func notices(for officer: Requester) async throws(PrivacyAlertFault) -> [ControllerNotice]
}

/// An access that somebody has to look at afterwards. It holds nothing of the person whose record it was.
public struct PrivacyAlert: Hashable, Sendable, Identifiable {
    /// Why somebody has to look.
    public enum Cause: Hashable, Sendable {
        case emergency(PermissionToView.EmergencyReason)
        case selfClaimedRelationship
        /// One requester asked for more people within a minute than anybody cares for.
        case enumeration
    }

    /// What was done about it. Actions are only ever added.
    public struct Action: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            /// The alert was opened and so showed whom it concerns.
            case opened
            case acknowledged
            case escalated
        }

        public let kind: Kind
        /// The identifier of the person who acted.
        public let person: String
        public let at: FHIRDateTime
        /// What they wrote.
        public let remark: Confidential<String>

        public init(_ kind: Kind, person: String, at: FHIRDateTime, remark: Confidential<String>) {
            self.kind = kind
            self.person = person
            self.at = at
            self.remark = remark
        }
    }

    public let id: Int
    public let cause: Cause
    public let at: FHIRDateTime
    /// The identifier of the person who looked, and what people call them.
    public let person: String
    public let name: String
    public let role: Role
    /// The ODS code of the viewing organisation.
    public let organisation: String
    public let system: String
    public let traceID: String
    /// Oldest first.
    public let actions: [Action]

    public init(
        id: Int, cause: Cause, at: FHIRDateTime, person: String, name: String, role: Role, organisation: String,
        system: String, traceID: String, actions: [Action] = []
    ) {
        self.id = id
        self.cause = cause
        self.at = at
        self.person = person
        self.name = name
        self.role = role
        self.organisation = organisation
        self.system = system
        self.traceID = traceID
        self.actions = actions
    }

    /// The last decision about it; `nil` while nobody has decided.
    public var decision: Action? { actions.last { $0.kind != .opened } }

    /// Whether nobody has acknowledged or escalated it yet.
    public var isOutstanding: Bool { decision == nil }
}

/// An alert as the officer sees it who has opened it.
public struct OpenedPrivacyAlert: Hashable, Sendable {
    public let alert: PrivacyAlert
    /// Whose record was looked at.
    public let nhsNumber: NHSNumber
    /// What the clinician wrote of the emergency; `nil` where none was written.
    public let text: Confidential<String>?

    public init(alert: PrivacyAlert, nhsNumber: NHSNumber, text: Confidential<String>?) {
        self.alert = alert
        self.nhsNumber = nhsNumber
        self.text = text
    }
}

/// Word to a controller that an emergency access could reach its data. Whether it did stands in the audit under the trace id.
public struct ControllerNotice: Hashable, Sendable {
    /// The ODS code of the controller.
    public let controller: String
    public let cause: PrivacyAlert.Cause
    public let at: FHIRDateTime
    public let role: Role
    /// The ODS code of the viewing organisation.
    public let organisation: String
    public let traceID: String

    public init(
        controller: String, cause: PrivacyAlert.Cause, at: FHIRDateTime, role: Role, organisation: String,
        traceID: String
    ) {
        self.controller = controller
        self.cause = cause
        self.at = at
        self.role = role
        self.organisation = organisation
        self.traceID = traceID
    }
}

/// Why nothing is told of an alert, or nothing done about it.
public enum PrivacyAlertFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The requester is no privacy officer of the organisation, or the organisation has no such alert: told alike.
    case notPermitted
    /// The access was the officer's own.
    case ownAccess
    /// To acknowledge or escalate, a remark has to say what was found.
    case remarkMissing
    /// Opening is an act of its own.
    case notADecision
    /// The register cannot answer.
    case unavailable(SharingFailure)

    public var description: String {
        switch self {
        case .notPermitted: "No such alert of your organisation can be shown to you."
        case .ownAccess: "This is an access of your own: another privacy officer has to act on it."
        case .remarkMissing: "Write what you found before you acknowledge or escalate."
        case .notADecision: "An alert is acknowledged or escalated."
        case .unavailable: "The alerts cannot be reached now; try again."
        }
    }
}
