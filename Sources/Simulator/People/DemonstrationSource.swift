// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The four simulated sources.
public enum DemonstrationSource: String, Sendable, Hashable, CaseIterable {
    /// A GP practice whose supplier writes in the manner of EMIS.
    case anytownSurgery = "anytown-surgery"
    /// A GP practice whose supplier writes in the manner of SystmOne.
    case hillsideMedicalCentre = "hillside-medical-centre"
    /// An acute hospital trust.
    case acuteTrust = "anytown-hospitals"
    /// A mental health trust.
    case mentalHealthTrust = "riverside-mental-health"

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
        }
    }

    /// The organisation's name.
    public var name: String {
        switch self {
        case .anytownSurgery: "Anytown Surgery"
        case .hillsideMedicalCentre: "Hillside Medical Centre"
        case .acuteTrust: "Anytown University Hospitals NHS Trust"
        case .mentalHealthTrust: "Riverside Mental Health NHS Foundation Trust"
        }
    }

    /// What the source speaks.
    public var interface: Interface {
        switch self {
        case .anytownSurgery: .gpConnect(.emisLike)
        case .hillsideMedicalCentre: .gpConnect(.systmOneLike)
        case .acuteTrust, .mentalHealthTrust: .fhirR4
        }
    }

    /// The clinician who signs what no one else does.
    var clinician: SimulatedClinician {
        switch self {
        case .anytownSurgery: SimulatedClinician(prefix: "Dr", given: "Imogen", family: "Carver", gender: "female")
        case .hillsideMedicalCentre:
            SimulatedClinician(prefix: "Dr", given: "Owen", family: "Bannister", gender: "male")
        case .acuteTrust: SimulatedClinician(prefix: "Mr", given: "Farid", family: "Rahimi", gender: "male")
        case .mentalHealthTrust: SimulatedClinician(prefix: "Dr", given: "Sunniva", family: "Lund", gender: "female")
        }
    }

    /// The trust's site or the surgery's building.
    var address: SimulatedAddress {
        switch self {
        case .anytownSurgery: SimulatedAddress(lines: ["14 Mill Lane"], city: "Anytown", postcode: "ZZ99 1AA")
        case .hillsideMedicalCentre: SimulatedAddress(lines: ["The Rise"], city: "Hillside", postcode: "ZZ99 2BB")
        case .acuteTrust: SimulatedAddress(lines: ["Infirmary Road"], city: "Anytown", postcode: "ZZ99 3CC")
        case .mentalHealthTrust: SimulatedAddress(lines: ["Weir House"], city: "Riverside", postcode: "ZZ99 4DD")
        }
    }
}

/// A clinician of a simulated source.
struct SimulatedClinician: Sendable, Hashable {
    let prefix: String
    let given: String
    let family: String
    let gender: String

    var words: String { "\(prefix) \(given) \(family)" }
}
