// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension DemonstrationSource {
    /// The clinician or worker who signs what no one else does.
    var clinician: SimulatedClinician {
        switch self {
        case .anytownSurgery: SimulatedClinician(prefix: "Dr", given: "Imogen", family: "Carver", gender: "female")
        case .hillsideMedicalCentre:
            SimulatedClinician(prefix: "Dr", given: "Owen", family: "Bannister", gender: "male")
        case .acuteTrust: SimulatedClinician(prefix: "Mr", given: "Farid", family: "Rahimi", gender: "male")
        case .mentalHealthTrust: SimulatedClinician(prefix: "Dr", given: "Sunniva", family: "Lund", gender: "female")
        case .communityTrust: SimulatedClinician(prefix: "Sister", given: "Bernice", family: "Tull", gender: "female")
        case .adultSocialCare: SimulatedClinician(prefix: "Mr", given: "Callum", family: "Reyes", gender: "male")
        case .ambulanceService: SimulatedClinician(prefix: "Ms", given: "Jodie", family: "Farrant", gender: "female")
        }
    }

    /// The trust's site, the council's office or the surgery's building.
    var address: SimulatedAddress {
        switch self {
        case .anytownSurgery: SimulatedAddress(lines: ["14 Mill Lane"], city: "Anytown", postcode: "ZZ99 1AA")
        case .hillsideMedicalCentre: SimulatedAddress(lines: ["The Rise"], city: "Hillside", postcode: "ZZ99 2BB")
        case .acuteTrust: SimulatedAddress(lines: ["Infirmary Road"], city: "Anytown", postcode: "ZZ99 3CC")
        case .mentalHealthTrust: SimulatedAddress(lines: ["Weir House"], city: "Riverside", postcode: "ZZ99 4DD")
        case .communityTrust: SimulatedAddress(lines: ["The Old Dairy"], city: "Anytown", postcode: "ZZ99 5EE")
        case .adultSocialCare: SimulatedAddress(lines: ["Civic Offices"], city: "Anytown", postcode: "ZZ99 6FF")
        case .ambulanceService: SimulatedAddress(lines: ["Vale Park"], city: "Riverside", postcode: "ZZ99 7GG")
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
