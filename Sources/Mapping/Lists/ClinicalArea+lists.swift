// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// The lists of GP Connect Access Record Structured.
extension ClinicalArea {
    /// The area of a primary list, by the list's SNOMED CT code.
    init?(snomed code: String) {
        switch code {
        case "886921000000105": self = .allergies
        case "1103671000000101": self = .endedAllergies
        case "933361000000108": self = .medications
        case "717711000000103": self = .problems
        case "1149501000000101": self = .consultations
        case "1102181000000102": self = .immunisations
        case "887191000000108": self = .investigations
        case "826501000000100": self = .uncategorised
        case "792931000000107": self = .outboundReferrals
        case "714311000000108": self = .diary
        default: return nil
        }
    }

    /// The code system of the lists of what consultations and problems bring with them.
    static let secondaryListSystem = "https://fhir.hl7.org.uk/STU3/CodeSystem/GPConnect-SecondaryListValues-1"

    /// The area of a secondary list (`problems-medications-related-to-problems`), by its code.
    init?(secondary code: String) {
        let words = code.split(separator: "-", omittingEmptySubsequences: true).dropFirst().joined(separator: "-")
        let areas: [(start: String, area: ClinicalArea)] = [
            ("allergies-that-have-been-ended", .endedAllergies), ("ended-allergies", .endedAllergies),
            ("allergies", .allergies), ("medications", .medications), ("problems", .problems),
            ("linked-problems", .problems), ("consultations", .consultations), ("immunisations", .immunisations),
            ("investigations", .investigations), ("uncategorised", .uncategorised),
            ("outbound-referrals", .outboundReferrals), ("referrals", .outboundReferrals),
            ("diary-entries", .diary), ("documents", .documents),
        ]
        guard let match = areas.first(where: { words.hasPrefix($0.start) }) else { return nil }
        self = match.area
    }
}
