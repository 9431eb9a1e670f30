// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The sources of the demonstration: every one is an organisation with a system of its own.
public enum DemonstrationSource: String, Sendable, Hashable, CaseIterable {
    /// A GP practice whose supplier writes in the manner of EMIS.
    case anytownSurgery = "anytown-surgery"
    /// A GP practice whose supplier writes in the manner of SystmOne.
    case hillsideMedicalCentre = "hillside-medical-centre"
    /// An acute hospital trust.
    case acuteTrust = "anytown-hospitals"
    /// A mental health trust.
    case mentalHealthTrust = "riverside-mental-health"
    /// A community trust: district nurses, their caseload, visits, wounds and devices.
    case communityTrust = "anytown-community-health"
    /// A council's adult social care department.
    case adultSocialCare = "anytown-adult-social-care"
    /// An ambulance service.
    case ambulanceService = "vale-ambulance"

    /// What the source speaks.
    public enum Interface: Sendable, Hashable {
        /// GP Connect Access Record Structured 1.6 (FHIR STU3).
        case gpConnect(GPConnectManner)
        /// FHIR R4, UK Core.
        case fhirR4
    }

    /// The organisation's ODS code, of the project's own making.
    public var odsCode: String {
        switch self {
        case .anytownSurgery: "Z99001"
        case .hillsideMedicalCentre: "Z99002"
        case .acuteTrust: "ZZ9A1"
        case .mentalHealthTrust: "ZZ9M1"
        case .communityTrust: "ZZ9C1"
        case .adultSocialCare: "ZZ9S1"
        case .ambulanceService: "ZZ9B1"
        }
    }

    /// The organisation's name.
    public var name: String {
        switch self {
        case .anytownSurgery: "Anytown Surgery"
        case .hillsideMedicalCentre: "Hillside Medical Centre"
        case .acuteTrust: "Anytown University Hospitals NHS Trust"
        case .mentalHealthTrust: "Riverside Mental Health NHS Foundation Trust"
        case .communityTrust: "Anytown Community Health NHS Trust"
        case .adultSocialCare: "Anytown Council Adult Social Care"
        case .ambulanceService: "Vale Ambulance Service NHS Trust"
        }
    }

    /// What the source speaks.
    public var interface: Interface {
        switch self {
        case .anytownSurgery: .gpConnect(.emisLike)
        case .hillsideMedicalCentre: .gpConnect(.systmOneLike)
        default: .fhirR4
        }
    }

    /// In which way a source that speaks FHIR R4 writes it; `nil` for one that does not.
    public var manner: FHIRR4Manner? {
        switch self {
        case .anytownSurgery, .hillsideMedicalCentre: nil
        case .acuteTrust: .acute
        case .mentalHealthTrust: .mentalHealth
        case .communityTrust: .community
        case .adultSocialCare: .socialCare
        case .ambulanceService: .ambulance
        }
    }

    /// Whether the source is a GP practice.
    public var isPractice: Bool { self == .anytownSurgery || self == .hillsideMedicalCentre }
}
