// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Whether a requester may see one dataset of one source, what of it, and why.
public struct SharingDecision: Hashable, Sendable {
    public enum Verdict: Hashable, Sendable {
        case permit(Residue)
        case deny(Denial)
    }

    public let verdict: Verdict
    public let explanation: Explanation

    public init(_ verdict: Verdict, _ explanation: Explanation) {
        self.verdict = verdict
        self.explanation = explanation
    }

    /// Whether the dataset may be asked for.
    public var isPermitted: Bool {
        if case .permit = verdict { true } else { false }
    }

    /// Why it is denied; `nil` where it is permitted.
    public var denial: Denial? {
        if case .deny(let denial) = verdict { denial } else { nil }
    }

    /// What of the dataset may be seen; `nil` where it is denied.
    public var residue: Residue? {
        if case .permit(let residue) = verdict { residue } else { nil }
    }
}

/// What is left of a permitted dataset: its limits, of which each clause that permits it may set some; the narrowest of each holds.
public struct Residue: Hashable, Sendable {
    /// How many months back from today entries are shown; `nil` for all.
    public var windowMonths: Int?
    public var includesJournal: Bool
    public var includesRestricted: Bool
    /// Whether what must not be disclosed to the person is withheld, as the person or somebody for them asks.
    public var withholdsNotForPatient: Bool

    public init(
        windowMonths: Int? = nil, includesJournal: Bool, includesRestricted: Bool, withholdsNotForPatient: Bool
    ) {
        self.windowMonths = windowMonths
        self.includesJournal = includesJournal
        self.includesRestricted = includesRestricted
        self.withholdsNotForPatient = withholdsNotForPatient
    }
}

/// Why nothing is shared, from what can never be permitted to what came nearest to a permission.
public enum Denial: String, Hashable, Sendable, CaseIterable {
    case purposeNotCare = "purpose-not-care"
    case roleNotRecognised = "role-not-recognised"
    case notOwnRecord = "not-own-record"
    case outsideTokenScope = "outside-token-scope"
    case noAgreement = "no-agreement"
    case agreementNotInForce = "agreement-not-in-force"
    case sharingSuspended = "sharing-suspended"
    case forbiddenByClause = "forbidden-by-clause"
    case consumerNotNamed = "consumer-not-named"
    case roleNotNamed = "role-not-named"
    case purposeNotNamed = "purpose-not-named"
    case datasetNotShared = "dataset-not-shared"
    case authenticationTooWeak = "authentication-too-weak"
    case noRelationship = "no-relationship"
    case preferenceDissents = "preference-dissents"
    case permissionRefused = "permission-refused"
    case emergencyNotStated = "emergency-not-stated"
    case permissionNotAsked = "permission-not-asked"

    /// The words for people: why, without anything about the person.
    public var words: String {
        switch self {
        case .purposeNotCare: "records are given only for individual care and to the person themself"
        case .roleNotRecognised: "the role is not known"
        case .notOwnRecord: "this is not the person's own record"
        case .outsideTokenScope: "the token does not cover this dataset"
        case .preferenceDissents: "the person does not wish this to be shared"
        case .permissionRefused: "the person refused permission to view"
        case .noAgreement: "no sharing agreement covers this controller"
        case .agreementNotInForce: "the sharing agreement is not in force today"
        case .sharingSuspended: "the controller has stopped sharing for now"
        case .forbiddenByClause: "the sharing agreement forbids it"
        case .consumerNotNamed: "no sharing agreement names this organisation"
        case .roleNotNamed: "no sharing agreement names this role"
        case .purposeNotNamed: "no sharing agreement names this purpose"
        case .datasetNotShared: "no sharing agreement shares this dataset"
        case .authenticationTooWeak: "the sign-in is not strong enough"
        case .noRelationship: "no legitimate relationship to the person is known"
        case .emergencyNotStated: "no emergency has been stated for this access"
        case .permissionNotAsked: "the person's permission to view has not been asked"
        }
    }

    /// What would have to be so for this to be permitted; `nil` where nothing would do.
    public var remedy: String? {
        switch self {
        case .purposeNotCare, .roleNotRecognised, .notOwnRecord, .preferenceDissents: nil
        case .outsideTokenScope: "A token whose scopes cover the dataset."
        case .permissionRefused: "The person's permission; in an emergency, an emergency access with its reason."
        case .noAgreement, .consumerNotNamed, .roleNotNamed, .purposeNotNamed, .datasetNotShared, .forbiddenByClause:
            "A sharing agreement of the controller that names it."
        case .agreementNotInForce: "An agreement whose days include today."
        case .sharingSuspended: "The controller has to resume sharing."
        case .authenticationTooWeak: "A sign-in with a stronger means, such as a smartcard."
        case .noRelationship:
            "A referral, appointment, admission or registration, or a relationship claimed with a reason."
        case .emergencyNotStated: "State the emergency and its reason, or ask for the purpose of individual care."
        case .permissionNotAsked: "Ask the person, or say why they could not be asked."
        }
    }
}
