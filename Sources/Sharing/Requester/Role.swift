// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What somebody does, as far as sharing agreements tell people apart. What is not named here is unrecognised, which no agreement
/// can name.
public enum Role: String, Hashable, Sendable, CaseIterable {
    case doctor
    case generalPractitioner = "general-practitioner"
    case nurse
    case communityNurse = "community-nurse"
    case pharmacist
    case alliedHealthProfessional = "allied-health-professional"
    case paramedic
    case socialWorker = "social-worker"
    case practiceManager = "practice-manager"
    case privacyOfficer = "privacy-officer"
    case patient
    /// Somebody who may act for the person: a parent, an attorney, a carer with the person's consent.
    case proxy
    /// Whoever asks a gateway that runs without authentication.
    case demonstration
    case unrecognised

    /// The roles that an agreement can name.
    public static let known: [Role] = allCases.filter { $0 != .unrecognised }

    /// A role by its code; a code that is not known is unrecognised.
    public init(code: String) { self = Role(rawValue: code) ?? .unrecognised }

    /// Whether the person themself, or somebody for them, asks: what is not to be disclosed to them is withheld.
    public var isPatientOrProxy: Bool { self == .patient || self == .proxy }

    /// Whether the role cares for people.
    public var isCareProfessional: Bool {
        switch self {
        case .doctor, .generalPractitioner, .nurse, .communityNurse, .pharmacist, .alliedHealthProfessional, .paramedic,
            .socialWorker:
            true
        case .practiceManager, .privacyOfficer, .patient, .proxy, .demonstration, .unrecognised: false
        }
    }

    /// Whether the role speaks for the controller that its organisation is.
    public var speaksForController: Bool { self == .practiceManager || self == .privacyOfficer }

    /// The words for people.
    public var words: String {
        switch self {
        case .generalPractitioner: "general practitioner"
        case .communityNurse: "community nurse"
        case .alliedHealthProfessional: "allied health professional"
        case .socialWorker: "social worker"
        case .practiceManager: "practice manager"
        case .privacyOfficer: "privacy officer"
        case .unrecognised: "a role that is not known"
        default: rawValue
        }
    }
}
